"""Libraries that only some faces need."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from nutrigap.errors import ReportError

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

_EXTRAS = {"typst": ("pdf", "typst"), "xlsxwriter": ("excel", "XlsxWriter")}


def load_extra(module: str, path: str | Path) -> ModuleType:
    """The library, or how to install it.

    Raises
    ------
    ReportError
        It is not installed.
    """
    extra, package = _EXTRAS[module]
    try:
        return import_module(module)
    except ImportError as error:
        raise ReportError(
            path, f"the package {package} is not installed",
            f'it beside nutrigap: pip install "nutrigap[{extra}]"',
        ) from error  # fmt: skip

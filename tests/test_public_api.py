"""The public names are sorted, complete, loaded lazily and documented."""

import inspect
import subprocess
import sys

import pytest

import nutrigap


def test_all_is_sorted_and_matches_where_names_live() -> None:
    assert nutrigap.__all__ == sorted(nutrigap.__all__)
    assert set(nutrigap.__all__) == {n for names in nutrigap._HOMES.values() for n in names}


@pytest.mark.parametrize("name", nutrigap.__all__)
def test_every_public_name_is_documented_and_annotated(name: str) -> None:
    thing = getattr(nutrigap, name)
    assert inspect.getdoc(thing)
    if inspect.isfunction(thing):
        signature = inspect.signature(thing)
        assert signature.return_annotation is not inspect.Signature.empty
        for parameter in signature.parameters.values():
            assert parameter.annotation is not inspect.Parameter.empty, parameter


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'plot_pies'"):
        nutrigap.plot_pies  # noqa: B018


@pytest.mark.parametrize("module", ["pandas", "matplotlib", "scipy", "requests"])
def test_importing_the_package_loads_nothing_heavy(module: str) -> None:
    code = f"import nutrigap, sys; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

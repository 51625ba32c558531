"""Options that several commands share, a group at a time."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command with each parameter that is a NamedTuple of options replaced by its fields.

    Parameters
    ----------
    command : callable
        A typer command; a parameter annotated with a NamedTuple receives one made of the options
        that its fields declare.

    Returns
    -------
    callable
        What typer should register.

    Examples
    --------
    >>> from typing import NamedTuple
    >>> class Point(NamedTuple):
    ...     x: int = 1
    ...     y: int = 2
    >>> def move(to: Point) -> None:
    ...     print(to)
    >>> grouped(move)(x=3, y=4)
    Point(x=3, y=4)
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: kind for name, kind in hints.items() if hasattr(kind, "_fields")}
    parameters = []
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name in groups:
            parameters += _fields(groups[parameter.name])
        else:
            parameters.append(parameter.replace(annotation=hints[parameter.name]))

    @wraps(command)
    def expanded(**values: Any) -> None:
        made = {
            name: group(**{field: values.pop(field) for field in group._fields})
            for name, group in groups.items()
        }
        command(**made, **values)

    expanded.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    expanded.__annotations__ = {p.name: p.annotation for p in parameters}
    return expanded


def _fields(group: Any) -> list[inspect.Parameter]:
    types = get_type_hints(group, include_extras=True)
    keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return [
        inspect.Parameter(
            name, keyword, default=group._field_defaults[name], annotation=types[name]
        )
        for name in group._fields
    ]

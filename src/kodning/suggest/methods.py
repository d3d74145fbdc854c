"""The methods there are: kodning's own, and those that other packages offer."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from kodning.suggest.descriptive import Descriptive
from kodning.suggest.fusion import Fusion
from kodning.suggest.learned import Learned
from kodning.suggest.lexical import Lexical
from kodning.suggest.values import Method, Reason, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

GROUP = "kodning.suggestion_methods"
DEFAULT = "fusion"
_OWN: dict[str, Callable[[], Method]] = {
    "fusion": Fusion,
    "lexical": Lexical,
    "descriptive": Descriptive,
    "learned": Learned,
}


def method_names() -> list[str]:
    """Return the names of all methods, the default first, then others in alphabetical order."""
    offered = {point.name for point in entry_points(group=GROUP)}
    return [*_OWN, *sorted(offered - _OWN.keys())]


def method_named(name: str) -> Method:
    """Make a method by its name.

    An entry point names a callable without arguments that returns a `Method`.

    Raises:
        RefusedError: There is none of that name, or it cannot be loaded.
    """
    if name in _OWN:
        return _OWN[name]()
    for point in entry_points(group=GROUP, name=name):
        try:
            made: Any = point.load()()
        except Exception as error:
            raise RefusedError(
                Reason(
                    f"Metoden »{name}« kan ikke indlæses: {error}",
                    f"Method “{name}” cannot be loaded: {error}",
                )
            ) from error
        method: Method = made
        return method
    known = ", ".join(method_names())
    raise RefusedError(
        Reason(f"Der er ingen metode »{name}«; der er {known}.", f"No method “{name}”; there are {known}.")
    )

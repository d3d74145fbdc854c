"""Styles of word processors, which build on one another."""

from collections.abc import Mapping

_FURTHEST = 20  # styles upwards; a file may let them go in a circle


def bold_by_style(own: Mapping[str, tuple[bool | None, str | None]]) -> dict[str, bool]:
    """Whether each style is bold, by itself or by the nearest style above it that says so.

    Args:
        own: By name: what the style says itself (None: nothing), and the style that it builds on.
    """
    found = {}
    for name in own:
        at: str | None = name
        for _ in range(_FURTHEST):
            bold, at = own.get(at or "", (None, None))
            if bold is not None or at is None:
                break
        found[name] = bool(bold)
    return found

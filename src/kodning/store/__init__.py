"""The one SQLite file: schema, migrations, connections, and the single path by which anything is written.

`from kodning import store` reaches its parts as `store.queries`, `store.writing` …; each is loaded when it is first
asked for, so that a command which only looks loads nothing of what writes.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from kodning.store import (
        blind,
        carrying,
        changes,
        checking,
        codebook_file,
        codes,
        copying,
        cutting,
        decisions,
        forgetting,
        merging,
        passes,
        queries,
        quote_uses,
        returning,
        revisions,
        suggestions,
        unmerging,
        writing,
    )

__all__ = [
    "blind",
    "carrying",
    "changes",
    "checking",
    "codebook_file",
    "codes",
    "copying",
    "cutting",
    "decisions",
    "forgetting",
    "merging",
    "passes",
    "queries",
    "quote_uses",
    "returning",
    "revisions",
    "suggestions",
    "unmerging",
    "writing",
]


def __getattr__(name: str) -> "ModuleType":
    """Load a part when it is first asked for."""
    if name not in __all__:
        raise AttributeError(name)
    return import_module(f"{__name__}.{name}")

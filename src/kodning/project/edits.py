"""`kodning.codebook_edits`, loaded with the first edit: who only looks at a project has no use for it.

`from kodning.project import edits` is to be had at the head of a module; a new edit is named here for the type checker.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kodning.codebook_edits import add, merge, move, put, put_all, rename

__all__ = ["add", "merge", "move", "put", "put_all", "rename"]


def __getattr__(name: str) -> Any:
    return getattr(import_module("kodning.codebook_edits"), name)

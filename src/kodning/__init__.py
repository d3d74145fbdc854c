"""kodning: qualitative interview coding and thematic analysis, Danish first.

`from kodning import Project` opens a project; every command of the command line is a method of it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kodning.api import Project

__version__ = "0.1.0"
__all__ = ["Project", "__version__"]


def __getattr__(name: str) -> object:
    # Loaded when asked for: the command line imports this package at every start and needs no pandas.
    if name == "Project":
        from kodning.api import Project

        return Project
    raise AttributeError(name)

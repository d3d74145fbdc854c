"""Whose eyes a project is seen with: a coder in a blind pass is handed her own work and nobody else's.

This is the one place where that is enforced: whatever gives out codings, reviews, memos, history, coders or passes
asks here first.
"""

import os
import sqlite3
import unicodedata

from kodning import store
from kodning.errors import KodningError


def whoami() -> str:
    """Who looks when nobody is named: the variable KODNING_CODER, else the user's name on the computer."""
    if name := os.environ.get("KODNING_CODER", "").strip():
        return name
    # As `getpass.getuser` does, which loads the terminal's library along with it.
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable, ""):
            return name
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (OSError, KeyError, ImportError):  # no user database, as in some containers
        return "koder"


class BlindError(KodningError):
    """A coder in a blind pass asked for what others have done, or would write in another's name."""

    def __init__(self, coder: str) -> None:
        shown = f'"{coder}"' if " " in coder else coder
        super().__init__(
            f"»{coder}« koder blindt og får ikke andres arbejde at se. Når gennemløbet er slut: "
            f"kodning blind end --coder {shown}. Skal blindingen brydes (det noteres, og rapporten om enighed nævner det): "
            f'kodning blind break --coder {shown} --reason "HVORFOR"',
            f"“{coder}” is coding blind and is not shown the work of others. When that is done: "
            f"kodning blind end --coder {shown}. To break it (this is recorded, and the agreement report says so): "
            f'kodning blind break --coder {shown} --reason "WHY"',
        )


class Viewing:
    """A project, as far as it depends on who looks.

    Attributes:
        connection: The store.
        viewer: Who looks; None where nobody is named, and then nothing is hidden.
    """

    connection: sqlite3.Connection
    viewer: str | None = None

    def seen_by(self, *names: str) -> None:
        """Show the project to somebody who goes by these names: one of them in a blind pass makes her blind."""
        blind = next((name for name in map(self._in_blind_pass, names) if name is not None), None)
        self.viewer = blind or next(iter(names), None)

    @property
    def blind(self) -> str | None:
        """The viewer's name where she is in a blind pass; else None. Asked anew each time: it may be broken."""
        return None if self.viewer is None else self._in_blind_pass(self.viewer)

    def _in_blind_pass(self, name: str) -> str | None:
        """The blind coder whom a name means, in any case: a capital letter opens no door."""
        wanted = unicodedata.normalize("NFC", name).strip().casefold()
        return next(
            (coder for coder in store.blind.blind_coders(self.connection) if coder.casefold() == wanted), None
        )

    def only(self, coder: str | None) -> str | None:
        """Whose work may be given out where that of `coder` is asked for; None is everybody's.

        Raises:
            BlindError: The viewer is blind, and somebody else's work is asked for.
        """
        blind = self.blind
        if blind is None:
            return coder
        if coder not in {None, blind}:
            raise BlindError(blind)
        return blind

    def refuse_blind(self) -> None:
        """For what rests on several coders' work.

        Raises:
            BlindError: The viewer is in a blind pass.
        """
        if blind := self.blind:
            raise BlindError(blind)

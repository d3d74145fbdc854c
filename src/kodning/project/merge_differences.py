"""What was different between two codebooks that were merged, and what was chosen, in words."""

from typing import Literal, NamedTuple

from kodning.codebook_diff import IN_WORDS
from kodning.wording import tr

CodeRule = Literal["newer", "ours", "theirs", "ask"]
Kind = Literal["new", "renamed", "moved", "changed", "removed", "kept", "merged", "conflict"]


_NAMED = {
    "groups": ("gruppen", "the group"),
    "parent": ("pladsen", "the place"),
    "retired": ("om den er i brug", "whether it is in use"),
}


class Difference(NamedTuple):
    """How the codebooks differed in one thing, and what was chosen.

    Attributes:
        kind: What kind of difference; a `conflict` is one that both sides have changed.
        code: The code, by the id it has now.
        key: What it is about: `id`, `parent`, `definition` …; empty for a whole code.
        ours: What it was here.
        theirs: What it was there.
        chosen: `ours` or `theirs`.
    """

    kind: Kind
    code: str
    key: str = ""
    ours: str = ""
    theirs: str = ""
    chosen: str = "theirs"

    @property
    def words(self) -> str:
        """The difference as a line."""
        key = tr(*(IN_WORDS | _NAMED).get(self.key, (self.key, self.key)))
        whose = tr("vores", "ours") if self.chosen == "ours" else tr("deres", "theirs")
        return {
            "new": tr(f"{self.code}: ny", f"{self.code}: new"),
            "renamed": tr(f"{self.code}: hed {self.ours}", f"{self.code}: was called {self.ours}"),
            "moved": tr(
                f"{self.code}: flyttet til {self.theirs or 'øverste niveau'}",
                f"{self.code}: moved to {self.theirs or 'the top'}",
            ),
            "changed": tr(f"{self.code}: {key} ændret", f"{self.code}: {key} changed"),
            "removed": tr(
                f"{self.code}: fjernet på den ene side; er ude",
                f"{self.code}: removed on one side; is out",
            ),
            "kept": tr(
                f"{self.code}: fjernet på den ene side, i brug eller ændret på den anden; bliver",
                f"{self.code}: removed on one side, used or changed on the other; stays",
            ),
            "merged": tr(
                f"{self.code}: slået sammen med {self.theirs} på den ene side; kodningerne følger med",
                f"{self.code}: merged into {self.theirs} on one side; its codings follow",
            ),
            "conflict": tr(
                f"{self.code}: {key} ændret på begge sider ({self.ours} | {self.theirs}); {whose} gælder",
                f"{self.code}: {key} changed on both sides ({self.ours} | {self.theirs}); {whose} stands",
            ),
        }[self.kind]

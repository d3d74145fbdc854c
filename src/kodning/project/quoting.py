"""Quotes that a report uses: marking them, so that none is used twice and the chapter prints those that were chosen."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kodning import store
from kodning.project.revising import ProjectRevising
from kodning.store.connection import writing as write
from kodning.wording import listing

if TYPE_CHECKING:
    from kodning.store.quote_uses import UseRow


class ProjectQuoting(ProjectRevising):
    """A project, as far as the marks on its quotes go."""

    def uses(self) -> "list[UseRow]":
        """Marks in force, oldest first; to a blind coder those on her own codings."""
        whose = self.only(None)
        return [use for use in store.quote_uses.uses(self.connection) if whose in {None, use.coder}]

    def mark_used(self, quotes: Sequence[Sequence[str]], coder: str, place: str = "") -> int:
        """Mark quotes as used in a report, all in one action; gives how many were not marked there before.

        Args:
            quotes: Each as the global ids of the codings that it is made of.
            coder: Who marks.
            place: Where they are used.
        """
        who = self._doer(coder)
        with write(self.connection, self.store_path):
            there = {(use.coding, use.place) for use in self.uses()}
            new = [quote for quote in quotes if not any((coding, place) in there for coding in quote)]
            if new:
                action = store.writing.add_action(self.connection, "used", who, self._summary(new, place))
                store.quote_uses.add_uses(self.connection, action, [c for quote in new for c in quote], place)
        return len(new)

    def unmark_used(self, quotes: Sequence[Sequence[str]], coder: str, place: str | None = None) -> int:
        """Take marks back, all of the quotes or those of one place; gives how many quotes were marked."""
        who = self._doer(coder)
        with write(self.connection, self.store_path):
            marked = [use for use in self.uses() if place in {None, use.place}]
            codings = {use.coding for use in marked}
            had = [quote for quote in quotes if codings.intersection(quote)]
            if had:
                action = store.writing.add_action(
                    self.connection, "used", who, "– " + self._summary(had, place or "")
                )
                gone = {coding for quote in had for coding in quote}
                store.quote_uses.withdraw_uses(
                    self.connection, action, [use.id for use in marked if use.coding in gone]
                )
        return len(had)

    @staticmethod
    def _summary(quotes: Sequence[Sequence[str]], place: str) -> str:
        names = listing([quote[0][-8:] for quote in quotes], 3)
        return f"{names}: {place}" if place else names

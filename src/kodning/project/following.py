"""Changing the span of a coding, and following what actions change."""

from typing import TYPE_CHECKING

from kodning import store
from kodning.errors import SameCodingError
from kodning.model import Coding, NewCoding
from kodning.project.suggesting import ProjectSuggesting
from kodning.store.connection import writing as write

if TYPE_CHECKING:
    from kodning.store.changes import Change


class ProjectFollowing(ProjectSuggesting):
    """A project, as far as changing and following goes."""

    def change_span(self, coding: str, span: str, coder: str) -> Coding:
        """Move the ends of a coding: the old one is retracted, one on the new words takes its place, memos and all.

        Args:
            coding: Its number or global id.
            span: The new span, as `code` takes it.
            coder: Who does it.

        Raises:
            UnknownCodingError: It is not in force.
            SameCodingError: The span is as it was, or its coder has the code on the new words already.
        """
        who = self._doer(coder)
        with write(self.connection, self.store_path):
            old = self.coding(coding)
            start, end = self.resolve(old.document, span)
            new = NewCoding(old.document, start, end, old.code, old.coder, memo=old.memo)
            if there := self._there([new]):
                raise SameCodingError(min(there.values()))
            summary = f"{old.document} {old.start}:{old.end} → {start}:{end} {old.code}"
            action = store.writing.add_action(self.connection, "change", who, summary)
            (key,) = self._add_codings(action, [new], old.origin)
            store.writing.add_retractions(self.connection, action, [old.id], "change")
            for memo in store.queries.memos(self.connection):
                if memo.coding == old.id:
                    store.writing.add_memo(
                        self.connection, action, store.writing.MemoTarget(coding=key), memo.text
                    )
        return self.coding(str(key))

    def newest_action(self) -> int:
        """The number of the last action."""
        return store.changes.newest_action(self.connection)

    def action_of(self, uid: str) -> int | None:
        """The number of the action with that global id, where it has been done."""
        return store.changes.action_of_uid(self.connection, uid)

    def changes_after(self, number: int) -> "list[Change]":
        """What later actions did, as the viewer may know it: to a blind coder her own, and nobody else's."""
        found = (
            store.changes.change(self.connection, key)
            for key in store.changes.actions_after(self.connection, number)
        )
        blind = self.blind
        return [change for one in found if one and (change := seen_by_blind(one, blind))]

    def change_seen(self, found: "Change") -> "Change | None":
        """A change as the viewer may know it."""
        return seen_by_blind(found, self.blind)

    def change(self, number: int) -> "Change | None":
        """What one action did, as the viewer may know it."""
        found = store.changes.change(self.connection, number)
        return found and seen_by_blind(found, self.blind)


def seen_by_blind(found: "Change", blind: str | None) -> "Change | None":
    """A change without what others coded; None where a blind coder may not even know that it happened."""
    if blind is None:
        return found
    of_the_codebook = found.kind.startswith("codebook")
    if found.coder != blind and not of_the_codebook and found.kind not in {"import", "attributes"}:
        return None
    if found.coder != blind and of_the_codebook:
        # That codes were merged or split she may know, not where others' codings stand.
        found = found._replace(
            documents=tuple(dict.fromkeys(c.document for c in found.codings if c.coder == blind))
        )
    return found._replace(
        codings=tuple(coding for coding in found.codings if coding.coder == blind),
        gone=tuple(gone for gone in found.gone if gone[1] == blind),
    )

"""Another coder's project taken into this one: all of it or nothing, the same however often and in whatever order."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kodning import store
from kodning.codebook import Codebook, parse_codebook
from kodning.errors import KodningError
from kodning.project.base import NOBODY, checked_name
from kodning.project.changing import CodebookMovedOnError, StaleCodebookError
from kodning.project.keeping import ProjectKeeping
from kodning.store.connection import writing as write
from kodning.wording import listing

if TYPE_CHECKING:
    from kodning.project.merge_differences import CodeRule, Difference
    from kodning.store.merging import Pair, Union


class SameCoderNameError(KodningError):
    """Coders of the same name that may be the same person or not."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        first = names[0]
        shown = f'"{first}"' if " " in first else first
        super().__init__(
            f"Begge projekter har en koder ved navn {listing([f'»{name}«' for name in names])}, oprettet hver for sig. Er det "
            f"den samme? --same-coder {shown}. Er det en anden? --other-coder {shown}=NYTNAVN. Intet er ændret.",
            f"Both projects have a coder called {listing([f'“{name}”' for name in names])}, made independently. The same "
            f"person? --same-coder {shown}. Another? --other-coder {shown}=NEWNAME. Nothing was changed.",
        )


class UnsettledCodesError(KodningError):
    """Codes that both sides have changed, each in its way, and nobody to ask."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(
            f"Begge sider har ændret {listing([f'»{code}«' for code in codes])}. Vælg med --codes newer, ours eller theirs, eller for "
            "den enkelte: --code KODE=ours. Intet er ændret.",
            f"Both sides have changed {listing([f'“{code}”' for code in codes])}. Choose with --codes newer, ours or theirs, or for "
            "one: --code CODE=ours. Nothing was changed.",
        )


class LaterWorkError(KodningError):
    """A merge that others have built on cannot be undone."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"Der er arbejdet videre på det, fletningen hentede ind ({count} steder). Fortryd det senere først (»kodning history«), "
            "eller hent en sikkerhedskopi. Intet er ændret.",
            f"Later work builds on what the merge brought in ({count} places). Undo that first (“kodning history”), or get a "
            "backup. Nothing was changed.",
        )


class Settling(NamedTuple):
    """What is to be done where the projects alone do not say it.

    Attributes:
        same_coders: Names that mean the same person on both sides.
        other_coders: Name of a coder of the other project to the name she is to have here.
        same_documents: Documents whose texts differ and that are the same all the same: one text corrects the other.
        codes: What to do where both sides have changed a code: `newer`, `ours`, `theirs`; `ask` refuses.
        code: The same for single codes, by id.
    """

    same_coders: frozenset[str] = frozenset()
    other_coders: Mapping[str, str] = {}
    same_documents: frozenset[str] = frozenset()
    codes: "CodeRule" = "newer"
    code: Mapping[str, "CodeRule"] = {}


class Merged(NamedTuple):
    """What a merge brought.

    Attributes:
        other: What was merged.
        fresh: New rows by table.
        same_text: (name there, name here) of documents found by their text.
        renamed: (name there, name here) of documents, coders and codes whose name was taken.
        codes: How the codebooks differed, and what was chosen.
        retracted: Numbers of codings that were in force here and that the other side has taken back.
        forgotten_here: How many documents were left out because they were erased here.
        forgotten_there: Documents that the other side has erased and that are still here.
        lost: Codings that lost their words to a correction made on one side while they were made on the other; those
            that were lost here before are not counted again.
        followed: Codings on a code that the other side had merged into another: they are under that one now.
        action: Number of the action; None where nothing was new.
    """

    other: str
    fresh: dict[str, int]
    same_text: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    codes: "tuple[Difference, ...]" = ()
    retracted: tuple[int, ...] = ()
    forgotten_here: int = 0
    forgotten_there: tuple[str, ...] = ()
    lost: int = 0
    followed: int = 0
    action: int | None = None


class _RolledBackError(Exception):
    """Ends a merge of which nothing is kept."""


class Project(ProjectKeeping):
    """A project: the one door to everything in it."""

    def merge(
        self,
        other: Path,
        coder: str,
        settling: Settling | None = None,
        *,
        dry_run: bool = False,
    ) -> Merged:
        """Take another project in: its folder, its `kodning.db`, or a file that `exchange pack` made.

        Args:
            other: What to merge; it is never changed.
            coder: Who merges.
            settling: What to do where the projects alone do not say it.
            dry_run: Say what would happen, and leave everything as it is.

        Raises:
            SameCoderNameError: Coders of one name, made independently, of whom nothing is said.
            UnsettledCodesError: Codes changed on both sides, with `codes="ask"`.
            ForeignStoreError, NewerStoreError, DamagedStoreError: It is not a project, or not of this version.
            BlindError: The viewer is in a blind pass.
        """
        self.refuse_blind()
        who = self._doer(coder)
        import tempfile

        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            copy = store.copying.copy_of_store(other, Path(folder))
            store.merging.attach(self.connection, copy)
            try:
                return self._merge(other, who, settling or Settling(), dry_run=dry_run)
            finally:
                store.merging.detach(self.connection)

    def _merge(self, other: Path, who: str, settling: Settling, *, dry_run: bool) -> Merged:
        before = self.codebook()
        file = self._file(before.source)
        half: Path | None = None
        done = Merged(str(other), {})
        text = before.source
        try:
            with write(self.connection, self.store_path):
                if store.queries.codebook_source(self.connection) != before.source:
                    raise StaleCodebookError(self.codebook_path)
                live, lost_before = self._live(), {row.id for row in self.lost_codings()}
                store.merging.meet(self.connection, who)
                action = store.writing.add_action(self.connection, "merge", who, other.name)
                done, text = self._take(other, action, settling)
                gone = live - self._live()
                carried = gone & store.carrying.under_another_code(self.connection)
                followed = carried - store.carrying.followed_by(self.connection, action)
                gone -= carried
                done = done._replace(followed=done.followed + len(followed))
                lost = {row.id for row in self.lost_codings()} - lost_before
                done = done._replace(retracted=tuple(sorted(gone)), lost=len(lost), action=action)
                if dry_run or not any(done.fresh.values()):
                    done = done._replace(action=None)
                    self._word_indexes.clear()
                    raise _RolledBackError  # noqa: TRY301 - out of the transaction, so that nothing of it stays
                if text != before.source:
                    half = store.codebook_file.write_beside(self.codebook_path, text, file)
            if half is not None:
                self._put_in_place(half, before.source, text, action, who)
        except _RolledBackError:
            pass
        finally:
            if half is not None:
                half.unlink(missing_ok=True)
        return done

    def _live(self) -> set[int]:
        return {row[0] for row in self.connection.execute("SELECT id FROM live_coding WHERE root IS NULL")}

    def _take(self, other: Path, action: int, settling: Settling) -> tuple[Merged, str]:
        union = store.merging.Union(self.connection, action)
        coders, coder_names, aliases = self._match_coders(settling)
        union.matched("coder", coders, coder_names)
        union.also_known("coder", aliases)
        documents, document_names, same_text, skipped, aliases = self._match_documents(settling)
        union.matched("document", documents, document_names, skipped)
        union.also_known("document", aliases)
        codes, code_names, aliases = self._match_codes()
        union.matched("code", codes, code_names)
        union.also_known("code", aliases)
        union.take()
        differences, text = self._merge_codebook(action, union, codes, settling)
        followed = store.carrying.follow_merges(self.connection, action)
        self.carry_all(action)
        self._keep_passes_whole(union)
        names = {pair.old: pair.name for pair in (*coders, *documents)}
        renamed = tuple((names[old], new) for old, new in (*coder_names.items(), *document_names.items()))
        done = Merged(
            str(other),
            union.fresh,
            same_text,
            renamed,
            differences,
            forgotten_here=len(skipped),
            forgotten_there=tuple(store.merging.forgotten_there(self.connection)),
            followed=followed,
        )
        return done, text

    def _match_coders(self, settling: Settling) -> "tuple[list[Pair], dict[int, str], list[tuple[str, int]]]":
        ours = {
            name.casefold(): key for key, name in self.connection.execute("SELECT id, name FROM main.coder")
        }
        same = {name.casefold() for name in (*settling.same_coders, NOBODY)}
        others = {name.casefold(): checked_name(new) for name, new in settling.other_coders.items()}
        found, names, aliases, asked = [], {}, [], []
        for pair in store.merging.pairs(self.connection, "coder"):
            folded = pair.name.casefold()
            if pair.new is not None or folded not in ours:
                found.append(pair)
            elif folded in same:
                found.append(pair._replace(new=ours[folded]))
                aliases.append((pair.uid, ours[folded]))
            elif folded in others and others[folded].casefold() not in ours:
                found.append(pair)
                names[pair.old] = others[folded]
            else:
                asked.append(pair.name)
        if asked:
            raise SameCoderNameError(asked)
        return found, names, aliases

    def _match_documents(
        self, settling: Settling
    ) -> "tuple[list[Pair], dict[int, str], tuple[tuple[str, str], ...], set[int], list[tuple[str, int]]]":
        ours = dict(self.connection.execute("SELECT id, name FROM main.document").fetchall())
        by_name = {name.casefold(): key for key, name in ours.items()}
        known = store.merging.same_revisions(self.connection)
        texts = store.merging.same_texts(self.connection)
        skipped = store.merging.forgotten_here(self.connection)
        wanted = {name.casefold() for name in settling.same_documents}
        found, names, same_text, aliases = [], {}, [], []
        for pair in store.merging.pairs(self.connection, "document"):
            here = pair.new or known.get(pair.old)
            if here is None and pair.old not in skipped:
                here = texts.get(pair.old)
                if here is None and pair.name.casefold() in wanted:
                    here = by_name.get(pair.name.casefold())
                elif here is not None:
                    same_text.append((pair.name, ours[here]))
            if here is not None and pair.new is None:
                aliases.append((pair.uid, here))
            if here is None and pair.name.casefold() in by_name:
                names[pair.old] = f"{pair.name} ({pair.uid[-4:]})"
            found.append(pair._replace(new=here))
        return found, names, tuple(same_text), skipped - {p.old for p in found if p.new is not None}, aliases

    def _match_codes(self) -> "tuple[list[Pair], dict[int, str], list[tuple[str, int]]]":
        ours = {name: key for key, name in self.connection.execute("SELECT id, key FROM main.code")}
        there = store.merging.pairs(self.connection, "code")
        claimed = {pair.new for pair in there}
        found, names, aliases = [], {}, []
        for pair in there:
            here = pair.new
            if here is None and pair.name in ours:
                if ours[pair.name] in claimed:  # that one has another name in the other project
                    names[pair.old] = f"{pair.name}-{pair.uid[-4:]}"
                else:
                    here = ours[pair.name]
                    aliases.append((pair.uid, here))
            found.append(pair._replace(new=here))
        return found, names, aliases

    def _merge_codebook(
        self, action: int, union: "Union", codes: "Sequence[Pair]", settling: Settling
    ) -> "tuple[tuple[Difference, ...], str]":
        from kodning.project.codebook_merging import merge_codebooks

        # A code that was taken out of the codebook here may have been used there.
        if not union.fresh.get("codebook_version") and not store.carrying.fresh_without_code(self.connection):
            return (), self.codebook().source
        result = merge_codebooks(
            self.connection, self.codebook_path, union, codes, settling.codes, settling.code
        )
        if result.unsettled:
            raise UnsettledCodesError(result.unsettled)
        version = store.writing.add_codebook(self.connection, action, result.codebook, renamed=result.renamed)
        if result.codebook.source != result.before.source:
            store.codebook_file.note_pending(self.connection, result.before.sha256, version)
        return result.differences, result.codebook.source

    def _keep_passes_whole(self, union: "Union") -> None:
        """A frozen pass of a coder who goes by another id here is the same pass; its hash is over the ids."""
        if union.fresh.get("pass"):
            store.passes.settle_digests(self.connection, union.action)

    def undo(self, coder: str, action: int | None = None) -> "store.queries.ActionRow":
        """Take back the coder's latest action that is in force, or the one of that number.

        A merge is undone by taking out again what it brought; the other project still has it.

        Raises:
            LaterWorkError: What a merge brought has been built on since.
        """
        who = self._doer(coder)
        row = self._undoable(who, action)
        if row is None or row.kind != "merge":
            return super().undo(coder, action)
        self._take_in_codebook()
        before = self.codebook()
        file = self._file(before.source)
        half: Path | None = None
        try:
            with write(self.connection, self.store_path):
                number, text = self._unmerge(row, who, before)
                if text != before.source:
                    half = store.codebook_file.write_beside(self.codebook_path, text, file)
            self._word_indexes.clear()
            if half is not None:
                self._put_in_place(half, before.source, text, number, who)
        finally:
            if half is not None:
                half.unlink(missing_ok=True)
        return row

    def _unmerge(self, row: "store.queries.ActionRow", who: str, before: Codebook) -> tuple[int, str]:
        around = store.codebook_file.version_around(self.connection, row.id)
        if around is not None and around[1] != before.source:
            raise CodebookMovedOnError(self.codebook_path, row.id)
        names = store.codebook_file.names_changed_by(self.connection, row.id)
        if left := store.unmerging.take_out(self.connection, row.id):
            raise LaterWorkError(left)
        summary = f"{row.kind}: {row.summary}"
        action = store.writing.add_action(self.connection, "undo merge", who, summary, row.id)
        text = store.unmerging.version_before(self.connection)
        version = store.writing.add_codebook(
            self.connection,
            action,
            parse_codebook(text, self.codebook_path),
            renamed={new: old for old, new in names.items()},
        )
        if text != before.source:
            store.codebook_file.note_pending(self.connection, before.sha256, version)
        self.carry_all(action)
        return action, text

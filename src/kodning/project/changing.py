"""Changing `codebook.yaml` from a program: file and store together, or neither; said beforehand; to be undone."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kodning import store
from kodning.codebook import CODEBOOK_NAME, Codebook, parse_codebook
from kodning.errors import KodningError, SameCodingError
from kodning.model import Code
from kodning.project.quoting import ProjectQuoting
from kodning.store.connection import ReadOnlyStoreError
from kodning.store.connection import writing as write
from kodning.wording import tr

if TYPE_CHECKING:
    from kodning.store.carrying import Affected
    from kodning.store.codebook_file import FileText


class StaleCodebookError(KodningError):
    """The file was edited by somebody else in the meantime."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} er rettet i mellemtiden. Intet er ændret; gem i editoren, og kør kommandoen igen.",
            f"{path} was edited in the meantime. Nothing was changed; save it in the editor and try again.",
        )


class CodebookMovedOnError(KodningError):
    """The codebook was changed after the action that is to be undone."""

    def __init__(self, path: Path, action: int) -> None:
        super().__init__(
            f"{path} er ændret efter handling {action}, så den kan ikke fortrydes. Intet er ændret. Fortryd det senere "
            "først (»kodning history«), eller ret filen selv.",
            f"{path} was changed after action {action}, so that cannot be undone. Nothing was changed. Undo what came "
            "later first (“kodning history”), or edit the file.",
        )


class Change(NamedTuple):
    """What a change of the codebook touches, or has touched.

    Attributes:
        kind: Of the action: `codebook-rename` …
        code: The code it is about, by the id it has afterwards.
        da: What is done, in Danish.
        en: What is done, in English.
        source: The text of `codebook.yaml` afterwards.
        diff: How its lines change, as `diff -u` shows it, without the two heading lines.
        codings: Codings in force of the codes concerned: they follow their code.
        carried: Those of them that go over to another code.
        doubled: Those of them whose coder has the other code there already: one coding stands for both.
        coders: Whose codings they are.
        documents: In how many documents.
        action: Number of the action; None for a dry run.
    """

    kind: str
    code: str
    da: str
    en: str
    source: str
    diff: tuple[str, ...]
    codings: int = 0
    carried: int = 0
    doubled: int = 0
    coders: tuple[str, ...] = ()
    documents: int = 0
    action: int | None = None

    @property
    def words(self) -> str:
        """What is done, in the language in force."""
        return tr(self.da, self.en)


class Plan(NamedTuple):
    """A change that has been thought through and not been made.

    Attributes:
        kind: Of the action.
        code: The code it is about, by the id it has afterwards.
        da: What is done, in Danish.
        en: What is done, in English.
        summary: The same in the history, in no language.
        source: The text of `codebook.yaml` afterwards.
        touched: Ids (before and after) of the codes that may say something else afterwards.
        concerned: Ids, before, of the codes whose codings the person should be told of.
        moves: Coding to the id of the code that it goes over to.
        renamed: Old id to new.
        changes: What becomes of codes: (`merge` or `split`, code, other code).
        uids: Identities of new codes that come from elsewhere.
    """

    kind: str
    code: str
    da: str
    en: str
    summary: str
    source: str
    touched: frozenset[str]
    concerned: tuple[str, ...] = ()
    moves: Mapping[int, str] = {}
    renamed: Mapping[str, str] = {}
    changes: tuple[tuple[str, str, str], ...] = ()
    uids: Mapping[str, str] = {}


class ProjectChanging(ProjectQuoting):
    """A project whose codebook is changed from a program."""

    @property
    def codebook_path(self) -> Path:
        """The file."""
        return self.folder / CODEBOOK_NAME

    def _current(self, seen: str | None = None) -> Codebook:
        """The codebook as the file says it now.

        Raises:
            StaleCodebookError: It is not the one that was seen (by its SHA-256).
        """
        self._take_in_codebook()
        codebook = self.codebook()
        if seen is not None and seen != codebook.sha256:
            raise StaleCodebookError(self.codebook_path)
        return codebook

    def _carry_out(self, before: Codebook, plan: Plan, coder: str, *, dry_run: bool) -> Change:
        """Make a change of file and store, or say what it would touch."""
        after = self._checked_change(before, plan)
        affected = self._affected(plan)
        change = self._described(before, plan, affected)
        if dry_run or (plan.source == before.source and not plan.moves):
            return change
        who = self._doer(coder)
        file = self._file(before.source)
        half = store.codebook_file.write_beside(self.codebook_path, plan.source, file)
        try:
            with write(self.connection, self.store_path):
                if store.queries.codebook_source(self.connection) != before.source:
                    raise StaleCodebookError(self.codebook_path)
                self._file(before.source)
                action = store.writing.add_action(self.connection, plan.kind, who, plan.summary)
                self._store(action, plan, after, before.sha256)
            self._put_in_place(half, before.source, plan.source, action, who)
        finally:
            half.unlink(missing_ok=True)
        return change._replace(action=action)

    def _checked_change(self, before: Codebook, plan: Plan) -> Codebook:
        """The codebook afterwards; no code that is not touched says anything else than before."""
        after = parse_codebook(plan.source, self.codebook_path)
        old, new = _said(before.codes), _said(after.codes)
        strange = [
            name
            for name in old.keys() | new.keys()
            if name not in plan.touched and old.get(name) != new.get(name)
        ]
        if strange:
            line = next((code.line for code in before.codes if code.id in strange), None)
            from kodning.codebook_text import UneditableError

            raise UneditableError(
                self.codebook_path,
                line,
                f"»{strange[0]}« ville også blive ændret",
                f"“{strange[0]}” would be changed too",
            )
        return after

    def _affected(self, plan: Plan) -> "list[Affected]":
        keys = {code.key: code.id for code in store.queries.codes(self.connection)}
        return store.carrying.affected_codings(
            self.connection, [keys[name] for name in plan.concerned if name in keys]
        )

    def _described(self, before: Codebook, plan: Plan, affected: "Sequence[Affected]") -> Change:
        blind = self.blind
        shown = [coding for coding in affected if blind in {None, coding.coder}]
        targets = {code.id: code.key for code in store.queries.codes(self.connection)}
        ids = {key: number for number, key in targets.items()}
        there = {
            (c.revision, c.start, c.end, c.coder, targets[c.code])
            for c in store.carrying.affected_codings(
                self.connection, [ids[name] for name in set(plan.moves.values()) if name in ids]
            )
        }
        doubled = 0
        for coding in affected:
            if coding.id in plan.moves:
                place = (coding.revision, coding.start, coding.end, coding.coder, plan.moves[coding.id])
                doubled += place in there
                there.add(place)
        import difflib

        lines = difflib.unified_diff(before.source.splitlines(), plan.source.splitlines(), lineterm="", n=1)
        return Change(
            plan.kind,
            plan.code,
            plan.da,
            plan.en,
            plan.source,
            tuple(lines)[2:],
            codings=len(shown),
            carried=len(plan.moves),
            doubled=doubled,
            coders=tuple(dict.fromkeys(coding.coder for coding in shown)),
            documents=len({coding.document for coding in shown}),
        )

    def _store(self, action: int, plan: Plan, after: Codebook, before: str) -> None:
        if after.sha256 != before:
            version = store.writing.add_codebook(
                self.connection, action, after, renamed=plan.renamed, uids=plan.uids
            )
            store.codebook_file.note_pending(self.connection, before, version)
        if plan.moves:
            keys = dict(self.connection.execute("SELECT key, id FROM code").fetchall())
            store.carrying.carry_codings(
                self.connection, action, {coding: keys[name] for coding, name in plan.moves.items()}
            )
            self.carry_all(action)
        for kind, code, other in plan.changes:
            store.carrying.add_code_change(self.connection, action, kind, code, other)

    # The file -----------------------------------------------------------------------------------------------------

    def _file(self, expected: str) -> "FileText":
        """The file as it lies.

        Raises:
            StaleCodebookError: It does not say what is expected.
        """
        try:
            file = store.codebook_file.read_file(self.codebook_path)
        except (OSError, UnicodeDecodeError) as error:
            raise StaleCodebookError(self.codebook_path) from error
        if file.source != expected:
            raise StaleCodebookError(self.codebook_path)
        return file

    def _put_in_place(self, half: Path, before: str, after: str, action: int, who: str) -> None:
        """Give the file its new text, unless it was edited since; then the store goes back to what the file says."""
        try:
            now = store.codebook_file.read_file(self.codebook_path).source
        except (OSError, UnicodeDecodeError):
            now = None
        if now == before:
            store.codebook_file.take_place(half, self.codebook_path)
        elif now != after:  # another process may have finished the work already
            self._take_back(action, who)
            raise StaleCodebookError(self.codebook_path)
        with write(self.connection, self.store_path):
            store.codebook_file.clear_pending(self.connection)

    def _take_back(self, undone: int, who: str) -> None:
        """Undo a change of the codebook in the store alone."""
        with write(self.connection, self.store_path):
            self._undo_in_store(undone, who)
            store.codebook_file.clear_pending(self.connection)

    def _take_in_codebook(self) -> None:
        if found := store.codebook_file.pending(self.connection):
            with contextlib.suppress(ReadOnlyStoreError, OSError, UnicodeDecodeError):
                self._finish(found)
        super()._take_in_codebook()

    def _finish(self, found: "store.codebook_file.Pending") -> None:
        """Finish what a process that was killed had begun."""
        with write(self.connection, self.store_path):
            if store.codebook_file.pending(self.connection) != found:
                return  # another process was quicker
            file = store.codebook_file.read_file(self.codebook_path)
            if file.sha256 == found.before:
                half = store.codebook_file.write_beside(self.codebook_path, found.yaml, file)
                store.codebook_file.take_place(half, self.codebook_path)
            store.codebook_file.clear_pending(self.connection)
            store.codebook_file.remove_leftovers(self.codebook_path)

    # Undo ---------------------------------------------------------------------------------------------------------

    def undo(self, coder: str, action: int | None = None) -> "store.queries.ActionRow":
        """Take back the coder's latest action that is in force, or the one of that number; see `ProjectCoding.undo`.

        Raises:
            CodebookMovedOnError: It changed the codebook, which has been changed again since.
        """
        who = self._doer(coder)
        row = self._undoable(who, action)
        around = store.codebook_file.version_around(self.connection, row.id) if row else None
        if row is None or around is None:
            return super().undo(coder, action)
        before, after = around
        self._take_in_codebook()
        try:
            file = self._file(after)
        except StaleCodebookError as error:
            raise CodebookMovedOnError(self.codebook_path, row.id) from error
        half = store.codebook_file.write_beside(self.codebook_path, before, file)
        try:
            with write(self.connection, self.store_path):
                if store.queries.codebook_source(self.connection) != after:
                    raise CodebookMovedOnError(self.codebook_path, row.id)
                number, version = self._undo_in_store(row.id, who)
                store.codebook_file.note_pending(self.connection, file.sha256, version)
            self._put_in_place(half, after, before, number, who)
        finally:
            half.unlink(missing_ok=True)
        return row

    def _undo_in_store(self, undone: int, who: str) -> tuple[int, int]:
        """Take an action that changed the codebook back: (number of the new action, key of the new version)."""
        around = store.codebook_file.version_around(self.connection, undone)
        if around is None:
            raise CodebookMovedOnError(self.codebook_path, undone)
        kind, said = self.connection.execute(
            "SELECT kind, summary FROM action WHERE id = ?", (undone,)
        ).fetchone()
        action = store.writing.add_action(self.connection, "undo", who, f"{kind}: {said}", undone)
        names = store.codebook_file.names_changed_by(self.connection, undone)
        version = store.writing.add_codebook(
            self.connection,
            action,
            parse_codebook(around[0], self.codebook_path),
            renamed={new: old for old, new in names.items()},
        )
        store.writing.undo_action(self.connection, undone, action)
        self.carry_all(action)
        if there := store.queries.doubled(self.connection, action):
            raise SameCodingError(there)
        return action, version


def _said(codes: Iterable[Code]) -> dict[str, Code]:
    """What each code says, wherever it stands."""
    return {code.id: code._replace(position=0, depth=0, line=None) for code in codes}

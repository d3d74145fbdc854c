"""The life of the codebook: codes are renamed, moved, merged, split, retired, edited, and their codings follow."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kodning import store
from kodning.codebook import Codebook, UnknownCodeError
from kodning.model import Code
from kodning.project import edits
from kodning.project.changing import Change, Plan, ProjectChanging
from kodning.project.codebook_errors import (
    BadCodeIdError,
    CodeTakenError,
    CodeTreeError,
)
from kodning.wording import listing, speaking

if TYPE_CHECKING:
    from kodning.store.codebook_file import VersionRow

_LONGEST = 200


def checked_id(name: str) -> str:
    """An id of a code in NFC, white space made one blank.

    Raises:
        BadCodeIdError: Empty, too long, or with control characters.
    """
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not 0 < len(clean) <= _LONGEST or any(unicodedata.category(c) == "Cc" for c in name):
        raise BadCodeIdError(name)
    return clean


class ProjectCodebook(ProjectChanging):
    """A project, as far as the life of its codebook goes.

    Every method that changes something takes `dry_run` (say what would be touched, change nothing) and `seen` (the
    SHA-256 of the codebook that the person saw: a newer one is not written over), returns a `Change`, is one action
    in the history, and can be undone.
    """

    def versions(self) -> "list[VersionRow]":
        """The versions of the codebook that the project has had, oldest first."""
        return store.codebook_file.versions(self.connection)

    def rename_code(
        self,
        code: str,
        new: str,
        coder: str,
        *,
        alias: bool = True,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Give a code another id; its codings follow, and (unless `alias` is False) the old id stays as an alias.

        Raises:
            CodeTakenError: Another code has that id or alias.
        """
        book = self._current(seen)
        old, wanted = self._in_book(book, code).id, checked_id(new)
        self._refuse_taken_id(book, wanted, besides=old)
        pointing = {c.id for c in book.codes if c.mentions(old)}
        plan = Plan(
            "codebook-rename",
            wanted,
            f"»{old}« omdøbes til »{wanted}«",
            f"“{old}” is renamed to “{wanted}”",
            f"{old} → {wanted}",
            edits.rename(book.source, self.codebook_path, old, wanted, alias=alias and wanted != old),
            frozenset({old, wanted, *pointing}),
            concerned=(old,),
            renamed={old: wanted},
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def move_code(
        self,
        code: str,
        under: str | None,
        coder: str,
        *,
        before: str | None = None,
        after: str | None = None,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Put a code (and those under it) under another, or at the top (None); last there, or beside a sibling.

        With `before` or `after` the code is put beside that one, and `under` is not needed. A scale of the code above
        that it leaves goes on without it.

        Raises:
            CodeTreeError: It would stand under itself.
        """
        book = self._current(seen)
        moved = self._in_book(book, code)
        beside = self._in_book(book, before or after or "").id if before or after else None
        above = self._in_book(book, under).id if under is not None else None
        if beside is not None:
            above = next(c.parent for c in book.codes if c.id == beside)
        if moved.id == beside or moved.id in book.with_above(above):
            raise CodeTreeError(
                f"»{moved.id}« kan ikke stå under eller ved siden af sig selv.",
                f"“{moved.id}” cannot stand under or beside itself.",
            )
        source = edits.move(
            book.source,
            self.codebook_path,
            moved.id,
            above,
            before=beside if before else None,
            after=beside if after else None,
        )
        left = next((c for c in book.codes if c.id == moved.parent and moved.id in c.scale), None)
        if left is not None and left.id != above:  # a scale is of the codes right under it
            rest = [name for name in left.scale if name != moved.id]
            source = edits.put(source, self.codebook_path, left.id, "scale", rest or None)
        da = f"flyttes ind under »{above}«" if above else "flyttes øverst"
        en = f"is moved under “{above}”" if above else "is moved to the top level"
        if moved.parent == above:
            da, en = "flyttes i rækkefølgen", "is moved in the order"
        plan = Plan(
            "codebook-move",
            moved.id,
            f"»{moved.id}« {da}",
            f"“{moved.id}” {en}",
            f"{moved.id} → {above or '/'}" + (f" ({'<' if before else '>'} {beside})" if beside else ""),
            source,
            frozenset({moved.id, *([left.id] if left else [])}),
            concerned=(moved.id,),
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def merge_codes(
        self,
        codes: Sequence[str],
        into: str,
        coder: str,
        *,
        texts: bool = True,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Merge codes into one: their codings go over to it, and the codes leave the file; their ids stay as aliases.

        Args:
            codes: Those that go.
            into: The one that stays.
            coder: Who does it.
            texts: Take over their include, exclude, examples and terms too.
            dry_run: Only say what would be touched.
            seen: See the class.

        Raises:
            CodeTreeError: The code that stays stands under one that goes.
            BlindError: The viewer is in a blind pass.
        """
        self.refuse_blind()
        book = self._current(seen)
        target = self._in_book(book, into)
        gone = list({c.id: c for c in (self._in_book(book, code) for code in codes)}.values())
        inside = [c.id for c in gone if c.id in book.with_above(target.id)]
        if inside or not gone:
            name = inside[0] if inside else target.id
            raise CodeTreeError(
                f"»{target.id}« kan ikke tage »{name}« op, for den er den selv eller står under den. Flyt den først.",
                f"“{target.id}” cannot take “{name}” in, for it is that code or stands under it. Move it first.",
            )
        names = [c.id for c in gone]
        below = {name: [c.id for c in book.codes if c.parent == name and c.id not in names] for name in names}
        order = sorted(gone, key=lambda c: -c.depth)  # what stands under a code that goes, goes before it
        source = edits.merge(book.source, self.codebook_path, order, target, below, texts=texts)
        touched = {target.id, *names, *(child for children in below.values() for child in children)}
        touched |= {c.id for c in book.codes if any(c.mentions(name) for name in names)}
        moves = {coding.id: target.id for coding in self._codings_of(names)}
        with speaking("da"):
            da = listing([f"»{name}«" for name in names])
        with speaking("en"):
            en = listing([f"“{name}”" for name in names])
        plan = Plan(
            "codebook-merge",
            target.id,
            f"{da} slås sammen med »{target.id}«",
            f"{en} {'is' if len(names) == 1 else 'are'} merged into “{target.id}”",
            f"{', '.join(names)} → {target.id}",
            source,
            frozenset(touched),
            concerned=tuple(names),
            moves=moves,
            changes=tuple(("merge", name, target.id) for name in names),
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def split_code(
        self,
        code: str,
        parts: Mapping[int, str],
        coder: str,
        *,
        new: Sequence[Code] = (),
        under: bool = False,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Split a code: the codings named go over to other codes, new ones or codes that are there.

        Args:
            code: The code; codings that are not named stay with it.
            parts: Number of a coding of the code, to the id of the code that it goes over to.
            coder: Who does it.
            new: What new codes say; one that is named in `parts` and given nowhere is made with its id alone.
            under: New codes stand under the code, not after it.
            dry_run: Only say what would be touched.
            seen: See the class.

        Raises:
            BlindError: The viewer is in a blind pass.
            CodeTreeError: A coding named is not one of the code's in force.
        """
        self.refuse_blind()
        book = self._current(seen)
        old = self._in_book(book, code)
        known = {c.id for c in book.codes}
        given = {checked_id(c.id): c for c in new}
        names = list(dict.fromkeys([*given, *map(checked_id, parts.values())]))
        made = [name for name in names if name not in known]
        for name in made:
            self._refuse_taken_id(book, name)
        above = old.id if under else old.parent
        codes = [given.get(name, Code(name, {}, None, 0, 0))._replace(id=name, parent=None) for name in made]
        source = book.source
        if codes:
            after = None if under else old.id
            source = edits.add(source, self.codebook_path, codes, above, after=after)
        # A coding may be named by its number in this text or in an earlier one.
        standing = {coding.id: coding.id for coding in self._codings_of([old.id])}
        roots = store.carrying.made_first(self.connection, standing)
        own = {roots[number]: number for number in standing}
        first = store.carrying.made_first(self.connection, parts)
        if strange := sorted(number for number in parts if first.get(number) not in own):
            raise CodeTreeError(
                f"Kodning {strange[0]} er ikke en gældende kodning med »{old.id}«.",
                f"Coding {strange[0]} is not a coding in force of “{old.id}”.",
            )
        moves = {
            own[first[number]]: checked_id(name)
            for number, name in parts.items()
            if checked_id(name) != old.id
        }
        plan = Plan(
            "codebook-split",
            old.id,
            f"»{old.id}« deles: {', '.join(names)}",
            f"“{old.id}” is split: {', '.join(names)}",
            f"{old.id} → {', '.join(names)}",
            source,
            frozenset(made),
            concerned=(old.id,),
            moves=moves,
            changes=tuple(("split", old.id, name) for name in names if name != old.id),
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def retire_code(
        self,
        code: str,
        coder: str,
        *,
        reason: str = "",
        back: bool = False,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Take a code out of use: it stays in the codebook with its codings, and nobody can put it on more.

        With `back` it is in use again.
        """
        book = self._current(seen)
        name = self._in_book(book, code).id
        value = None if back else " ".join(reason.split()) or True
        da, en = ("tages i brug igen", "is in use again") if back else ("tages ud af brug", "is retired")
        plan = Plan(
            "codebook-retire",
            name,
            f"»{name}« {da}",
            f"“{name}” {en}",
            f"{name}{' ←' if back else ''}",
            edits.put(book.source, self.codebook_path, name, "retired", value),
            frozenset({name}),
            concerned=(name,),
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def add_codes(
        self,
        codes: Sequence[Code],
        coder: str,
        *,
        under: str | None = None,
        before: str | None = None,
        after: str | None = None,
        uids: Mapping[str, str] | None = None,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Write new codes into the file; one whose `parent` is among them stands under it.

        Args:
            codes: The codes.
            coder: Who does it.
            under: The code that they stand under; None is the top.
            before: They stand right before this code.
            after: They stand right after this code.
            uids: Identities that they have elsewhere, by id.
            dry_run: Only say what would be touched.
            seen: See the class.
        """
        book = self._current(seen)
        clean = [code._replace(id=checked_id(code.id)) for code in codes]
        for code in clean:
            self._refuse_taken_id(book, code.id)
        beside = self._in_book(book, before or after or "") if before or after else None
        above = beside.parent if beside else self._in_book(book, under).id if under is not None else None
        source = edits.add(
            book.source,
            self.codebook_path,
            clean,
            above,
            before=beside.id if beside and before else None,
            after=beside.id if beside and after else None,
        )
        names = [code.id for code in clean]
        plan = Plan(
            "codebook-add",
            names[0] if names else "",
            f"Nye koder: {', '.join(names)}",
            f"New codes: {', '.join(names)}",
            ", ".join(names),
            source if names else book.source,
            frozenset(names),
            uids=uids or {},
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def _in_book(self, book: Codebook, wanted: str) -> Code:
        """A code of the file, by id, label, alias or earlier id.

        Raises:
            UnknownCodeError: With the nearest name.
        """
        key = self.code_id(wanted)
        found = next((code for code in book.codes if code.id == key), None)
        if found is None:
            raise UnknownCodeError(wanted, [code.id for code in book.codes])
        return found

    def _refuse_taken_id(self, book: Codebook, wanted: str, besides: str = "") -> None:
        folded = wanted.casefold()
        for code in book.codes:
            if code.id != besides and folded in {name.casefold() for name in (code.id, *code.aliases)}:
                raise CodeTakenError(wanted, code.id)
        for row in store.queries.codes(self.connection):
            if not row.in_codebook and row.key == wanted:  # it has left the file, but codings use it
                raise CodeTakenError(wanted, row.key)

    def _codings_of(self, codes: Iterable[str]) -> "list[store.carrying.Affected]":
        wanted = set(codes)
        keys = [code.id for code in store.queries.codes(self.connection) if code.key in wanted]
        return store.carrying.affected_codings(self.connection, keys)

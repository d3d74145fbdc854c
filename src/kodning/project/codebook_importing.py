"""Codes from another codebook brought into the project's own: new ones written in, others brought up to date if asked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kodning import store
from kodning.codebook import Codebook, parse_codebook
from kodning.model import Code
from kodning.project import edits
from kodning.project.changing import Change, Plan
from kodning.project.codebook_editing import ProjectCodebookEditing
from kodning.project.codebook_life import checked_id

if TYPE_CHECKING:
    from kodning.codebook_diff import Difference

_KEPT = frozenset({"id", "aliases", "retired"})


class ProjectCodebookImporting(ProjectCodebookEditing):
    """A project, as far as other codebooks go."""

    def import_codes(
        self,
        codes: Sequence[Code],
        coder: str,
        *,
        update: bool = False,
        uids: Mapping[str, str] | None = None,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Write codes into the codebook that it does not have; nothing is ever taken out.

        Args:
            codes: The codes; one whose `parent` is here or among them stands under it.
            coder: Who does it.
            update: Codes that are here already say afterwards what is said of them there.
            uids: Identities that they have elsewhere, by id.
            dry_run: Only say what would be touched.
            seen: The SHA-256 of the codebook that the person saw.
        """
        book = self._current(seen)
        here = {name.casefold(): code.id for code in book.codes for name in (code.id, *code.aliases)}
        clean = [code._replace(id=checked_id(code.id)) for code in codes]
        new = [code for code in clean if code.id.casefold() not in here]
        names = {code.id for code in new}
        source = book.source
        roots: dict[str | None, list[Code]] = {}
        for code in new:
            above = code.parent
            while above in names:
                above = next(other.parent for other in new if other.id == above)
            under = here.get(above.casefold()) if above else None
            roots.setdefault(under, []).append(code)
        for under, below in roots.items():
            source = edits.add(source, self.codebook_path, below, under)
        touched = set(names)
        if update:
            for code in clean:
                name = here.get(code.id.casefold())
                if name is not None:
                    source = self._brought_up_to_date(source, name, code)
                    touched.add(name)
        plan = Plan(
            "codebook-import",
            "",
            f"{len(names)} nye koder af {len(clean)}",
            f"{len(names)} new codes of {len(clean)}",
            ", ".join(sorted(names)[:5]) + ("…" if len(names) > 5 else ""),  # noqa: PLR2004 - a line of the history
            source,
            frozenset(touched),
            uids={name: uid for name, uid in (uids or {}).items() if name in names},
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def code_uses(self) -> list[tuple[str, int, int]]:
        """How often each code is used in the current texts, as the viewer may know it: (code, codings, documents)."""
        if (blind := self.blind) is None:
            return store.codes.uses(self.connection)
        own: dict[str, list[str]] = {}
        for coding in self.codings(coder=blind):
            own.setdefault(coding.code, []).append(coding.document)
        return [(code, len(places), len(set(places))) for code, places in own.items()]

    def codebook_differences(self, before: Codebook, after: Codebook) -> "list[Difference]":
        """What differs between two of the project's codebooks; a renamed code is known by its history."""
        from kodning.codebook_diff import differences

        names: dict[str, str] = {}
        there, then = {code.id for code in before.codes}, {code.id for code in after.codes}
        now = store.codes.other_names(self.connection)
        earlier: dict[str, set[str]] = {}
        for old, new in now.items():
            earlier.setdefault(new, {new}).add(old)
        for called in earlier.values():
            gone, come = sorted(called & there - then), sorted(called & then - there)
            if len(gone) == len(come) == 1:
                names[gone[0]] = come[0]
        return differences(before, after, names)

    def _brought_up_to_date(self, source: str, name: str, code: Code) -> str:
        from kodning.codebook_writing import values_of

        now = next(c for c in parse_codebook(source, self.codebook_path).codes if c.id == name)
        said = values_of(now)
        for key, value in values_of(code).items():
            if key not in _KEPT and said.get(key) != value:
                source = edits.put(source, self.codebook_path, name, key, value)
        return source

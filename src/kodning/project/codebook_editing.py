"""What a code says, and the groups of codes, edited."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kodning.codebook import Codebook, parse_codebook
from kodning.errors import did_you_mean
from kodning.model import CodeGroup
from kodning.project import edits
from kodning.project.changing import Change, Plan
from kodning.project.codebook_errors import EDITABLE, UnknownCodeKeyError, UnknownGroupError
from kodning.project.codebook_life import ProjectCodebook, checked_id

if TYPE_CHECKING:
    from kodning.codebook_writing import Value


class ProjectCodebookEditing(ProjectCodebook):
    """A project, as far as the words of its codebook go. Of `dry_run` and `seen` see `ProjectCodebook`."""

    def edit_code(
        self,
        code: str,
        key: str,
        value: "Value",
        coder: str,
        *,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Set what a code says under one key of the file (`EDITABLE`); None or an empty value takes it away."""
        return self.edit_code_keys(code, {key: value}, coder, dry_run=dry_run, seen=seen)

    def edit_code_keys(
        self,
        code: str,
        values: Mapping[str, "Value"],
        coder: str,
        *,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Set what a code says under several keys, as one change; None or an empty value takes a key away.

        Raises:
            UnknownCodeKeyError: A key that is not one of `EDITABLE`.
            CodebookError: The codebook would not be right.
        """
        book = self._current(seen)
        name = self._in_book(book, code).id
        if strange := next((key for key in values if key not in EDITABLE), None):
            raise UnknownCodeKeyError(strange)
        keys = ", ".join(values)
        plan = Plan(
            "codebook-edit",
            name,
            f"{keys} for »{name}« rettes",
            f"{keys} of “{name}” {'is' if len(values) == 1 else 'are'} edited",
            f"{name}: {keys}",
            edits.put_all(
                book.source, self.codebook_path, name, {key: value or None for key, value in values.items()}
            ),
            frozenset({name}),
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def write_codebook(
        self, text: str, coder: str, *, dry_run: bool = False, seen: str | None = None
    ) -> Change:
        """Put another text in the place of the whole file, as an editor would; an action that can be undone.

        Raises:
            CodebookError: The text is no codebook; nothing is written.
        """
        book = self._current(seen)
        after = parse_codebook(text, self.codebook_path)
        plan = Plan(
            "codebook-text",
            "",
            "Kodebogens tekst skrives",
            "The codebook's text is written",
            after.title,
            after.source,
            frozenset(code.id for code in (*book.codes, *after.codes)),
        )
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def set_group(
        self,
        group: str,
        codes: Sequence[str],
        coder: str,
        *,
        labels: Mapping[str, str] | None = None,
        ordered: bool = False,
        dry_run: bool = False,
        seen: str | None = None,
    ) -> Change:
        """Write a group of codes that exclude each other; the one of that name says this afterwards.

        Args:
            group: Its name.
            codes: Its codes, two at least; least first where they are ordered.
            coder: Who does it.
            labels: What is printed, by language; None leaves what is there.
            ordered: Whether their order means something.
            dry_run: Only say what would be touched.
            seen: The SHA-256 of the codebook that the person saw.
        """
        from kodning.codebook_groups import set_group

        book = self._current(seen)
        name = checked_id(group)
        there = next((one for one in book.groups if one.id == name), None)
        said = dict(labels) if labels is not None else there.labels if there else {}
        new = CodeGroup(name, said, tuple(self._in_book(book, code).id for code in codes), ordered)
        source = set_group(book.source, self.codebook_path, new)
        plan = self._group_plan(name, source, ("skrives", "is written"))
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    def remove_group(
        self, group: str, coder: str, *, dry_run: bool = False, seen: str | None = None
    ) -> Change:
        """Take a group out of the codebook; its codes stay.

        Raises:
            UnknownGroupError: There is none of that name under `groups:`.
        """
        from kodning.codebook_groups import drop_group

        book = self._current(seen)
        name = self._own_group(book, group)
        source = drop_group(book.source, self.codebook_path, name)
        plan = self._group_plan(name, source, ("tages ud", "is taken out"))
        return self._carry_out(book, plan, coder, dry_run=dry_run)

    @staticmethod
    def _own_group(book: Codebook, wanted: str) -> str:
        from kodning.codebook_groups import own_groups

        known = [group.id for group in own_groups(book.groups, book.codes)]
        if wanted not in known:
            raise UnknownGroupError(wanted, did_you_mean(wanted, known))
        return wanted

    @staticmethod
    def _group_plan(name: str, source: str, does: tuple[str, str]) -> Plan:
        da, en = f"Gruppen »{name}« {does[0]}", f"The group “{name}” {does[1]}"
        return Plan("codebook-group", name, da, en, name, source, frozenset())

"""What can go wrong for a user: one small class for each failure, its message built inside, in both languages.

The command line turns each of these into one or two lines on stderr and exit code 2.
"""

from pathlib import Path
from typing import Self

from kodning.wording import listing, speaking, tr


class KodningError(Exception):
    """Root of all failures that a user can bring about and mend."""

    def __init__(self, da: str, en: str) -> None:
        super().__init__(en)
        self.da = da
        self.en = en

    def __str__(self) -> str:
        """The message in the language in force."""
        return tr(self.da, self.en)


class UnreadableFileError(KodningError):
    """A source file cannot be read as what it claims to be."""

    def __init__(self, path: Path, da: str, en: str, line: int | None = None) -> None:
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{place}: {da}", f"{place}: {en}")
        self.path = path
        self.line = line
        self.reason = da, en

    @classmethod
    def of(cls, path: Path, error: "UnreadableFileError") -> Self:
        """The same failure, of another place: a member of an archive."""
        return cls(path, *error.reason, error.line)


def did_you_mean(wanted: str, known: list[str]) -> tuple[str, str]:
    """A hint with the nearest known name, or with the names there are: (Danish, English)."""
    import difflib

    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.6)
    if not near:
        folded = {name.casefold(): name for name in known}
        near = [folded[wanted.casefold()]] if wanted.casefold() in folded else []
    if near:
        return f"Mente du »{near[0]}«?", f"Did you mean “{near[0]}”?"
    if not known:
        return "Der er ingen endnu.", "There are none yet."
    with speaking("da"):
        da = f"Der er: {listing(known)}."
    with speaking("en"):
        return da, f"There are: {listing(known)}."


class UnknownDocumentError(KodningError):
    """A document that the project does not have."""

    def __init__(self, wanted: str, known: list[str]) -> None:
        da, en = did_you_mean(wanted, known)
        super().__init__(f"Dokumentet »{wanted}« findes ikke. {da}", f"No document “{wanted}”. {en}")


class UnknownCoderError(KodningError):
    """A coder who has done nothing in this project."""

    def __init__(self, wanted: str, known: list[str]) -> None:
        da, en = did_you_mean(wanted, known)
        super().__init__(f"Koderen »{wanted}« findes ikke. {da}", f"No coder “{wanted}”. {en}")


class UnknownAttributeError(KodningError):
    """A variable that no document has."""

    def __init__(self, wanted: str, known: list[str]) -> None:
        da, en = did_you_mean(wanted, known)
        super().__init__(
            f"Intet dokument og ingen deltager har variablen »{wanted}«. {da}",
            f"No document or participant has the attribute “{wanted}”. {en}",
        )


class BadNameError(KodningError):
    """A name of a document or coder that could not be written in a command or a file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} kan ikke bruges som navn: højst 255 tegn, ingen linjeskift eller styretegn, ikke tomt.",
            f"{name!r} cannot be a name: 255 characters at most, no line ends or control characters, not empty.",
        )


class BadSpanError(KodningError):
    """A span that cannot be read or lies outside the text."""

    def __init__(self, document: str, spec: str, da: str, en: str) -> None:
        super().__init__(f"{document}, »{spec}«: {da}", f"{document}, “{spec}”: {en}")


class DocumentExistsError(KodningError):
    """A file whose text differs from the document of the same name."""

    def __init__(self, name: str, path: Path) -> None:
        shown = f'"{path}"' if " " in str(path) else str(path)
        super().__init__(
            f"{path}: »{name}« er importeret før, men med en anden tekst. Den gamle tekst røres ikke; "
            f"importér den nye under et andet navn: kodning import {shown} --name NAVN",
            f"{path}: “{name}” was imported before with another text. The old text is not touched; "
            f"import the new one under another name: kodning import {shown} --name NAME",
        )


class SameNameError(KodningError):
    """Two files of one import would become the same document."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(
            f"{path}: to filer vil hedde »{name}«. Giv dem hvert sit navn, eller importér dem én ad gangen med --name.",
            f"{path}: two files would be called “{name}”. Rename one, or import them one at a time with --name.",
        )


class SameTextError(KodningError):
    """The text is in the project under another name."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(
            f"{path}: den samme tekst findes allerede som »{name}«; den er ikke importeret igen.",
            f"{path}: the same text is here already as “{name}”; it was not imported again.",
        )


class ForgottenTextError(KodningError):
    """The text was erased when its participant withdrew her consent."""

    def __init__(self, path: Path, when: str) -> None:
        super().__init__(
            f"{path}: den tekst blev slettet {when}, fordi samtykket blev trukket tilbage; den er ikke importeret. "
            "Er det givet igen, så brug --consented-again.",
            f"{path}: that text was erased on {when} because consent was withdrawn; it was not imported. "
            "If it has been given anew, use --consented-again.",
        )


class SameCodingError(KodningError):
    """The coder has put that code on exactly that span before."""

    def __init__(self, coding: int) -> None:
        super().__init__(
            f"Den kodning findes allerede (nr. {coding}). Intet er ændret.",
            f"That coding is there already (no. {coding}). Nothing was changed.",
        )


class RetiredCodeError(KodningError):
    """A code that the codebook has taken out of use is put on something."""

    def __init__(self, code: str, reason: str) -> None:
        why = "" if reason == "true" else f": {reason}"
        super().__init__(
            f"Koden »{code}« er taget ud af brug{why}. Brug en anden, eller tag den i brug igen: "
            f"kodning codebook retire {code} --back",
            f"The code “{code}” is retired{why}. Use another, or bring it back: kodning codebook retire {code} --back",
        )


class UnknownCodingError(KodningError):
    """A coding id that is not in the project, or was taken back."""

    def __init__(self, wanted: str) -> None:
        super().__init__(
            f"Der er ingen gældende kodning »{wanted}«. Se numrene med »kodning show DOKUMENT«.",
            f"There is no coding “{wanted}” in force. See the numbers with “kodning show DOCUMENT”.",
        )


class NothingToUndoError(KodningError):
    """The coder has done nothing that is not undone."""

    def __init__(self, coder: str) -> None:
        super().__init__(
            f"Der er intet at fortryde for »{coder}«.", f"There is nothing to undo for “{coder}”."
        )


class ProjectExistsError(KodningError):
    """A folder that already holds a project."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} findes allerede. Vælg en anden mappe; intet er ændret.",
            f"{path} is there already. Choose another folder; nothing was changed.",
        )

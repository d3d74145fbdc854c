"""What every report and extract says of itself: the codebook, the coder, the passes, the program. Never the time of day."""

from typing import NamedTuple

from kodning.intercoder.background import CodebookState, codebook_state
from kodning.project import Project
from kodning.wording import tr

_SHOWN_HASH = 12


class Basis(NamedTuple):
    """What a report rests on.

    Attributes:
        title: The project's title.
        software: Name and version of the program.
        made: Moment of the last thing done in the project; empty in an empty one. To a blind coder: done by her.
        actions: How many things have been done in it: two reports with the same number rest on the same project. A
            blind coder is told how many she has done, not that others are at work.
        codebook: The codebook in force.
        passes: Names, kinds, hashes of frozen and adjudicated passes.
    """

    title: str
    software: str
    made: str
    actions: int
    codebook: CodebookState
    passes: tuple[tuple[str, str, str], ...]


def basis_of(project: Project, software: str) -> Basis:
    """Gather it; `software` is the name and version of the program."""
    blind = project.blind
    made, actions = project.connection.execute(
        "SELECT COALESCE(MAX(a.created), ''), COUNT(*) FROM action a JOIN coder c ON c.id = a.coder"
        " WHERE ? IS NULL OR c.name = ?",
        (blind, blind),
    ).fetchone()
    return Basis(
        title=project.codebook().title or project.folder.name,
        software=software,
        made=made,
        actions=actions,
        codebook=codebook_state(project),
        passes=() if blind else tuple((one.name, one.kind, one.sha256) for one in project.passes()),
    )


def basis_lines(basis: Basis, settings: dict[str, str]) -> list[str]:
    """The same in words, a line each."""
    book = basis.codebook
    version = tr(f"version {book.version}, ", f"version {book.version}, ") if book.version else ""
    lines = [
        tr(
            f"Kodebog: {version}tekst nr. {book.number} i projektet, SHA-256 {book.sha256[:_SHOWN_HASH]}.",
            f"Codebook: {version}text no. {book.number} of the project, SHA-256 {book.sha256[:_SHOWN_HASH]}.",
        ),
        *(
            tr(
                f"Gennemløb: {name} ({ {'frozen': 'frosset', 'adjudicated': 'afgjort'}[kind] }), SHA-256 {sha[:_SHOWN_HASH]}.",
                f"Pass: {name} ({kind}), SHA-256 {sha[:_SHOWN_HASH]}.",
            )
            for name, kind, sha in basis.passes
        ),
    ]
    if settings:
        said = "; ".join(f"{name} {value}".strip() for name, value in settings.items())
        lines.append(tr(f"Valg: {said}.", f"Settings: {said}."))
    when = basis.made[:16].replace("T", tr(" kl. ", " at ")) + " UTC"
    lines.append(
        tr(
            f"Projektet som det var efter handling nr. {basis.actions} ({when}). Lavet med {basis.software}.",
            f"The project as it was after action no. {basis.actions} ({when}). Made with {basis.software}.",
        )
    )
    return lines

"""Work and comparison as they are asked for by name: what the command line and the Python face have in common."""

from collections.abc import Sequence
from dataclasses import replace

from kodning.codebook import find_code
from kodning.intercoder.disagreements import Comparison, compare
from kodning.intercoder.passages import DocumentText
from kodning.intercoder.work import CodingWork, texts_of, work_now, work_of_pass
from kodning.project import Project


def work_named(project: Project, pass_name: str | None) -> CodingWork:
    """The work of a pass; without a name, as things stand now."""
    return work_now(project) if pass_name is None else work_of_pass(project, pass_name)


def compared(
    project: Project, work: CodingWork, coders: Sequence[str] = ()
) -> tuple[Comparison, dict[str, DocumentText]]:
    """Lay coders' codings beside each other: those named, else everybody who has reviewed something.

    Raises:
        TooFewCodersError: Fewer than two coders, or one of them has reviewed nothing.
        UnknownCoderError: A coder who is not in the project.
    """
    chosen = list(dict.fromkeys(map(project.coder, coders))) if coders else work.coders
    if len(chosen) < 2 or not set(chosen) <= set(work.coders):  # noqa: PLR2004 - a pair
        from kodning.intercoder.units import TooFewCodersError  # it brings numpy along

        raise TooFewCodersError(chosen, work.coders)
    texts = texts_of(project, work)
    return compare(work, chosen, texts), texts


def selected(
    project: Project,
    work: CodingWork,
    comparison: Comparison,
    *,
    codes: Sequence[str] = (),
    kinds: Sequence[str] = (),
    only_open: bool = False,
) -> Comparison:
    """A comparison with the disagreements that are about these codes, of these kinds, or not decided.

    Raises:
        UnknownCodeError: A code that is not in the work's codebook.
    """
    labels = {code.key: code.labels for code in work.codes}
    wanted = {find_code(code, labels) for code in codes}
    decided = {row.disagreement for row in project.decisions()} if only_open else set()
    found = [
        one
        for one in comparison.disagreements
        if (not wanted or wanted & set(one.codes))
        and (not kinds or one.kind in kinds)
        and one.id not in decided
    ]
    return replace(comparison, disagreements=found)

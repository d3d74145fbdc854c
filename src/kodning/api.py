"""`from kodning import Project`: the commands as methods, their tables as DataFrames."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

import pandas as pd
import sqlite_utils

from kodning.analysis import quotes as quote_analysis
from kodning.api_counting import CountingMethods
from kodning.api_exchange import ExchangeMethods
from kodning.api_report import ReportMethods
from kodning.interchange import codings_csv
from kodning.interchange.decisions_csv import parse_decisions, read_decisions
from kodning.intercoder import rounds as intercoder_rounds
from kodning.intercoder.adjudication import ADJUDICATOR
from kodning.intercoder.asked import compared, selected, work_named
from kodning.intercoder.confusion import confusion_matrix
from kodning.intercoder.sample_size import Plan
from kodning.intercoder.sampling import SampledUnit, draw_sample
from kodning.intercoder.study import AgreementReport, agreement_report
from kodning.intercoder.thresholds import Scale
from kodning.intercoder.units import Unit, unit_table
from kodning.intercoder.whole import AnyUnit, Study, agreement_study
from kodning.model import AttributeValue
from kodning.project import Outcome, whoami
from kodning.reading import How, find, read_all
from kodning.report.disagreement_view import record as disagreement_record
from kodning.report.suggestion_table import SUGGESTION_COLUMNS, suggestion_record
from kodning.sample import build_sample
from kodning.store.connection import open_store
from kodning.store.decisions import DecisionRow
from kodning.suggest.choosing import Options
from kodning.suggest.codebook_help import propose_terms, term_warnings
from kodning.suggest.evaluation import Evaluation
from kodning.suggest.methods import DEFAULT
from kodning.suggest.passages import examples_by
from kodning.suggest.running import RunResult, evaluate_suggestions, run_suggestions
from kodning.wording import tr


class Project(CountingMethods, ExchangeMethods, ReportMethods):
    """A project. `Project.open(folder)` finds it; use it in a `with` block or call `close`.

    Every listing is a DataFrame whose columns have the keys of the command's JSON. The plain values (dataclasses)
    are to be had from the functions in `kodning.analysis` and `kodning.intercoder`.
    """

    @classmethod
    def open(cls, folder: str | Path = ".", *viewers: str) -> Self:
        """Open the project in a folder or in one above it, seen by KODNING_CODER or the user unless others are named.

        Whoever is in a blind pass gets her own work only.
        """
        return super().open(folder, *(viewers or (whoami(),)))

    @classmethod
    def demo(cls, folder: str | Path) -> Self:
        """Build the five-interview sample in a folder and open it.

        Raises:
            ProjectExistsError: The folder holds a project already.
        """
        build_sample(Path(folder)).close()
        return cls.open(folder)

    def import_files(
        self,
        *paths: str | Path,
        coder: str,
        name: str | None = None,
        how: How | None = None,
        attributes: Mapping[str, AttributeValue | None] | None = None,
    ) -> list[Outcome]:
        """Read files, folders or archives and take in what can be; each outcome says what became of a document.

        Args:
            paths: In any format of docs/formats.md.
            coder: Who imports.
            name: The document's name, for a single one.
            how: Encoding, speakers, columns of answers.
            attributes: Attributes of every document that is taken in.

        Raises:
            UnreadableFileError: A path does not exist, or a folder has no transcripts.
        """
        sources = read_all(find([Path(path) for path in paths]), how or How())
        return list(self.import_sources(sources, coder, name, attributes))

    def attribute_table(self) -> pd.DataFrame:
        """The documents' attributes: `name`, `kind`, `documents`, `values`."""
        return pd.DataFrame(self.attribute_kinds(), columns=["name", "kind", "documents", "values"])

    def quotes(self, *codes: str, **selection: Any) -> pd.DataFrame:
        """Quote extracts; keyword arguments are the fields of `kodning.analysis.quotes.Selection`."""
        chosen = quote_analysis.Selection(codes=codes, **selection)
        return pd.DataFrame([quote.record() for quote in quote_analysis.quotes(self, chosen)])

    def agreement(
        self,
        unit: Unit = "segment",
        *,
        frozen: str | None = None,
        coders: Sequence[str] = (),
        themes: bool = False,
        seed: int = 0,
    ) -> AgreementReport:
        """The agreement report, as things stand now or of a frozen pass; see `kodning.intercoder.results.AgreementReport`."""
        work = work_named(self, frozen)
        table = unit_table(self, unit, coders, themes=themes, work=work)
        return agreement_report(self, table, work=work, themes=themes, seed=seed)

    def agree(self, unit: Unit = "segment", **options: Any) -> pd.DataFrame:
        """The per-code table of the agreement report."""
        return pd.DataFrame([code.record() for code in self.agreement(unit, **options).codes])

    def agreement_study(
        self,
        unit: AnyUnit = "segment",
        *,
        frozen: str | None = None,
        coders: Sequence[str] = (),
        themes: bool = False,
        min_overlap: float = 0.0,
        scale: Scale = "krippendorff",
        seed: int = 0,
    ) -> Study:
        """The whole report of `kodning agree`: any unit or `all`, who coded what when, the methods paragraph."""
        return agreement_study(
            self,
            work_named(self, frozen),
            unit,
            coders,
            themes=themes,
            min_overlap=min_overlap,
            scale=scale,
            seed=seed,
            software=f"kodning {version('kodning')}",
        )

    def sample(self, unit: Unit = "segment", plan: Plan | None = None, **options: Any) -> pd.DataFrame:
        """Units to double-code; see `kodning.intercoder.sampling.draw_sample`. Its size is in `.attrs`."""
        drawn = draw_sample(self, unit, plan, **options)
        frame = pd.DataFrame([one._asdict() for one in drawn.units], columns=list(SampledUnit._fields))
        frame.attrs.update(drawn.settings())
        return frame

    def rounds(self, unit: Unit = "segment") -> pd.DataFrame:
        """Frozen and adjudicated passes with agreement before and after, as `passes` prints them."""
        return pd.DataFrame([one.record() for one in intercoder_rounds.rounds(self, unit)])

    def disagreements(
        self,
        frozen: str | None = None,
        *,
        coders: Sequence[str] = (),
        codes: Sequence[str] = (),
        kinds: Sequence[str] = (),
        only_open: bool = False,
    ) -> pd.DataFrame:
        """Where coders disagree, as things stand now or in a pass, the code with most disagreements first."""
        work = work_named(self, frozen)
        comparison, _ = compared(self, work, coders)
        found = selected(self, work, comparison, codes=codes, kinds=kinds, only_open=only_open)
        return pd.DataFrame([disagreement_record(one) for one in found.disagreements])

    def confusions(self, frozen: str | None = None, *, coders: Sequence[str] = ()) -> pd.DataFrame:
        """How often each pair of codes stands in the same place: `code`, `other`, `count`; None is no code."""
        work = work_named(self, frozen)
        comparison, _ = compared(self, work, coders)
        counts = confusion_matrix(comparison, [code.key for code in work.codes]).counts
        rows = [(one, other, count) for (one, other), count in counts.items()]
        return pd.DataFrame(rows, columns=["code", "other", "count"])

    def adjudicate_file(
        self,
        path: str | Path,
        *,
        by: str,
        frozen: str | None = None,
        adjudicator: str = ADJUDICATOR,
        name: str | None = None,
        unit: Unit = "segment",
    ) -> intercoder_rounds.Outcome:
        """Take decisions from a CSV, all or none, and write the pass they lead to; see `kodning adjudicate`.

        Raises:
            BadRowsError: At least one row is no decision; nothing is kept.
            NoFrozenPassError: There is no frozen pass to settle.
        """
        file = Path(path)
        table = intercoder_rounds.lay_out(self, frozen)
        rows = read_decisions(file)
        decisions = parse_decisions(rows, file, table.comparison, table.texts, self.codes(), by)
        intercoder_rounds.decide(self, table, decisions, by)
        return intercoder_rounds.adjudicate(
            self, table.base.name, by, adjudicator=adjudicator, name=name, unit=unit
        )

    def decisions_frame(self) -> pd.DataFrame:
        """Decisions in force on disagreements: who, what, why."""
        return pd.DataFrame([row._asdict() for row in self.decisions()], columns=list(DecisionRow._fields))

    def suggest(
        self, method: str = DEFAULT, *, coder: str, documents: Sequence[str] = (), **options: Any
    ) -> RunResult:
        """Suggest codes; keyword arguments are the fields of `kodning.suggest.choosing.Options`."""
        return run_suggestions(self, coder, Options(method, **options), documents)

    def suggestions(self, **selection: Any) -> pd.DataFrame:
        """Suggestions as they stand; keyword arguments are those of `suggestion_list`."""
        rows = self.suggestion_list(**selection)
        texts = {name: self.revision(name).text for name in {row.document for row in rows}}
        return pd.DataFrame(
            [{"id": row.id, **suggestion_record(row, texts[row.document])} for row in rows],
            columns=list(SUGGESTION_COLUMNS),
        )

    def evaluate_suggestions(self, method: str = DEFAULT, *, coder: str, **options: Any) -> Evaluation:
        """Measure a method on a coder's own codings; see `kodning.suggest.evaluation.Evaluation`."""
        return evaluate_suggestions(self, coder, Options(method, **options))

    def codebook_warnings(self, *, coder: str | None = None) -> pd.DataFrame:
        """What might be better in the codebook, as `codebook check` says."""
        found = term_warnings(
            self.codebook().codes, examples_by(self, coder or next(iter(self.coders()), None))
        )
        rows = [(f.code, f.kind, f.about, tr(*f.reason)) for f in found]
        return pd.DataFrame(rows, columns=["code", "kind", "about", "finding"])

    def proposed_terms(self, *, coder: str | None = None) -> pd.DataFrame:
        """Words that might become terms, as `codebook check --propose` says."""
        found = propose_terms(
            self.codebook().codes, examples_by(self, coder or next(iter(self.coders()), None))
        )
        rows = [(code, *word) for code, words in found.items() for word in words]
        return pd.DataFrame(rows, columns=["code", "word", "z", "times", "documents"])

    def database(self) -> sqlite_utils.Database:
        """The store as sqlite-utils sees it, for questions of your own: it can only be read.

        `database()["current_coding"].rows_where("code = ?", ["budget"])`, `database().query("SELECT …")`; the views
        (`theme_frequency`, `quote`, `current_coding`, …) count as the commands do. It has a connection of its own;
        close it with `database.close()`.

        Raises:
            BlindError: The viewer is in a blind pass: the whole store holds what others have done.
        """
        self.refuse_blind()
        connection = open_store(self.store_path)
        connection.execute("PRAGMA query_only = ON")
        return sqlite_utils.Database(connection)

    def codings_frame(self, *, coder: str | None = None) -> pd.DataFrame:
        """Codings in force with their words, as `exchange export` writes them."""
        return pd.DataFrame(codings_csv.export_codings(self, coder=coder))

    def import_codings_file(
        self, path: str | Path, *, coder: str, reviewed: bool = False, strict: bool = False
    ) -> codings_csv.ImportReport:
        """Take in a CSV of codings; with `strict` all of them or none.

        Raises:
            BadRowsError: No row fits anywhere, or `strict` and one does not.
        """
        file = Path(path)
        return codings_csv.import_codings(
            self, codings_csv.read_codings(file), file, coder, reviewed=reviewed, strict=strict
        )

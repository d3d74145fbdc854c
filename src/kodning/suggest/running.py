"""Going through a project with a method: passages out of its texts, suggestions in.

The same project and the same versions give the same suggestions. A run that was interrupted goes on where it was:
as long as nothing that the answer rests on has changed, documents gone through are not gone through again.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from typing import NamedTuple

from kodning.errors import KodningError
from kodning.model import Code
from kodning.project import Project
from kodning.project.suggesting import Batch
from kodning.store import queries
from kodning.store.suggestions import Decided, NewSuggestion
from kodning.suggest.choosing import Options, codes_in_use, in_project, method_for, pipeline_id
from kodning.suggest.evaluation import Evaluation, evaluate
from kodning.suggest.folds import document_folds
from kodning.suggest.passages import (
    Passage,
    coded_passages,
    examples_by,
    examples_of,
    passages,
    said_passages,
)
from kodning.suggest.pipeline import pipeline_in_force
from kodning.suggest.semantic import Semantic
from kodning.suggest.thresholds import Decision, Threshold, choose_thresholds
from kodning.suggest.values import Example, Method, Reason, RefusedError, Scored, Scorer
from kodning.suggest.workers import Answer, in_processes
from kodning.text import sha256

FOLDS = (
    5  # a coded document is looked at by a method that has not seen its codings: at most so many are fitted
)
VECTORS = 32  # texts embedded between two writings
Progress = Callable[[int, int], object]
DEFAULTS = Options()
_ALONE = Reason(
    "Der blev kun brugt én proces: sætningsvektorerne gemmes i projektet. Med --encoder none bruges --jobs.",
    "Only one process was used: embeddings are kept in the project. With --encoder none, --jobs is heeded.",
)


def _silent(_done: int, _total: int) -> None:
    pass


class BadMethodError(KodningError):
    """A method from elsewhere gave what cannot be a suggestion."""

    def __init__(self, method: str, code: str) -> None:
        super().__init__(
            f"Metoden »{method}« svarede med noget, der ikke er et forslag (koden »{code}«): en ukendt kode, et "
            "tal, der ikke er noget tal, eller ord uden for teksten. Vælg en anden med --method.",
            f"Method “{method}” answered with what is no suggestion (code “{code}”): an unknown code, a score that "
            "is no number, or words outside the text. Choose another one with --method.",
        )


class RunResult(NamedTuple):
    """What a run came to.

    Attributes:
        coder: Who is to decide.
        method: The method's name.
        version: Its version.
        examples: Passages the coder has reviewed, which it could learn from.
        documents: Documents gone through now.
        kept: Documents gone through before, as nothing has changed since.
        passages: Passages in the documents gone through now.
        suggestions: Suggestions made in them.
        calibrated: Whether their scores are probabilities; None where nothing was gone through.
        refused: What was left out, and why: parts of the method, `calibration`, or `jobs` where one process was used.
    """

    coder: str
    method: str
    version: str
    examples: int
    documents: int = 0
    kept: int = 0
    passages: int = 0
    suggestions: int = 0
    calibrated: bool | None = None
    refused: dict[str, Reason] = {}  # noqa: RUF012 - never changed


def run_suggestions(
    project: Project,
    coder: str,
    options: Options = DEFAULTS,
    documents: Sequence[str] = (),
    progress: Progress = _silent,
) -> RunResult:
    """Suggest codes for the informants' passages and keep what comes of it.

    Args:
        project: The project.
        coder: Who is to decide; her own codings on reviewed text are what is learned from.
        options: Method, unit, language model.
        documents: Only these; else all of them.
        progress: Called with the number of documents gone through, and of how many, after each; with embeddings,
            first with the number of passages embedded.

    Raises:
        BlindSuggestionsError: The coder is in a blind pass.
        RefusedError: The method cannot say anything here; the message is the reason.
        BadMethodError: What the method says cannot be kept.
    """
    who = project.suggestion_coder(coder)
    wanted = {project.revision(document).name for document in documents}
    names = [d.name for d in project.documents() if not wanted or d.name in wanted]
    run = _Run(project, who, in_project(project, options))
    todo = [name for name in names if project.revision(name).id not in run.done]
    if todo:
        run.remember(progress)
    result = RunResult(who, run.method.name, run.method.version, len(run.coded), kept=len(names) - len(todo))
    for at, (batch, count) in enumerate(run.look_at(todo), start=1):
        run.keep(batch, count, last=at == len(todo))
        result = result._replace(
            documents=at,
            passages=result.passages + count,
            suggestions=result.suggestions + len(batch.suggestions),
            calibrated=batch.calibrated and result.calibrated is not False,
            refused={**run.fitted.refused, **({"jobs": _ALONE} if run.alone and options.jobs > 1 else {})},
        )
        progress(at, len(todo))
    return result


class _Run:
    """A run on its way: what it rests on, and what it has found since it last wrote."""

    def __init__(self, project: Project, coder: str, options: Options) -> None:
        self.project = project
        self.coder = coder
        self.options = options
        self.cache = project.vectors()
        self.method = method_for(project, options, self.cache)
        self.coded = coded_passages(project, coder, options.unit)
        judged = project.suggestion_decisions(coder, self.method.name, self.method.version)
        self.fitted = _Fitted(
            self.method, codes_in_use(project), examples_of(project, self.coded, options.unit), judged
        )
        self.basis = _basis(self, judged)
        last = project.last_suggestion_run(coder)
        self.key = last.id if last is not None and last.basis == self.basis else None
        self.done = project.documents_of_run(self.key) if self.key is not None else set()
        self._codes = {code.key: code.id for code in project.codes()}
        self.alone = _embeds(self.method)
        self._batches: list[Batch] = []
        self._waiting = 0

    def remember(self, progress: Progress) -> None:
        """Make the vectors that the method is centred by, and keep them as they are made: it takes long."""
        for part in _parts(self.method):
            if isinstance(part, Semantic):
                texts = list(part.background)
                for at in range(0, len(texts), VECTORS):
                    part.remember(texts[at : at + VECTORS])
                    self.cache.flush()
                    progress(min(at + VECTORS, len(texts)), len(texts))

    def look_at(self, documents: Sequence[str]) -> Iterator[tuple[Batch, int]]:
        """What the method says of each document, and of how many passages."""
        work = (
            (
                self.fitted.scorer(self.project.revision(document).name),
                said_passages(self.project, document, self.options.unit),
            )
            for document in documents
        )
        # Vectors are kept in the store, which one process writes.
        jobs = 1 if self.alone else self.options.jobs
        for document, found in zip(documents, in_processes(jobs, work, self.options.batch), strict=True):
            revision = self.project.revision(document)
            scorer = self.fitted.scorer(revision.name)
            places = passages(self.project, document, self.options.unit)
            texts = [revision.text[place.start : place.end] for place in places]
            rows = list(self._suggestions(bool(scorer.calibrated), places, texts, found))
            yield Batch(revision.id, bool(scorer.calibrated), rows), len(places)

    def _suggestions(
        self, calibrated: bool, places: Sequence[Passage], texts: Sequence[str], found: Sequence[list[Answer]]
    ) -> Iterator[NewSuggestion]:
        thresholds = self.fitted.thresholds[calibrated]
        for place, words, some in zip(places, texts, found, strict=True):
            for rank, one in enumerate(some, start=1):
                self._check(one.scored, words)
                code = one.scored.code
                if code not in thresholds or one.scored.score >= thresholds[code].value:
                    yield _suggestion(place, one, rank, self._codes[code])

    def _check(self, scored: Scored, text: str) -> None:
        inside = all(0 <= words.start <= words.end <= len(text) for words in scored.evidence)
        if scored.code not in self._codes or not isfinite(scored.score) or not inside:
            raise BadMethodError(self.method.name, scored.code)

    def keep(self, batch: Batch, passages: int, *, last: bool) -> None:
        """Write what has been found, when it is enough or the last."""
        self._batches.append(batch)
        self._waiting += passages
        if not last and self._waiting < self.options.batch:
            return
        self.cache.flush()
        if self.key is None:
            settings = self.fitted.settings(self.options)
            self.key = self.project.begin_suggestions(
                self.coder, self.method.name, self.method.version, settings, self.basis
            )
        self.project.keep_suggestions(self.key, self._batches)
        self._batches, self._waiting = [], 0


def _parts(method: Method) -> tuple[Method, ...]:
    return (method, *getattr(method, "parts", ()))


def _embeds(method: Method) -> bool:
    return any(isinstance(part, Semantic) for part in _parts(method))


def _basis(run: _Run, judged: Sequence[Decided]) -> str:
    """Hash of all that an answer rests on besides the document's own text."""
    texts = {document.name: document.sha256 for document in run.project.documents()}
    rests_on = [
        run.method.name,
        run.method.version,
        run.options.unit,
        pipeline_id(pipeline_in_force(run.options.pipeline)),
        sha256(queries.codebook_source(run.project.connection) or ""),
        [(texts[place.document], place.start, place.end, sorted(codes)) for place, codes in run.coded],
        judged,
        # What is common in all of the project says little of any passage.
        sha256("\n\n".join(getattr(run.method, "background", ()))),
    ]
    return sha256(json.dumps(rests_on, ensure_ascii=False))


class _Fitted:
    """A method fitted as each document needs it: without that document's own codings.

    Attributes:
        thresholds: From which score on a code is suggested, for scores that are probabilities and those that are not.
        refused: What was left out, and why.
    """

    def __init__(
        self, method: Method, codes: Sequence[Code], examples: Sequence[Example], judged: Sequence[Decided]
    ) -> None:
        self._method = method
        self._codes = codes
        self._examples = examples
        self._scorers: dict[int | None, Scorer] = {}
        self._fold_of = {
            examples[place].document: number
            for number, fold in enumerate(document_folds(examples, FOLDS) if examples else [])
            for place in fold.nonzero()[0].tolist()
        }
        self.refused: dict[str, Reason] = {}
        self.thresholds: dict[bool, dict[str, Threshold]] = {
            calibrated: choose_thresholds(
                [code.id for code in codes],
                [Decision(d.code, d.score, d.right) for d in judged if d.calibrated is calibrated],
            )
            for calibrated in (False, True)
        }

    def scorer(self, document: str) -> Scorer:
        """The method fitted on what is not of this document."""
        fold = self._fold_of.get(document)
        if fold not in self._scorers:
            kept = [e for e in self._examples if fold is None or self._fold_of[e.document] != fold]
            scorer = self._method.fit(self._codes, kept)
            self.refused = {**self.refused, **getattr(scorer, "refused", {})}
            self._scorers[fold] = scorer
        return self._scorers[fold]

    def settings(self, options: Options) -> dict[str, object]:
        """What is kept beside the run."""
        chosen = {
            "calibrated" if calibrated else "uncalibrated": {code: t.value for code, t in found.items()}
            for calibrated, found in self.thresholds.items()
            if found
        }
        return {
            "unit": options.unit,
            "pipeline": pipeline_in_force(options.pipeline),
            "examples": len(self._examples),
            "thresholds": chosen,
        }


def _suggestion(passage: Passage, answer: Answer, rank: int, code: int) -> NewSuggestion:
    offset = passage.start
    return NewSuggestion(
        start=passage.start,
        end=passage.end,
        sentence=(offset + answer.marked.start, offset + answer.marked.end),
        code=code,
        rank=rank,
        score=float(answer.scored.score),
        evidence=[(offset + words.start, offset + words.end, words.why) for words in answer.marked.words],
    )


def evaluate_suggestions(
    project: Project, coder: str, options: Options = DEFAULTS, *, curve: bool = True
) -> Evaluation:
    """How good a method is on a coder's own codings, leaving interviews out.

    Raises:
        RefusedError: There is too little to say anything; the message is the reason.
        BlindSuggestionsError: The coder is in a blind pass.
    """
    who = project.suggestion_coder(coder)
    options = in_project(project, options)
    cache = project.vectors()
    method = method_for(project, options, cache)
    examples = examples_by(project, who, options.unit)
    if not examples:
        raise RefusedError(
            Reason(
                f"»{who}« har ikke gennemgået noget endnu, så der er intet at måle på. "
                "Notér det læste med »kodning reviewed DOKUMENT«, eller vælg en koder med --coder.",
                f"“{who}” has reviewed nothing yet, so there is nothing to measure by. "
                "Record what is read with “kodning reviewed DOCUMENT”, or choose a coder with --coder.",
            )
        )
    found = evaluate(method, codes_in_use(project), examples, curve=curve)
    cache.flush()
    return found

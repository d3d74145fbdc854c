"""Suggestions in a project: kept apart, decided on for ever, undone, made again where something has changed."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.analysis.quotes import Selection, quotes
from kodning.analysis.themes import themes
from kodning.errors import BadSpanError, SameCodingError, UnknownCoderError
from kodning.interchange.codings_csv import export_codings
from kodning.model import Code
from kodning.project import Project
from kodning.project.suggesting import (
    BlindSuggestionsError,
    DecidedError,
    UnknownSuggestionError,
)
from kodning.reading import read
from kodning.suggest import running
from kodning.suggest.choosing import Options
from kodning.suggest.passages import Coded, Passage, coded_passages, examples_by, passages, said_passages
from kodning.suggest.running import BadMethodError, run_suggestions
from kodning.suggest.values import Evidence, Example, RefusedError, Scored

CODEBOOK = """\
title: Prøve
codes:
  - id: økonomi
    definition: Penge og løn.
    terms: [penge]
    codes:
      - id: løn
        terms: [løn]
  - id: tid
    definition: Hvor lang tid der er.
    terms: [tid]
"""
LEXICAL = Options("lexical")


@pytest.fixture
def lexical(small_folder: Path) -> Iterator[Project]:
    """The small project with terms in its codebook."""
    (small_folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    with Project.open(small_folder) as project:
        yield project


def _bytes(project: Project) -> str:
    """All that is said of the suggestions, without ids."""
    return json.dumps([(*row[2:14], row.state) for row in project.suggestion_list()])


def test_a_suggestion_has_its_passage_its_sentence_and_its_words_in_the_document(lexical: Project) -> None:
    result = run_suggestions(lexical, "eva", LEXICAL)
    assert (result.documents, result.kept, result.calibrated) == (1, 0, False)
    text = lexical.revision("samtale").text
    rows = lexical.suggestion_list()
    assert len(rows) == result.suggestions > 3
    for row in rows:
        assert row.start <= row.sentence_start < row.sentence_end <= row.end
        assert all(row.start <= start < end <= row.end for start, end, _ in row.evidence)
    money = next(row for row in rows if row.code == "økonomi")
    assert text[money.sentence_start : money.sentence_end] == "Det gør pengene."
    assert [(text[start:end], why) for start, end, why in money.evidence] == [("pengene", "term:penge")]
    assert {row.state for row in rows} == {"open"}


def test_the_interviewers_words_are_never_a_passage(lexical: Project) -> None:
    found = passages(lexical, "samtale")
    assert [lexical.revision("samtale").text[p.start : p.end][:8] for p in found] == [
        "Det gør ", "Ellers i", "Pengene?", "Selv tak",
    ]  # fmt: skip


def test_paragraphs_are_passages_when_asked_for(lexical: Project) -> None:
    assert len(passages(lexical, "samtale", "paragraph")) == len(passages(lexical, "samtale")) + 1


def test_a_long_turn_is_looked_at_paragraph_by_paragraph(
    lexical: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kodning.suggest.passages.LONG_TURN", 5)
    assert passages(lexical, "samtale") == passages(lexical, "samtale", "paragraph")


def test_nothing_counts_anywhere_before_it_is_accepted(lexical: Project) -> None:
    lexical.code("samtale", "t4", ["tid"], "eva")
    lexical.mark_reviewed(["samtale"], "eva")

    def seen() -> list[object]:
        views = ("theme_frequency", "quote", "current_coding", "live_review")
        tables = [lexical.connection.execute(f"SELECT * FROM {view}").fetchall() for view in views]
        return [
            [list(map(tuple, rows)) for rows in tables],
            themes(lexical),
            quotes(lexical, Selection()),
            list(export_codings(lexical)),
            lexical.codings(),
            lexical.reviews(),
            lexical.coders(),
        ]

    before = seen()
    run_suggestions(lexical, "eva", LEXICAL)
    run_suggestions(lexical, "en ny", LEXICAL)
    rows = lexical.suggestion_list(coder="eva", state="open")
    lexical.reject_suggestions(rows[0].id)
    lexical.skip_suggestion(rows[1].id)
    assert seen() == before
    lexical.accept_suggestion(rows[2].id)
    assert seen() != before


def test_accepting_makes_a_coding_that_says_where_it_came_from(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    row = lexical.suggestion_list()[0]
    coding = lexical.accept_suggestion(row.id, memo="klart")
    assert (coding.start, coding.end) == (row.sentence_start, row.sentence_end)
    assert (coding.code, coding.coder, coding.origin, coding.memo) == (row.code, "eva", "suggestion", "klart")
    now = lexical.suggestion(row.id)
    assert (now.state, now.coding) == ("accepted", coding.id)
    assert now._replace(state="open", coding=None) == row
    assert lexical.history()[0].kind == "accept"
    assert lexical.problems() == []


def test_the_whole_passage_or_another_span_can_be_coded_instead(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    first, second, *_ = lexical.suggestion_list()
    whole = lexical.accept_suggestion(first.id, span="passage")
    assert (whole.start, whole.end) == (first.start, first.end)
    words = lexical.accept_suggestion(second.id, span="Altså, lønnen er lav")
    assert lexical.revision("samtale").text[words.start : words.end] == "Altså, lønnen er lav"
    assert lexical.suggestion(second.id).state == "accepted"


def test_a_span_outside_the_passage_is_refused_and_changes_nothing(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    row = lexical.suggestion_list()[0]
    with pytest.raises(BadSpanError):
        lexical.accept_suggestion(row.id, span="Selv tak.")
    assert lexical.suggestion(row.id) == row
    assert lexical.codings() == []


def test_another_code_is_kept_as_such(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    row = lexical.suggestion_list()[0]
    coding = lexical.accept_suggestion(row.id, code="tid")
    assert (coding.code, coding.origin) == ("tid", "suggestion")
    assert lexical.suggestion(row.id).state == "recoded"
    (judged,) = lexical.suggestion_decisions("eva", "lexical", row.version)
    assert (judged.code, judged.right) == (row.code, False)


@pytest.mark.parametrize("decision", ["accept", "recode", "reject", "skip", "reject all"])
def test_undo_takes_a_decision_back_and_undoing_that_brings_it_again(lexical: Project, decision: str) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    first, second, *_ = lexical.suggestion_list()
    before = _bytes(lexical), lexical.codings()
    decisions: dict[str, Callable[[], object]] = {
        "accept": lambda: lexical.accept_suggestion(first.id),
        "recode": lambda: lexical.accept_suggestion(first.id, code="tid"),
        "reject": lambda: lexical.reject_suggestions(first.id),
        "skip": lambda: lexical.skip_suggestion(first.id),
        "reject all": lambda: lexical.reject_suggestions(first.id, second.id),
    }
    decisions[decision]()
    after = _bytes(lexical), [coding[2:] for coding in lexical.codings()]
    assert after[0] != before[0]
    lexical.undo("eva")
    assert (_bytes(lexical), lexical.codings()) == before
    lexical.undo("eva", lexical.history()[0].id)
    assert (_bytes(lexical), [coding[2:] for coding in lexical.codings()]) == after
    assert lexical.problems() == []


def test_what_is_decided_is_decided_once(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    row = lexical.suggestion_list()[0]
    lexical.reject_suggestions(row.id)
    with pytest.raises(DecidedError):
        lexical.accept_suggestion(row.id)
    with pytest.raises(DecidedError):
        lexical.reject_suggestions(lexical.suggestion_list()[1].id, row.id)
    assert Counter(r.state for r in lexical.suggestion_list())["rejected"] == 1


def test_what_was_skipped_can_be_decided_later(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    row = lexical.suggestion_list()[0]
    lexical.skip_suggestion(row.id)
    assert lexical.suggestion(row.id).state == "skipped"
    lexical.accept_suggestion(row.id)
    assert lexical.suggestion(row.id).state == "accepted"


def test_a_passage_that_is_coded_by_hand_is_no_longer_asked_about(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    row = lexical.suggestion_list()[0]
    lexical.code("samtale", f"{row.start}:{row.start + 3}", [row.code], "eva")
    assert lexical.suggestion(row.id).state == "coded"
    lexical.code("samtale", f"{row.start}:{row.start + 3}", [row.code], "en anden")
    lexical.undo("eva")
    assert lexical.suggestion(row.id).state == "open"


def test_a_coding_that_is_there_is_not_made_twice(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    row = lexical.suggestion_list()[0]
    lexical.code("samtale", f"{row.sentence_start}:{row.sentence_end}", [row.code], "eva")
    with pytest.raises(SameCodingError):
        lexical.accept_suggestion(row.id)
    assert len(lexical.codings()) == 1


def test_an_unknown_number_or_coder_is_told_of(lexical: Project) -> None:
    with pytest.raises(UnknownSuggestionError):
        lexical.suggestion(99)
    with pytest.raises(UnknownCoderError):
        lexical.suggestion_list(coder="ukendt")


def test_the_same_run_is_not_made_twice_while_nothing_has_changed(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    before = _bytes(lexical)
    again = run_suggestions(lexical, "EVA", LEXICAL)
    assert (again.coder, again.documents, again.kept) == ("eva", 0, 1)
    assert _bytes(lexical) == before
    assert [action.kind for action in lexical.history()].count("suggest") == 1


def test_a_changed_codebook_makes_a_new_run_and_keeps_what_was_decided(
    lexical: Project, small_folder: Path
) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    accepted, rejected, *_ = lexical.suggestion_list()
    lexical.accept_suggestion(accepted.id)
    lexical.reject_suggestions(rejected.id)
    changed = CODEBOOK.replace("terms: [tid]", "terms: [tid, træls]")
    (small_folder / "codebook.yaml").write_text(changed, encoding="utf-8")
    with Project.open(small_folder) as project:
        result = run_suggestions(project, "eva", LEXICAL)
        assert result.documents == 1
        rows = {row.id: row for row in project.suggestion_list()}
        assert rows[accepted.id].state == "accepted"
        assert rows[rejected.id].state == "rejected"
        places = Counter((row.document, row.start, row.end, row.code) for row in rows.values())
        assert max(places.values()) == 1
        new = [row for row in rows.values() if row.state == "open"]
        assert new
        assert "term:træls" in {why for row in new for _, _, why in row.evidence}


def test_a_later_run_of_another_method_takes_the_place_of_what_is_open(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    accepted = lexical.suggestion_list()[0]
    lexical.accept_suggestion(accepted.id)
    run_suggestions(lexical, "eva", Options("descriptive"))
    methods = {(row.method, row.state) for row in lexical.suggestion_list()}
    assert methods == {("lexical", "accepted"), ("descriptive", "open")} | (
        methods & {("descriptive", "coded")}
    )


def test_each_coder_has_her_own_suggestions(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    run_suggestions(lexical, "ole", LEXICAL)
    mine, his = lexical.suggestion_list(coder="eva"), lexical.suggestion_list(coder="ole")
    assert len(mine) == len(his)
    coding = lexical.accept_suggestion(his[0].id)
    assert coding.coder == "ole"
    assert {row.state for row in lexical.suggestion_list(coder="eva")} == {"open"}


def test_a_document_alone_can_be_gone_through_and_the_rest_later(demo: Project) -> None:
    first = run_suggestions(demo, "eva", LEXICAL, ["interview-2"])
    assert {row.document for row in demo.suggestion_list()} == {"interview-2"}
    rest = run_suggestions(demo, "eva", LEXICAL)
    assert (first.documents, rest.documents, rest.kept) == (1, 4, 1)
    assert [action.kind for action in demo.history()].count("suggest") == 1


def test_an_interrupted_run_goes_on_where_it_was(demo: Project, built_demo: Path, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    options = LEXICAL._replace(batch=1)
    with pytest.raises(KeyboardInterrupt):
        run_suggestions(demo, "eva", options, progress=stop)
    assert {row.document for row in demo.suggestion_list()} == {"interview-1", "interview-2"}
    result = run_suggestions(demo, "eva", options)
    assert (result.documents, result.kept) == (3, 2)
    with Project.open(shutil.copytree(built_demo, tmp_path / "whole")) as whole:
        run_suggestions(whole, "eva", LEXICAL)
        assert _bytes(whole) == _bytes(demo)


def test_two_processes_going_on_with_one_run_write_a_document_once(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    run = lexical.last_suggestion_run("eva")
    assert run is not None
    before = _bytes(lexical)
    (revision,) = lexical.documents_of_run(run.id)
    from kodning.project.suggesting import Batch

    lexical.keep_suggestions(run.id, [Batch(revision, calibrated=False, suggestions=[])])
    assert _bytes(lexical) == before


def test_the_coders_own_codings_on_reviewed_text_are_the_examples(lexical: Project) -> None:
    lexical.code("samtale", "t2", ["økonomi"], "eva")
    lexical.code("samtale", "t4", ["tid"], "ole")
    assert examples_by(lexical, "eva") == []
    lexical.mark_reviewed(["samtale"], "eva", "t2")
    lexical.mark_reviewed(["samtale"], "eva", "t4")
    text = lexical.revision("samtale").text
    said = {turn.number: text[turn.start : turn.end] for turn in lexical.turns("samtale")}
    assert examples_by(lexical, "eva") == [
        Example(said[2], frozenset({"økonomi"}), "samtale", "Hvad fylder mest?", (said[4],)),
        Example(said[4], frozenset(), "samtale", "Og ellers?", (said[2], said[5])),
    ]


def test_a_passage_knows_its_question_and_the_passages_beside_it(lexical: Project) -> None:
    """A mere »Tak.« asks nothing: the question before it stands; what follows an answer has no question."""
    found = said_passages(lexical, "samtale")
    assert [passage.before for passage in found] == ["Hvad fylder mest?", "Og ellers?", "", "Og ellers?"]
    first, second, third, last = (passage.text for passage in found)
    assert [passage.around for passage in found] == [(second,), (first, third), (second, last), (third,)]


def test_the_question_decides_where_an_answer_leaves_its_topic_out(tmp_path: Path) -> None:
    file = tmp_path / "samtale.md"
    file.write_text(
        "I: Hvad siger I til lønnen og pengene?\n\nEva: Den er alt for lav, synes jeg.\n\n"
        "I: Hvor lang tid bruger I på det?\n\nEva: Den er alt for lav, synes jeg.\n",
        encoding="utf-8",
    )
    with Project.create(tmp_path / "projekt", CODEBOOK, "eva") as project:
        project.import_transcripts([(file, read(file))], "eva")
        run_suggestions(project, "eva")
        rows = project.suggestion_list()
    by_place: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda row: (row.start, row.rank)):
        by_place.setdefault(row.start, []).append(row.code)
    first, second = by_place.values()
    assert first[0] in {"økonomi", "løn"}
    assert second[0] == "tid"


def test_a_passage_read_in_two_parts_is_read(lexical: Project) -> None:
    (start, end) = lexical.resolve("samtale", "t2")
    lexical.mark_reviewed(["samtale"], "eva", f"{start}:{start + 20}")
    assert coded_passages(lexical, "eva") == []
    lexical.mark_reviewed(["samtale"], "eva", f"{start + 20}:{end}")
    assert coded_passages(lexical, "eva") == [Coded(Passage("samtale", start, end), frozenset())]


def test_a_coded_document_is_looked_at_by_a_method_that_has_not_seen_its_codings(
    demo: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[frozenset[str]] = []

    class Spy(_Fixed):
        def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> "_Fixed":
            seen.append(frozenset(example.document for example in examples))
            return super().fit(codes, examples)

    monkeypatch.setattr(running, "method_for", lambda *_: Spy("budget"))
    run_suggestions(demo, "koder-a")
    everything = frozenset(f"interview-{number}" for number in range(1, 6))
    assert seen == [everything - {f"interview-{number}"} for number in range(1, 6)]


class _Fixed:
    """A method that always says the same."""

    name = "fast"
    version = "1"
    calibrated = False

    def __init__(self, code: str, score: float = 1.0, evidence: tuple[Evidence, ...] = ()) -> None:
        self._answer = Scored(code, score, evidence)

    def fit(self, codes: Sequence[Code], examples: Sequence[Example]) -> "_Fixed":
        del codes, examples
        return self

    def score(self, texts: Sequence[str], top: int | None = 3) -> list[list[Scored]]:
        del top
        return [[self._answer] for _ in texts]


@pytest.mark.parametrize(
    "method",
    [_Fixed("findes-ikke"), _Fixed("tid", float("nan")), _Fixed("tid", 1.0, (Evidence(0, 10_000, "?"),))],
    ids=["unknown code", "no number", "outside"],
)
def test_a_method_that_answers_nonsense_is_refused_and_nothing_is_kept(
    lexical: Project, monkeypatch: pytest.MonkeyPatch, method: _Fixed
) -> None:
    monkeypatch.setattr(running, "method_for", lambda *_: method)
    with pytest.raises(BadMethodError):
        run_suggestions(lexical, "eva")
    assert lexical.suggestion_list() == []


def test_rejected_suggestions_raise_the_threshold_of_their_code(
    demo: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Graded(_Fixed):
        def score(self, texts: Sequence[str], top: int | None = 3) -> list[list[Scored]]:
            del top
            return [[Scored("budget", (1 + len(text) % 10) / 10)] for text in texts]

    monkeypatch.setattr(running, "method_for", lambda *_: Graded("budget"))
    run_suggestions(demo, "eva")
    rows = demo.suggestion_list()
    good = [row for row in rows if row.score > 0.75][:6]
    bad = [row for row in rows if row.score < 0.65][:6]
    for row in good:
        demo.accept_suggestion(row.id, span="passage")
    demo.reject_suggestions(*(row.id for row in bad))
    run_suggestions(demo, "eva")
    left = [row.score for row in demo.suggestion_list(state="open")]
    assert left
    assert min(left) > 0.65
    run = demo.last_suggestion_run("eva")
    assert run is not None
    assert 0.6 < run.settings["thresholds"]["uncalibrated"]["budget"] <= 0.8


def test_a_coder_in_a_blind_pass_gets_no_suggestions(lexical: Project) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    number = lexical.suggestion_list()[0].id
    lexical.begin_blind("eva", "ole")
    for forbidden in (
        lambda: run_suggestions(lexical, "eva", LEXICAL),
        lambda: run_suggestions(lexical, "Eva", LEXICAL),
        lambda: lexical.suggestion_list(coder="eva"),
        lambda: lexical.suggestion(number),
        lambda: lexical.accept_suggestion(number),
        lambda: running.evaluate_suggestions(lexical, "eva", LEXICAL),
    ):
        with pytest.raises(BlindSuggestionsError, match="blind"):
            forbidden()
    run_suggestions(lexical, "ole", LEXICAL)
    lexical.seen_by("eva")
    with pytest.raises(BlindSuggestionsError):
        lexical.suggestion_list()


def test_evaluating_refuses_with_a_reason_where_there_is_too_little(lexical: Project) -> None:
    with pytest.raises(RefusedError) as nothing:
        running.evaluate_suggestions(lexical, "eva", LEXICAL)
    assert "has reviewed nothing yet" in nothing.value.en
    lexical.code("samtale", "t2", ["tid"], "eva")
    lexical.mark_reviewed(["samtale"], "eva")
    with pytest.raises(RefusedError) as too_little:
        running.evaluate_suggestions(lexical, "eva", LEXICAL)
    assert "two documents" in too_little.value.en


def test_vectors_are_kept_in_the_store_and_may_be_thrown_away(lexical: Project) -> None:
    cache = lexical.vectors()
    assert cache.get("model", "abc") is None
    cache.put("model", "abc", b"1234")
    assert cache.get("model", "abc") == b"1234"
    assert lexical.vectors().get("model", "abc") is None
    cache.flush()
    cache.flush()
    assert lexical.vectors().get("model", "abc") == b"1234"
    lexical.connection.execute("DELETE FROM vector")
    assert lexical.vectors().get("model", "abc") is None


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("suggestion", {"end": 0}),
        ("suggestion", {"sentence_end": 100_000}),
        ("suggestion", {"evidence": "ikke JSON"}),
        ("suggestion", {"rank": 0}),
        ("suggestion", {"run": 99}),
        ("suggestion_decision", {"outcome": "accepted", "coding": None}),
        ("suggestion_decision", {"outcome": "måske"}),
        ("suggestion_run", {"settings": "{"}),
        ("suggestion_document", {"calibrated": 2}),
    ],
    ids=str,
)
def test_a_row_that_cannot_be_is_refused_by_the_store(
    lexical: Project, table: str, columns: dict[str, object]
) -> None:
    run_suggestions(lexical, "eva", LEXICAL)
    lexical.reject_suggestions(lexical.suggestion_list()[0].id)
    row = dict(lexical.connection.execute(f"SELECT * FROM {table} ORDER BY 1 DESC LIMIT 1").fetchone())
    row |= ({"uid": "en anden"} if "uid" in row else {}) | ({"id": None} if "id" in row else {}) | columns
    names = ", ".join(f'"{name}"' for name in row)
    with pytest.raises(sqlite3.IntegrityError):
        lexical.connection.execute(
            f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
        )


_STEPS = st.lists(
    st.sampled_from(["accept", "passage", "recode", "reject", "skip", "undo", "suggest"]), max_size=8
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_after_any_decisions_every_coding_has_its_suggestion_and_the_store_is_whole(
    small_folder: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    folder = Path(shutil.copytree(small_folder, tmp_path_factory.mktemp("steps") / "p"))
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    with Project.open(folder) as project:
        run_suggestions(project, "eva", LEXICAL)
        for step in steps:
            left = project.suggestion_list(state="open")
            kinds = {action.kind for action in project.history() if action.undone_by is None}
            if step == "suggest":
                run_suggestions(project, "eva", LEXICAL)
            elif step == "undo" and kinds & {"accept", "recode", "reject", "skip"}:
                project.undo("eva")
            elif left and step in {"accept", "passage", "recode"}:
                options: dict[str, str] = {"passage": {"span": "passage"}, "recode": {"code": "tid"}}.get(
                    step, {}
                )
                try:
                    project.accept_suggestion(left[0].id, **options)
                except SameCodingError:
                    continue
            elif left and step == "reject":
                project.reject_suggestions(left[0].id)
            elif left and step == "skip":
                project.skip_suggestion(left[0].id)
        decided = {row.coding for row in project.suggestion_list() if row.coding is not None}
        assert decided == {coding.id for coding in project.codings()}
        assert {coding.origin for coding in project.codings()} <= {"suggestion"}
        assert project.problems() == []

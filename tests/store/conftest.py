"""A store with one row of everything that is only ever added."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kodning.model import TimeMark
from kodning.project import Project
from kodning.project.suggesting import Batch
from kodning.reading import read
from kodning.store.carrying import add_code_change, carry_codings
from kodning.store.connection import STORE_NAME
from kodning.store.decisions import NewDecision
from kodning.store.suggestions import NewSuggestion
from kodning.store.writing import undo_action

CODEBOOK = "title: Prøve\ncodes:\n  - id: økonomi\n    codes:\n      - id: løn\n"
TEXT = """\
Interviewer: Hvad fylder?

Eva: Pengene fylder. Lønnen er lav 👩🏽‍🏫, og vi er få.

Interviewer: Og ellers?

Eva: Ellers ikke noget.
"""


@pytest.fixture(scope="session")
def built_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One short interview, coded, reviewed, with memos, a retraction and an undo."""
    folder = tmp_path_factory.mktemp("built-small")
    file = folder / "samtale.txt"
    file.write_text(TEXT, encoding="utf-8")
    with Project.create(folder / "projekt", CODEBOOK, "eva") as project:
        timed = read(file)._replace(times=(TimeMark(16, 31, 4.5, 6.0),))
        project.import_transcripts([(file, timed)], "eva")
        project.set_attributes({"samtale": {"rolle": "leder"}}, "eva")
        project.code("samtale", "Pengene fylder.", ["økonomi"], "eva")
        project.code("samtale", "t2", ["løn"], "eva")
        project.retract(["2"], "eva", "for bredt")
        project.mark_reviewed(["samtale"], "eva")
        project.memo("Husk at spørge om lønnen.", "eva", document="samtale")
        project.undo("eva")
        project.memo("Et memo, der gælder.", "eva", coding="1")
        project.mark_reviewed(["samtale"], "eva")
        project.begin_blind("eva", "ole")
        project.end_blind("eva", "ole")
        other = folder / "trukket.txt"
        other.write_text("Jeg vil ikke være med alligevel.\n", encoding="utf-8")
        project.import_transcripts([(other, read(other))], "eva")
        project.freeze("runde 1", "ole")
        project.decide([NewDecision("d1", "samtale", (), "ole")], "ole")
        base, made = project.find_pass("runde 1"), project.decisions()
        project.adjudicate("afgjort", base, [], made, "ole", "afgørelse")
        project.keep_sample("dobbelt", "turn", 1, {"prevalence": 0.3}, [("samtale", 16, 31)], "ole")
        run = project.begin_suggestions("ole", "lexical", "1", {"unit": "turn"}, "grundlag")
        found = NewSuggestion(16, 31, (16, 31), 1, 1, 0.5, [(16, 23, "term:penge")])
        project.keep_suggestions(run, [Batch(1, calibrated=False, suggestions=[found])])
        project.reject_suggestions(1)
        project.mark_used([[project.codings(coder="eva")[0].uid]], "ole", "Kapitel 3")
        with project.action("codebook-merge", "ole") as action:
            codes = {code.key: code.id for code in project.codes()}
            carry_codings(project.connection, action, {1: codes["løn"]})
            add_code_change(project.connection, action, "merge", "økonomi", "løn")
        with project.action("undo", "ole", undoes=action) as back:
            undo_action(project.connection, action, back)
        project.forget("trukket", "ole")
        corrected = folder / "rettet.md"
        corrected.write_text(TEXT.replace("Pengene fylder.", "Det"), encoding="utf-8")
        project.revise("samtale", corrected, read(corrected), "eva")
        project.settle({"1": "Lønnen er lav"}, "eva")
        project.undo("eva")
        project.undo("eva")
    return folder / "projekt"


@pytest.fixture
def small(built_small: Path, tmp_path: Path) -> Iterator[Project]:
    """A fresh copy of that project, open."""
    with Project.open(shutil.copytree(built_small, tmp_path / "projekt")) as project:
        yield project


@pytest.fixture
def plain(small: Project) -> Iterator[sqlite3.Connection]:
    """The same file as any other program opens it: none of kodning's functions, no foreign key pragma."""
    path = small.folder / STORE_NAME
    small.close()
    with closing(sqlite3.connect(path)) as connection:
        yield connection

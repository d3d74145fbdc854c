"""Other programs' own code reads our REFI-QDA files, in processes of its own, and sees the same words under the same codes."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kodning.interchange.codebook_table import taguette_csv
from kodning.interchange.exchanging import begin_from
from kodning.interchange.refi_codes import unique_names
from kodning.interchange.refi_writing import write_qdpx
from kodning.interchange.taguette import HtmlText
from kodning.project import Project
from kodning.sample import build_sample

# qualitative-coding (AGPL-3.0) and Taguette need SQLAlchemy of different ages, so it has an environment of its own:
# pipx install qualitative-coding, or KODNING_QC=…/bin/qc.
QC = os.environ.get("KODNING_QC") or shutil.which("qc")
needs_qc = pytest.mark.skipif(
    QC is None and not os.environ.get("CI"), reason="no qc (pipx install qualitative-coding, or KODNING_QC)"
)


def _asked(*arguments: str) -> Any:
    line = [sys.executable, str(Path(__file__).with_name("reading_exchange.py")), *arguments]
    return json.loads(subprocess.run(line, check=True, capture_output=True, encoding="utf-8").stdout)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[tuple[str, str, str, str]]]:
    """The sample project as `.qdpx`, and what is coded in it: document, words, name of the code, coder."""
    folder = tmp_path_factory.mktemp("udveksling")
    with build_sample(folder / "demo") as project:
        _with_cases_and_sets(project)
    with Project.open(folder / "demo") as project:
        file = io.BytesIO()
        # Without speakers the words of a coding are those of the project, also where it goes over a turn's end.
        write_qdpx(project, file, origin="kodning", language="da", speakers=False)
        names = unique_names(project.codebook().codes, "da")
        texts = {document.name: project.revision(document.name).text for document in project.documents()}
        coded = {
            (c.document, texts[c.document][c.start : c.end], names[c.code], c.coder)
            for c in project.codings()
        }
    path = folder / "demo.qdpx"
    path.write_bytes(file.getvalue())
    return path, coded


def _with_cases_and_sets(project: Project) -> None:
    """People as cases (of whole documents and of turns), sets of documents and of codes, a memo: what others must pass over."""
    names = [document.name for document in project.documents()]
    for name in names:
        for speaker in dict.fromkeys(turn.speaker for turn in project.turns(name) if turn.speaker):
            project.set_attributes({name: {"alder": 50, "rolle": "medlem"}}, "mig", speaker)
    project.set_attributes({names[0]: {"set": "først", "case": "Råd A"}}, "mig")
    project.memo("Om dette sted", project.codings()[0].coder, document=names[0], span="0:9")
    first, second = (code.id for code in project.codebook().codes[:2])
    source = f"groups: [{{id: par, codes: [{first}, {second}]}}]\n{project.codebook().source}"
    project.codebook_path.write_text(source, encoding="utf-8")  # taken in at the next opening


def test_pyrefiqda_sees_the_same_words_under_the_same_codes(
    sample: tuple[Path, set[tuple[str, str, str, str]]],
) -> None:
    file, coded = sample
    assert {tuple(row) for row in _asked("pyrefiqda", str(file))} == coded


def test_qdapy_sees_the_same_words_under_the_same_codes(
    sample: tuple[Path, set[tuple[str, str, str, str]]],
) -> None:
    file, coded = sample
    seen = {
        (title, words, code.rpartition("/")[2], coder)
        for title, words, code, coder in _asked("qdapy", str(file))
    }
    assert seen == coded


def test_taguette_extracts_the_words_that_we_read_at_its_places() -> None:
    page = "<p>Anna: Vi mangler 😀 <b>mange</b> penge &amp; råd.</p><p>Bo: Det er <i>svært</i>, ja.</p>"
    text = HtmlText(page)
    length = len("Anna: Vi mangler 😀 mange penge & råd.Bo: Det er svært, ja.".encode())
    places = [(a, b) for a in range(0, length, 5) for b in range(a + 5, length, 7)]
    for (start, end), snippet in zip(places, _asked("taguette", page, json.dumps(places)), strict=True):
        first, last = text.place(start, end=False), text.place(end, end=True)
        assert first is not None
        assert last is not None
        assert "".join(text.text[first:last].split()) == "".join(HtmlText(snippet).text.split())


def test_taguette_reads_our_codebook(tmp_path: Path) -> None:
    with build_sample(tmp_path / "demo") as project:
        book = project.codebook()
    (tmp_path / "bog.csv").write_text(taguette_csv(book), encoding="utf-8")
    tags = _asked("taguette_tags", str(tmp_path / "bog.csv"))
    assert [path.rpartition(".")[2] for path, _ in tags] == [code.id for code in book.codes]
    assert all(code.definition in said for (_, said), code in zip(tags, book.codes, strict=True))


@needs_qc
def test_qualitative_coding_takes_our_file_as_valid_and_has_its_codes_and_coders(
    sample: tuple[Path, set[tuple[str, str, str, str]]], tmp_path: Path
) -> None:
    """Its reader puts all codings on line 0; the order of the elements, codes, coders and texts are what it checks."""
    file, coded = sample
    environment = {**os.environ, "PYTHONBREAKPOINT": "0"}
    subprocess.run(
        [str(QC), "init", "--import", str(file)],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
    )
    with closing(sqlite3.connect(tmp_path / "qualitative_coding.sqlite3")) as connection:
        codes = {row[0] for row in connection.execute("SELECT DISTINCT code_id FROM coded_line")}
        coders = {row[0] for row in connection.execute("SELECT name FROM coder")}
        documents = connection.execute("SELECT COUNT(*) FROM document").fetchone()[0]
    assert codes == {code for _, _, code, _ in coded}
    assert coders == {coder for _, _, _, coder in coded}
    assert documents == len({document for document, _, _, _ in coded})


@needs_qc
def test_files_that_nvivo_and_qualitative_coding_wrote_are_read(tmp_path: Path) -> None:
    """Both come with qualitative-coding: a small project of NVivo 15 for Mac with empty documents, and a coded one."""
    root = Path(str(QC)).resolve().parent.parent
    files = {path.name: path for path in root.rglob("*.qdpx")}
    report = begin_from(tmp_path / "nvivo", files["nvivo_project.qdpx"], "mig")
    assert report.origin.startswith("NVivo")
    assert (report.codes_new, report.count("refused")) == (262, 0)
    report = begin_from(tmp_path / "qc", files["demo.qdpx"], "mig")
    assert (report.documents, report.read, report.added, report.count("refused")) == (2, 205, 205, 0)
    with Project.open(tmp_path / "qc") as project:
        assert project.problems() == []
        texts = {document.name: project.revision(document.name).text for document in project.documents()}
        for coding in project.codings():  # it codes whole lines
            assert coding.start == 0 or texts[coding.document][coding.start - 1] == "\n"

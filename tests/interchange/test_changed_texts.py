"""A text that is another in the file than here: a document of its own, or, when asked, a corrected one."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kodning.interchange.exchanging import begin_from, import_foreign
from kodning.interchange.import_report import ExchangeReport, details
from kodning.interchange.refi_writing import write_qdpx
from kodning.project import Project
from kodning.reading.transcript import parse

_TALK = "Interviewer: Hvad så nu?\n\nFormand: Vi mangler penge til bussen. Det er svært, ja."
_CODEBOOK = "codes: [{id: økonomi}, {id: tid}]\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A talk with two codings, one memo on a coding and a review."""
    with Project.create(tmp_path / "projekt", _CODEBOOK, "forsker") as made:
        made.import_transcripts([(Path("samtale.md"), parse(_TALK, title="samtale"))], "forsker")
        made.code("samtale", '"Vi mangler penge til bussen."', ["økonomi"], "anna")
        (coding,) = made.code("samtale", '"Det er svært, ja."', ["tid"], "anna")
        made.memo("Hvorfor?", "anna", coding=str(coding.id))
        made.mark_reviewed(["samtale"], "anna")
        yield made


def _handed_on(project: Project, path: Path, old: str, new: str) -> Path:
    """The project as another program would write it after a word of the text was mended there."""
    file = io.BytesIO()
    write_qdpx(project, file, origin="Et program", language="da")
    shift = len(new) - len(old)
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(path, "w") as out:
        text = archive.read(next(n for n in archive.namelist() if n.startswith("sources/"))).decode()
        for name in archive.namelist():
            data = archive.read(name).decode()
            if name == "project.qde":
                for place in sorted(
                    {text.index(old) + 1, *range(text.index(old), len(text) + 1)}, reverse=True
                ):
                    for end in ("startPosition", "endPosition"):
                        data = data.replace(f'{end}="{place}"', f'{end}="{place + shift}"')
                data = data.replace(old, new)
            elif name.startswith("sources/"):
                data = data.replace(old, new)
            if name != "kodning.json":
                out.writestr(name, data)
    return path


def _words(project: Project, document: str = "samtale") -> set[tuple[str, str]]:
    text = project.revision(document).text
    return {(text[c.start : c.end], c.code) for c in project.codings(document=document)}


def _told(report: ExchangeReport) -> str:
    return "\n".join(details(report))


def test_another_text_under_a_known_name_is_another_document_and_the_way_out_is_said(
    project: Project, tmp_path: Path
) -> None:
    file = _handed_on(project, tmp_path / "retur.qdpx", "bussen", "skolebussen")
    report = import_foreign(project, file, "anna")
    assert (report.documents_new, report.revised) == (1, [])
    assert "samtale (2)" in _told(report)
    assert "--revise" in _told(report)
    assert project.revision("samtale").text == "Hvad så nu?\n\nVi mangler penge til bussen. Det er svært, ja."


def test_when_asked_it_is_the_corrected_text_and_all_work_follows(project: Project, tmp_path: Path) -> None:
    file = _handed_on(project, tmp_path / "retur.qdpx", "bussen", "skolebussen")
    before = project.revision("samtale").text
    assert import_foreign(project, file, "anna", revise=True, dry_run=True).revised != []
    assert project.revision("samtale").text == before
    report = import_foreign(project, file, "anna", revise=True)
    # The labels that the file's text holds are no words of the text here.
    assert project.revision("samtale").text == before.replace("bussen", "skolebussen")
    assert [turn.role for turn in project.turns("samtale")] == ["interviewer", "informant"]
    assert (report.documents_new, report.added, report.count("refused")) == (0, 0, 0)
    assert [tuple(done) for done in report.revised] == [("samtale", 0, 1, 1, 0)]
    assert "1 er flyttet" in _told(report) or "1 moved" in _told(report)
    assert _words(project) == {("Vi mangler penge til skolebussen.", "økonomi"), ("Det er svært, ja.", "tid")}
    assert [memo.text for memo in project.memos()] == ["Hvorfor?"]
    assert project.reviews() == [("samtale", "anna", 0, len(before) + 5)]
    assert project.problems() == []
    again = import_foreign(project, file, "anna", revise=True)
    assert (again.revised, again.added, again.documents_there) == ([], 0, 1)
    project.undo("anna")
    assert project.revision("samtale").text == before
    assert _words(project) == {("Vi mangler penge til bussen.", "økonomi"), ("Det er svært, ja.", "tid")}
    assert project.problems() == []


def test_words_that_the_other_text_has_lost_are_counted(project: Project, tmp_path: Path) -> None:
    file = _handed_on(project, tmp_path / "retur.qdpx", "Det er svært, ja.", "Nå.")
    report = import_foreign(project, file, "anna", revise=True)
    assert [done.lost for done in report.revised] == [1]
    assert "revise --lost" in _told(report)
    assert len(project.lost_codings()) == 1


def test_codings_on_the_text_as_it_was_before_it_was_corrected_here_follow_the_words(
    project: Project, tmp_path: Path
) -> None:
    file = io.BytesIO()
    write_qdpx(project, file, origin="Et program", language="da")
    path = tmp_path / "gammel.qdpx"
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(path, "w") as out:
        for name in archive.namelist():
            if name != "kodning.json":
                out.writestr(name, archive.read(name).decode().replace('name="anna"', 'name="bo"'))
    corrected = parse(
        _TALK.replace("Vi mangler", "Ja, vi mangler").replace("bussen", "bus 4A"), title="samtale"
    )
    project.revise("samtale", Path("ny.md"), corrected, "anna")
    report = import_foreign(project, path, "mig")
    assert (report.documents_new, report.documents_there, report.count("refused")) == (0, 1, 0)
    assert "før den blev rettet" in str(report.remarks)
    text = project.revision("samtale").text
    bo = {text[c.start : c.end] for c in project.codings(coder="bo")}
    assert bo == {"vi mangler penge til bus 4A.", "Det er svært, ja."}
    assert project.problems() == []


def test_a_blind_coder_corrects_nothing(project: Project, tmp_path: Path) -> None:
    from kodning.errors import KodningError

    file = _handed_on(project, tmp_path / "retur.qdpx", "bussen", "skolebussen")
    project.begin_blind("bo", "leder")
    with Project.open(project.folder, "bo") as seen, pytest.raises(KodningError, match="blind"):
        import_foreign(seen, file, "bo", revise=True)


def test_a_new_project_has_nothing_to_correct(project: Project, tmp_path: Path) -> None:
    file = _handed_on(project, tmp_path / "retur.qdpx", "bussen", "skolebussen")
    report = begin_from(tmp_path / "ny", file, "anna")
    assert "--revise" not in _told(report)

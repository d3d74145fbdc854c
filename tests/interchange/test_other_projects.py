"""Taguette, QualCoder and qualitative-coding projects, made by hand as those programs lay them out."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.interchange.exchanging import begin_from, import_foreign
from kodning.interchange.taguette import HtmlText
from kodning.project import Project

_HTML = "<p>Anna: Vi mangler 😀 <b>mange</b> penge &amp; råd.</p>\n<p>Bo: Det er <i>svært</i>,<br/>ja.</p>"
_TEXT = "Anna: Vi mangler 😀 mange penge & råd.\n\nBo: Det er svært,\nja."


def _bytes(html_text: str, words: str) -> tuple[int, int]:
    start = len(html_text[: html_text.index(words)].encode())
    return start, start + len(words.encode())


@pytest.fixture
def taguette(tmp_path: Path) -> Path:
    """A project of one document, three highlights, two tags, and the log of who made one of them."""
    path = tmp_path / "projekt.sqlite3"
    plain = "Anna: Vi mangler 😀 mange penge & råd.\nBo: Det er svært,ja."
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            """
            CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT);
            CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, filename TEXT,
                project_id INTEGER, contents TEXT);
            CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
            CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
                end_offset INTEGER, snippet TEXT);
            CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
            CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT, user_login TEXT, payload TEXT);
            INSERT INTO projects VALUES (1, 'Råd', 'Om rådene');
            INSERT INTO tags VALUES (1, 1, 'Økonomi', 'Penge'), (2, 1, 'Tid', '');
            """
        )
        connection.execute("INSERT INTO documents VALUES (1, 'Interview', '', 'i.docx', 1, ?)", (_HTML,))
        marks = [
            (1, "mangler 😀 mange penge", "mangler 😀 <b>mange</b> penge"),
            (2, "penge & råd.\nBo: Det", "<p>penge &amp; råd.</p>\n<p>Bo: Det</p>"),
            (3, "svært,ja.", "<i>svært</i>,<br/>ja."),
            (4, "Anna", "Anna"),
        ]
        for key, words, snippet in marks:
            connection.execute(
                "INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (key, *_bytes(plain, words), snippet)
            )
        connection.executemany("INSERT INTO highlight_tags VALUES (?, ?)", [(1, 1), (1, 2), (2, 1), (3, 2)])
        payload = json.dumps({"type": "highlight_add", "id": 1, "tags": [1, 2]})
        connection.execute("INSERT INTO commands VALUES (1, '2024-05-01 10:00:00', 'anna', ?)", (payload,))
        connection.commit()
    return path


def _coded(folder: Path) -> set[tuple[str, str, str]]:
    with Project.open(folder) as project:
        assert project.problems() == []
        texts = {document.name: project.revision(document.name).text for document in project.documents()}
        return {(texts[c.document][c.start : c.end], c.code, c.coder) for c in project.codings()}


def test_taguettes_bytes_become_places_in_the_text(taguette: Path, tmp_path: Path) -> None:
    report = begin_from(tmp_path / "ind", taguette, "mig")
    assert _coded(tmp_path / "ind") == {
        ("mangler 😀 mange penge", "økonomi", "anna"),
        ("mangler 😀 mange penge", "tid", "anna"),
        ("penge & råd.\n\nBo: Det", "økonomi", "mig"),
        ("svært,\nja.", "tid", "mig"),
    }
    assert (report.matched, report.read) == (4, 4)
    assert [(loss.kind, loss.times) for loss in report.losses] == [("selection", 1)]
    assert any("does not say who" in en for _, en in report.remarks)
    with Project.open(tmp_path / "ind") as project:
        assert project.revision("Interview").text == _TEXT
        assert import_foreign(project, taguette, "mig").added == 0


def test_a_taguette_database_of_several_projects_is_sent_back(taguette: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(taguette)) as connection:
        connection.execute("INSERT INTO projects VALUES (2, 'To', '')")
        connection.commit()
    with pytest.raises(UnreadableFileError, match="2 projects"):
        begin_from(tmp_path / "ind", taguette, "mig")


def test_html_is_text_as_its_reader_sees_it() -> None:
    page = HtmlText("<h1>En</h1><ul><li>to &#229;</li>\n<li>tre</li></ul><script>x</script>fire")
    assert page.text == "En\n\nto å\n\ntre\n\nfire"


@pytest.fixture
def qualcoder(tmp_path: Path) -> Path:
    """A `.qda` folder: nested categories, two coders, an annotation, a case with attributes, a coding that is off."""
    folder = tmp_path / "Råd.qda"
    folder.mkdir()
    text = "Anna: Vi mangler 😀 penge.\nBo: Det er svært."
    with closing(sqlite3.connect(folder / "data.qda")) as connection:
        connection.executescript(
            """
            CREATE TABLE project (databaseversion TEXT, date TEXT, memo TEXT);
            CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, fulltext TEXT, mediapath TEXT, memo TEXT, owner TEXT,
                date TEXT);
            CREATE TABLE code_cat (catid INTEGER PRIMARY KEY, name TEXT, owner TEXT, date TEXT, memo TEXT,
                supercatid INTEGER);
            CREATE TABLE code_name (cid INTEGER PRIMARY KEY, name TEXT, memo TEXT, catid INTEGER, owner TEXT, date TEXT,
                color TEXT);
            CREATE TABLE code_text (ctid INTEGER PRIMARY KEY, cid INTEGER, fid INTEGER, seltext TEXT, pos0 INTEGER,
                pos1 INTEGER, owner TEXT, date TEXT, memo TEXT, avid INTEGER, important INTEGER);
            CREATE TABLE code_image (imid INTEGER PRIMARY KEY);
            CREATE TABLE annotation (anid INTEGER PRIMARY KEY, fid INTEGER, pos0 INTEGER, pos1 INTEGER, memo TEXT,
                owner TEXT, date TEXT);
            CREATE TABLE attribute_type (name TEXT, valuetype TEXT);
            CREATE TABLE attribute (attrid INTEGER PRIMARY KEY, name TEXT, attr_type TEXT, value TEXT, id INTEGER);
            CREATE TABLE cases (caseid INTEGER PRIMARY KEY, name TEXT, memo TEXT);
            CREATE TABLE case_text (id INTEGER PRIMARY KEY, caseid INTEGER, fid INTEGER);
            INSERT INTO project VALUES ('v6', '', '');
            INSERT INTO code_cat VALUES (1, 'Under', 'a', '', '', 2), (2, 'Over', 'a', '', 'Alt', NULL);
            INSERT INTO code_name VALUES (1, 'Penge', 'Om penge', 1, 'a', '', '#FFF'), (2, 'Tid', '', NULL, 'a', '', '');
            INSERT INTO code_image VALUES (1);
            INSERT INTO attribute_type VALUES ('Alder', 'numeric'), ('Køn', 'character');
            INSERT INTO attribute VALUES (1, 'Alder', 'case', '41', 1), (2, 'Køn', 'file', 'kvinde', 1);
            INSERT INTO cases VALUES (1, 'Formanden', '');
            INSERT INTO case_text VALUES (1, 1, 1);
            INSERT INTO annotation VALUES (1, 1, 0, 4, 'Hun tøver', 'anna', '2024-05-01 10:00:00');
            """
        )
        connection.execute(
            "INSERT INTO source VALUES (1, 'i.txt', ?, NULL, '', 'anna', '2024-05-01')", (text,)
        )
        start = text.index("mangler")
        rows = [
            (1, 1, "mangler 😀 penge", start, start + 15, "anna", "Hm"),
            (2, 2, "Det er svært.", 3, 16, "bo", ""),
            (3, 2, "står der slet ikke", 3, 21, "bo", ""),
        ]
        connection.executemany(
            "INSERT INTO code_text VALUES (?, ?, 1, ?, ?, ?, ?, '2024-05-01 10:00:00', ?, NULL, NULL)", rows
        )
        connection.commit()
    return folder


def test_qualcoders_codings_are_held_against_their_words(qualcoder: Path, tmp_path: Path) -> None:
    report = begin_from(tmp_path / "ind", qualcoder, "mig")
    assert _coded(tmp_path / "ind") == {("mangler 😀 penge", "penge", "anna"), ("Det er svært.", "tid", "bo")}
    assert [(finding.kind, finding.place) for finding in report.findings] == [
        ("reanchored", "i.txt 3:16"),
        ("refused", "i.txt 3:21"),
    ]
    assert [(loss.kind, loss.times) for loss in report.losses] == [("coding", 1)]
    with Project.open(tmp_path / "ind") as project:
        codes = {code.id: (code.parent, code.color, code.definition) for code in project.codebook().codes}
        assert codes == {
            "over": (None, "", "Alt"),
            "under": ("over", "", ""),
            "penge": ("under", "#ffffff", "Om penge"),
            "tid": (None, "", ""),
        }
        assert project.attributes() == {"i": {"Alder": "41", "Køn": "kvinde", "case": "Formanden"}}
        memo = project.memos()[0]
        assert (memo.text, memo.coder, memo.document, memo.start, memo.end) == (
            "Hun tøver",
            "anna",
            "i",
            0,
            4,
        )
        assert memo.created.startswith("2024-05-01T10:00:00")
        assert project.codings(coder="anna")[0].memo == "Hm"
        assert import_foreign(project, qualcoder / "data.qda", "mig").added == 0


@pytest.fixture
def coded_lines(tmp_path: Path) -> Path:
    """A project of qualitative-coding 1.x: coded lines, a tree of codes with a name in two places."""
    folder = tmp_path / "qc"
    (folder / "corpus").mkdir(parents=True)
    (folder / "corpus" / "i.txt").write_text("Første linje\nAnden 😀 linje\n\nFjerde", encoding="utf-8")
    (folder / "settings.yaml").write_text("qc_version: 1.7.8\ncorpus_dir: corpus\n", encoding="utf-8")
    (folder / "codebook.yaml").write_text(
        "- tema:\n  - penge\n  - tid\n- andet:\n  - tid\n", encoding="utf-8"
    )
    with closing(sqlite3.connect(folder / "qualitative_coding.sqlite3")) as connection:
        connection.executescript(
            """
            CREATE TABLE document (file_path TEXT PRIMARY KEY, file_hash TEXT);
            CREATE TABLE document_index (id INTEGER PRIMARY KEY, name TEXT, document_id TEXT);
            CREATE TABLE location (id INTEGER PRIMARY KEY, start_line INTEGER, end_line INTEGER, document_index_id INTEGER);
            CREATE TABLE coded_line (id INTEGER PRIMARY KEY, line INTEGER, coder_id TEXT, code_id TEXT);
            CREATE TABLE coded_line_location_association (coded_line_id INTEGER, location_id INTEGER);
            INSERT INTO document VALUES ('i.txt', 'x');
            INSERT INTO document_index VALUES (1, 'paragraphs', 'i.txt'), (2, 'lines', 'i.txt');
            INSERT INTO location VALUES (1, 0, 3, 1), (2, 1, 1, 2);
            INSERT INTO coded_line VALUES (1, 1, 'anna', 'penge'), (2, 3, 'bo', 'løs'), (3, 2, 'bo', 'tid'), (4, 9, 'bo', 'tid');
            INSERT INTO coded_line_location_association VALUES (1, 1), (1, 2), (2, 1), (3, 1), (4, 1);
            """
        )
    return folder


def test_coded_lines_become_spans(coded_lines: Path, tmp_path: Path) -> None:
    report = begin_from(tmp_path / "ind", coded_lines, "mig")
    assert _coded(tmp_path / "ind") == {("Anden 😀 linje", "penge", "anna"), ("Fjerde", "løs", "bo")}
    assert [finding.place for finding in report.findings] == ["i.txt:3", "i.txt:10"]  # an empty line, no line
    with Project.open(tmp_path / "ind") as project:
        ids = [(code.id, code.parent) for code in project.codebook().codes]
    assert ids == [
        ("tema", None),
        ("penge", "tema"),
        ("tid", "tema"),
        ("andet", None),
        ("andet-tid", "andet"),
        ("løs", None),
    ]


def test_settings_that_point_out_of_the_folder_are_refused(coded_lines: Path, tmp_path: Path) -> None:
    (coded_lines / "settings.yaml").write_text("corpus_dir: ../..\n", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="outside the folder"):
        begin_from(tmp_path / "ind", coded_lines, "mig")

"""A participant who withdraws her consent is erased: no word of hers is left, and nothing else is touched."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kodning.project import BlindError, Project
from kodning.project.forgetting import QuotedInCodebookError
from kodning.store.decisions import NewDecision

Run = Callable[..., CompletedProcess[str]]
GONE, KEPT = "interview-3", "interview-1"


def pieces(text: str, length: int = 24) -> list[bytes]:
    """Stretches of a text as their bytes stand in a file, so close that none longer than two of them escapes."""
    return [text[start : start + length].encode() for start in range(0, len(text) - length, length // 2)]


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "kodning.db")) as connection:
        return connection.execute(sql).fetchall()


def add_example(folder: Path, words: str) -> None:
    """An example that quotes an interview, as the first code's first one."""
    file = folder / "codebook.yaml"
    yaml = file.read_text(encoding="utf-8")
    file.write_text(
        yaml.replace("    examples:\n", f'    examples:\n      - "{words}"\n', 1), encoding="utf-8"
    )


@pytest.fixture
def used(demo_project: Path) -> Path:
    """The sample with a frozen pass, memos, a decision, a coding undone and a vector in it."""
    with Project.open(demo_project) as project:
        project.freeze("runde-1", "koder-a")
        text = project.revision(GONE).text
        project.memo(f"Hun siger: {text[500:600]}", "koder-a", document=GONE, span="t14")
        project.decide([NewDecision("d1", GONE, (), "koder-a", f"hun siger {text[4000:4100]}")], "koder-a")
        project.code(GONE, "t18", ["budget"], "mig")
        project.undo("mig")
        project.vectors().put("model", "x", b"\0" * 8)
        project.vectors().flush()
    return demo_project


def test_no_word_is_left_in_the_store(used: Path) -> None:
    with Project.open(used) as project:
        text = project.revision(GONE).text
        other = project.revision(KEPT).text
        elsewhere = " ".join(project.revision(d.name).text for d in project.documents() if d.name != GONE)
        elsewhere += project.codebook().source
        erased = project.forget(GONE, "leder")
        assert erased.compacted
        left = b"".join(path.read_bytes() for path in used.glob("kodning.db*"))
    assert [piece for piece in pieces(text) if piece in left and piece.decode() not in elsewhere] == []
    assert GONE.encode() not in left
    assert pieces(other)[10] in left


def test_what_is_about_others_stays_as_it_was(used: Path) -> None:
    kept = f"SELECT document, start, end, code, coder, memo FROM current_coding WHERE document <> '{GONE}'"
    before = rows(used, kept)
    with Project.open(used) as project:
        project.forget(GONE, "leder")
        assert [document.name for document in project.documents()] == [f"interview-{n}" for n in (1, 2, 4, 5)]
        assert project.problems() == []
    assert rows(used, kept) == before
    assert rows(used, "SELECT count(*) FROM coding c JOIN revision r ON r.id = c.revision") == [
        (len(before),)
    ]


def test_every_table_that_leads_to_a_document_is_emptied_of_it(used: Path) -> None:
    with Project.open(used) as project:
        would = project.would_forget(GONE)
        erased = project.forget(GONE, "leder")
    assert would.counts.items() <= erased.counts.items()
    assert {"document", "revision", "turn", "segment", "coding", "review", "memo", "retraction"} < set(
        erased.counts
    )
    assert {"decision", "attribute", "pass_revision", "pass_coding", "pass_review"} < set(erased.counts)
    assert rows(used, "PRAGMA foreign_key_check") == []
    assert rows(used, "SELECT count(*) FROM vector") == [(0,)]


def test_a_frozen_pass_holds_less_and_says_with_which_hash_it_was_frozen(used: Path) -> None:
    frozen = rows(used, "SELECT sha256 FROM pass")
    with Project.open(used) as project:
        assert project.forget(GONE, "leder").passes == ["runde-1"]
        assert project.problems() == []
    assert rows(used, "SELECT sha256 FROM forgotten_pass") == frozen
    assert rows(used, "SELECT sha256 FROM pass") != frozen


def test_the_history_knows_that_and_not_what(used: Path) -> None:
    with Project.open(used) as project:
        project.forget(GONE, "leder")
        latest = project.history(limit=1)[0]
    assert (latest.kind, latest.coder, latest.summary) == ("forget", "leder", "")


def test_tables_are_guarded_again_afterwards(used: Path) -> None:
    with Project.open(used) as project:
        project.forget(GONE, "leder")
        with pytest.raises(sqlite3.IntegrityError, match="only ever added"):
            project.connection.execute("DELETE FROM coding")


def test_a_codebook_that_quotes_it_comes_first(used: Path, dump: Callable[[Path], str]) -> None:
    with Project.open(used) as project:
        words = project.revision(GONE).text[4040:4200].replace('"', "").replace("\n", " ")
    add_example(used, words)
    with Project.open(used) as project:
        before = dump(used)
        with pytest.raises(QuotedInCodebookError, match=r"codebook\.yaml:\d+"):
            project.forget(GONE, "leder")
    assert dump(used) == before


def test_earlier_versions_of_the_codebook_lose_the_quote(used: Path) -> None:
    whole = (used / "codebook.yaml").read_text(encoding="utf-8")
    with Project.open(used) as project:
        words = project.revision(GONE).text[4040:4200].replace('"', "").replace("\n", " ")
    add_example(used, words)
    Project.open(used).close()
    (used / "codebook.yaml").write_text(whole, encoding="utf-8")
    with Project.open(used) as project:
        project.forget(GONE, "leder")
    versions = [str(row[0]) for row in rows(used, "SELECT yaml FROM codebook_version ORDER BY id")]
    assert len(versions) == 3
    assert versions[0] == versions[2] == whole
    assert versions[1] == whole.replace("    examples:\n", '    examples:\n      - "[…]"\n', 1)


def test_files_and_notes_that_repeat_the_words_are_named(used: Path) -> None:
    with Project.open(used) as project:
        text = project.revision(GONE).text
        project.memo(f"Om alle: {text[700:800]}", "koder-a")
        (used / "udskrift æøå.txt").write_text(text, encoding="utf-8")
        (used / "andet.txt").write_text(project.revision(KEPT).text, encoding="utf-8")
        (used / "rapport.docx").write_bytes(b"PK")
        erased = project.forget(GONE, "leder")
    names = {path.as_posix() for path in erased.files}
    assert "udskrift æøå.txt" in names
    assert "andet.txt" not in names
    assert [path.name for path in erased.unsearched] == ["rapport.docx"]
    assert len(erased.notes) == 1
    assert erased.notes[0].startswith("memo ")


def test_a_blind_coder_erases_nobodys_work(used: Path, dump: Callable[[Path], str]) -> None:
    with Project.open(used) as project:
        project.begin_blind("koder-b", "koder-b")
    before = dump(used)
    with Project.open(used, "koder-b") as project, pytest.raises(BlindError):
        project.forget(GONE, "koder-b")
    assert dump(used) == before


def test_the_command_asks_for_the_name(
    kodning: Run, used: Path, dump: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(used)
    monkeypatch.setattr("click.prompt", lambda *_, **__: "interview-1")
    refused = kodning("forget", GONE, project=used)
    assert refused.returncode == 2
    assert "Nothing was erased" in refused.stderr
    assert dump(used) == before
    monkeypatch.setattr("click.prompt", lambda *_, **__: GONE)
    done = kodning("forget", GONE, project=used)
    assert done.returncode == 0, done.stderr
    assert "interview-3 is erased." in done.stdout
    assert "Frozen passes that will lack it: runde-1." in done.stdout


def test_a_dry_run_shows_and_changes_nothing(kodning: Run, used: Path, dump: Callable[[Path], str]) -> None:
    before = dump(used)
    shown = kodning("forget", GONE, "--dry-run", project=used)
    assert shown.returncode == 0
    assert "codings" in shown.stdout
    assert dump(used) == before


def test_a_document_that_is_not_there_is_refused(
    kodning: Run, used: Path, complaint: Callable[[CompletedProcess[str]], str]
) -> None:
    assert "interview-3" in complaint(kodning("forget", "interview-33", "--yes", project=used))


def test_the_same_file_is_not_taken_in_again_by_accident(kodning: Run, used: Path) -> None:
    assert kodning("forget", GONE, "--yes", project=used).returncode == 0
    refused = kodning("import", used / "transcripts", project=used)
    assert refused.returncode == 1
    assert "erased on" in refused.stdout + refused.stderr
    assert "--consented-again" in refused.stdout + refused.stderr
    again = kodning("import", used / "transcripts" / "interview-3.md", "--consented-again", project=used)
    assert again.returncode == 0, again.stderr
    with Project.open(used) as project:
        assert GONE in [document.name for document in project.documents()]

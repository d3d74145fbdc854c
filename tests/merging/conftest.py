"""Projects of several coders that began as one, and what a project says, whatever its keys are."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kodning.project import Project
from kodning.reading import read

CODEBOOK = """\
title: Prøve
# hvad vi leder efter
codes:
  - id: økonomi
    label: {da: Økonomi, en: Money}
    codes:
      - id: løn
        definition: Når der tales om løn
  - id: tid
  - id: sted
"""
TEXT = """\
Interviewer: Hvad fylder mest?

Eva: Det gør pengene. Altså, lønnen er lav, ca. 30 kr. i timen.

Og så er der tiden. Den mangler vi.

Interviewer: Og ellers?

Eva: Ellers ikke noget. Jo, pengene.
"""

Open = Callable[[str], Project]


def write_interview(path: Path, text: str = TEXT) -> Path:
    """A transcript on the disk."""
    path.write_text(text, encoding="utf-8")
    return path


def make(folder: Path, coder: str = "leder", name: str = "samtale", text: str = TEXT) -> Path:
    """A project with one interview."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    file = write_interview(folder.parent / f"{name}.md", text)
    with Project.create(folder, CODEBOOK, coder) as project:
        project.import_transcripts([(file, read(file))], coder)
    return folder


@pytest.fixture(scope="session")
def built_common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the coders' projects began as."""
    return make(tmp_path_factory.mktemp("common") / "fælles")


@pytest.fixture
def of(built_common: Path, tmp_path: Path) -> Iterator[Open]:
    """`of(coder)`: her own copy of the common project, open."""
    with ExitStack() as stack:
        projects: dict[str, Project] = {}

        def one(coder: str) -> Project:
            if coder not in projects:
                folder = Path(shutil.copytree(built_common, tmp_path / coder))
                projects[coder] = stack.enter_context(Project.open(folder))
            return projects[coder]

        yield one


def said(project: Project, coder: str | None = None) -> list[tuple[str, str, str]]:
    """(coder, code, words) of all codings in force."""
    return sorted(
        (c.coder, c.code, project.revision(c.document).text[c.start : c.end])
        for c in project.codings(coder=coder)
    )


def canonical(project: Project) -> dict[str, list[tuple[object, ...]]]:
    """All that a project says, by global ids: what was done, and how things stand."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    connection = project.connection
    for name, sql in _SAID.items():
        rows[name] = sorted((tuple(row) for row in connection.execute(sql)), key=repr)
    return rows


_OF_MERGE = "SELECT id FROM action WHERE kind IN ('merge', 'undo merge')"
_SAID = {
    "coders": "SELECT uid, name FROM coder",
    "actions": f"SELECT uid, kind, created, summary FROM action WHERE id NOT IN ({_OF_MERGE})",
    "revisions": "SELECT r.uid, r.sha256, d.name FROM revision r JOIN document d ON d.id = r.document",
    "current": "SELECT uid, name, number FROM current_revision",
    "turns": 'SELECT r.uid, t.number, t.start, t."end", t.speaker FROM turn t JOIN revision r ON r.id = t.revision',
    # What a code that is gone was called last may differ: renamed on one side, merged away on the other.
    "codes": "SELECT u.uid, c.key, p.key, c.label_da, c.definition FROM code c"
    " JOIN code_uid u ON u.code = c.id LEFT JOIN code p ON p.id = c.parent WHERE c.in_codebook",
    "codes that are gone": "SELECT u.uid FROM code c JOIN code_uid u ON u.code = c.id WHERE NOT c.in_codebook",
    "codings": 'SELECT c.uid, r.uid, c.start, c."end", c.words_hash, c.word_start, c.word_end, u.uid, w.uid, c.created,'
    " c.memo, c.origin, o.uid, EXISTS (SELECT 1 FROM live_coding l WHERE l.id = c.id) FROM coding c"
    " JOIN revision r ON r.id = c.revision JOIN code_uid u ON u.code = c.code JOIN coder w ON w.id = c.coder"
    " LEFT JOIN coding o ON o.id = c.root WHERE c.root IS NULL OR r.id IN (SELECT id FROM current_revision)",
    "retractions": "SELECT x.uid, c.uid, w.uid, x.reason FROM retraction x JOIN coding c ON c.id = x.coding"
    " LEFT JOIN retraction w ON w.id = x.withdrawn",
    "reviews": 'SELECT c.name, r.uid, v.start, v."end" FROM live_review v JOIN coder c ON c.id = v.coder'
    " JOIN current_revision r ON r.id = v.revision",
    "memos": 'SELECT m.created, m.coder, m.document, m.start, m."end", m.code, c.uid, m.text FROM current_memo m'
    " LEFT JOIN coding c ON c.id = m.coding",
    "lost": "SELECT uid, document, code, coder, text FROM lost_coding",
    "attributes": "SELECT d.uid, a.name, a.value, a.kind FROM current_attribute a JOIN document d ON d.id = a.document",
    "people": "SELECT d.uid, a.speaker, a.name, a.value FROM current_participant a JOIN document d ON d.id = a.document",
    "passes": "SELECT uid, name, kind, sha256 FROM pass",
    "decisions": "SELECT d.uid, d.disagreement, d.outcome FROM live_decision d",
    "frequencies": "SELECT code, parent, coder, documents, codings, words FROM theme_frequency",
}

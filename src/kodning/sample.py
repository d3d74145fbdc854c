"""The five-interview sample project: where its files are, and how it is built."""

from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from kodning.analysis.quotes import Selection, quotes
from kodning.errors import KodningError
from kodning.interchange.codings_csv import import_codings, read_codings
from kodning.project import Project
from kodning.reading import read
from kodning.store.connection import STORE_NAME, ReadOnlyStoreError
from kodning.survey import SURVEY_NAME

CODERS = ("koder-a", "koder-b")
USED_IN = "Rapporten 2017"
_PARTS = ("transcripts", "codings")


def sample_folder() -> Path:
    """The sample's files: inside the installed package, or at the root of a checkout."""
    packaged = Path(str(resources.files("kodning"))) / "sample"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2]


class FolderNotEmptyError(KodningError):
    """The sample is built in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"Mappen {folder} er ikke tom. Vælg en ny: kodning demo MAPPE. Intet er ændret.",
            f"The folder {folder} is not empty. Choose a new one: kodning demo DIR. Nothing was changed.",
        )


def build_sample(folder: Path) -> Project:
    """Make the sample project in a new or empty folder: imported, coded by two coders, reviewed by both.

    It is built beside its place and moved there when whole; an interruption leaves no half project.

    Raises:
        FolderNotEmptyError: The folder holds something.
        ReadOnlyStoreError: The folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".kodning-") as half:
            _build(Path(half))
            folder.mkdir(exist_ok=True)
            # The store last: a folder is a project from the moment it holds one.
            for part in sorted(Path(half).iterdir(), key=lambda path: path.name == STORE_NAME):
                part.replace(folder / part.name)
    except OSError as error:
        raise ReadOnlyStoreError(folder) from error
    return Project.open(folder)


def _build(folder: Path) -> None:
    source = sample_folder()
    codebook = (source / "codebook.yaml").read_text(encoding="utf-8")
    with Project.create(folder, codebook, CODERS[0]) as project:
        (folder / SURVEY_NAME).write_bytes((source / SURVEY_NAME).read_bytes())
        for part in _PARTS:
            target = folder / part
            target.mkdir()
            for file in sorted((source / part).iterdir()):
                (target / file.name).write_bytes(file.read_bytes())
        files = sorted((folder / "transcripts").glob("interview-*.md"))
        project.import_transcripts([(path, read(path)) for path in files], CODERS[0])
        names = [document.name for document in project.documents()]
        for coder in CODERS:
            path = folder / "codings" / f"{coder}.csv"
            import_codings(project, read_codings(path), path, coder, strict=True)
            if coder == CODERS[0]:
                _mark_used(project, folder / "codings" / "brugte-citater.csv")
            project.mark_reviewed(names, coder)


def _mark_used(project: Project, path: Path) -> None:
    """Mark the quotes that the report prints, each given by its code and its place."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        wanted = {
            (row["document"], row["code"], int(row["start"]), int(row["end"])) for row in csv.DictReader(file)
        }
    found = quotes(project, Selection(coder=CODERS[0]))
    used = [one.coding_ids for one in found if (one.document, one.code, one.start, one.end) in wanted]
    project.mark_used(used, CODERS[0], USED_IN)

"""The five-interview sample project: where its files are, and how it is built."""

from importlib import resources
from pathlib import Path

from kodning.interchange.codings_csv import import_codings, read_codings
from kodning.project import Project
from kodning.reading import read

CODERS = ("koder-a", "koder-b")
_PARTS = ("transcripts", "codings")


def sample_folder() -> Path:
    """The sample's files: inside the installed package, or at the root of a checkout."""
    packaged = Path(str(resources.files("kodning"))) / "sample"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[2]


def build_sample(folder: Path) -> Project:
    """Copy the sample into a folder and make it a project: imported, coded by two coders, reviewed by both.

    Raises:
        ProjectExistsError: There is a project already.
        ReadOnlyStoreError: The folder cannot be written.
    """
    source = sample_folder()
    codebook = (source / "codebook.yaml").read_text(encoding="utf-8")
    project = Project.create(folder, codebook, CODERS[0])
    for part in _PARTS:
        target = folder / part
        target.mkdir(exist_ok=True)
        for file in sorted((source / part).iterdir()):
            (target / file.name).write_bytes(file.read_bytes())
    files = sorted((folder / "transcripts").glob("interview-*.md"))
    project.import_transcripts([(path, read(path)) for path in files], CODERS[0])
    names = [document.name for document in project.documents()]
    for coder in CODERS:
        path = folder / "codings" / f"{coder}.csv"
        import_codings(project, read_codings(path), path, coder)
        project.mark_reviewed(names, coder)
    return project


__all__ = ["CODERS", "build_sample", "sample_folder"]

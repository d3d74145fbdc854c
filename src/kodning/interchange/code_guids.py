"""The global ids under which codes travel: the same at every export, and known again at import."""

from kodning.project import Project
from kodning.store.codes import identities


def project_uid(project: Project) -> str:
    """The project's own global id."""
    row = project.connection.execute("SELECT uid FROM project").fetchone()
    return str(row[0])


def code_guids(project: Project) -> dict[str, str]:
    """Global ids by code id, upper-case; also of codes that have left the codebook."""
    return {key: uid.upper() for key, uid in identities(project.connection).items()}

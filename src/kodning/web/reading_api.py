"""What a page asks for in order to show it."""

from kodning.project import Project
from kodning.web.asked import Asked
from kodning.web.records import (
    Record,
    action_record,
    code_records,
    document_record,
    documents_record,
    last_known,
    memo_record,
)
from kodning.wording import language


def about(project: Project, asked: Asked) -> Record:
    """The project and who looks at it."""
    blind = project.blind
    return {
        "coder": asked.person.name,
        "role": asked.person.role,
        "blind": blind is not None,
        "may_code": asked.person.may("code") and not asked.settings.read_only,
        "may_administer": asked.person.may("admin") and not asked.settings.read_only and blind is None,
        "read_only": asked.settings.read_only,
        "incognito": asked.settings.incognito,
        "passwords": asked.settings.people is not None,
        "language": language(),
        "title": project.codebook().title or project.folder.resolve().name,
        "project": project.uid(),
        "coders": project.coders(),
        "version": asked.settings.software,
        "action": last_known(project),
        "warnings": [str(warning) for warning in project.warnings],
    }


def documents(project: Project, asked: Asked) -> list[Record]:
    """The documents."""
    return documents_record(project, asked.person.name)


def document(project: Project, asked: Asked) -> Record:
    """One document, to be read and coded."""
    return document_record(project, asked.needed("name"))


def codes(project: Project, _asked: Asked) -> list[Record]:
    """The codebook."""
    return code_records(project)


def memos(project: Project, _asked: Asked) -> list[Record]:
    """Memos in force."""
    return [memo_record(memo) for memo in project.memos()]


def history(project: Project, asked: Asked) -> list[Record]:
    """What was done, newest first."""
    from kodning.report.history_words import told

    rows = project.history(coder=asked.one("coder"), limit=500)
    return [
        {**action_record(row), "summary": words} for row, words in zip(rows, told(project, rows), strict=True)
    ]

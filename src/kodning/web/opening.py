"""Projects for requests: one connection a thread, seen with the eyes of the one who asks; one writer at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from kodning.project import Project, whoami
from kodning.web.settings import Person


class Projects:
    """Gives out the project of a folder."""

    def __init__(self, folder: Path, *, at_home: bool) -> None:
        """Of a folder; `at_home` when whoever sits at this computer is the one who looks."""
        self._folder = folder
        self._at_home = at_home
        self._mine = threading.local()
        self._writing = threading.Lock()

    @contextmanager
    def opened(self, person: Person, *, to_write: bool = False) -> Iterator[Project]:
        """The project as a person sees it; a writer waits for the one before."""
        with self._writing if to_write else nullcontext():
            project = self._of_thread()
            project.seen_by(person.name, *([whoami()] if self._at_home else []))
            yield project

    @contextmanager
    def unseen(self) -> Iterator[Project]:
        """The project as the server itself looks at it; nothing of it goes out without `change_seen`."""
        project = self._of_thread()
        project.seen_by()
        yield project

    def blindfold(self, person: Person) -> None:
        """Begin the blind pass of a blind coder who comes for the first time."""
        with self.unseen() as project, self._writing:
            if not any(row.coder.casefold() == person.name.casefold() for row in project.blind_passes()):
                project.begin_blind(person.name, person.name)

    def _of_thread(self) -> Project:
        project: Project | None = getattr(self._mine, "project", None)
        if project is None:
            project = self._mine.project = Project.open(self._folder)
        else:
            project.refresh()
        return project

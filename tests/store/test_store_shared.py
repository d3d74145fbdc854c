"""A store that stays open in one process while others come and go."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from kodning.project import Project


def test_what_a_long_running_process_writes_is_there_after_another_has_come_and_gone(
    demo_project: Path,
) -> None:
    with Project.open(demo_project) as staying:
        # A second connection of this process, as another thread of a server would open it.
        thread = threading.Thread(target=lambda: Project.open(demo_project).close())
        thread.start()
        thread.join()
        visitor = f"from kodning.project import Project; Project.open({str(demo_project)!r}).close()"
        subprocess.run([sys.executable, "-c", visitor], check=True, timeout=60)
        staying.code("interview-1", "0:11", ["budget"], "ny")
        with closing(sqlite3.connect(demo_project / "kodning.db")) as fresh:
            found = fresh.execute("SELECT COUNT(*) FROM current_coding WHERE coder = 'ny'").fetchone()
    assert found == (1,)

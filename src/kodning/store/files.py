"""Putting a whole file in its place, and only where there is none."""

import contextlib
import os
from pathlib import Path


def place_new(half: Path, path: Path) -> None:
    """Give a finished file its name. Of several processes that do so at the same time exactly one succeeds.

    Args:
        half: The finished file, in the same folder; it is gone afterwards, unless an error is raised.
        path: The name it is to have.

    Raises:
        FileExistsError: There is something of that name; it is left as it is.
        OSError: The folder cannot be written.
    """
    try:
        os.link(half, path)  # unlike a renaming, a link never takes the place of what is there
    except FileExistsError:
        raise
    except OSError:
        _claim(half, path)
    else:
        half.unlink()


def _claim(half: Path, path: Path) -> None:
    """For disks without links: an empty file takes the name, then the finished one takes its place."""
    with path.open("xb"):
        pass
    try:
        half.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


def write_new(path: Path, text: str) -> bool:
    """Write a text file in UTF-8 unless there is one; nobody sees it half written.

    Returns:
        Whether it was written.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        half.write_text(text, encoding="utf-8", newline="\n")
        place_new(half, path)
    except FileExistsError:
        return False
    finally:
        half.unlink(missing_ok=True)
    return True

"""Selections written aside while a project is read: a large study has more than should be held at once."""

import marshal
import weakref
from tempfile import SpooledTemporaryFile
from typing import cast

from kodning.interchange.refi_sources import RawSelection

_IN_MEMORY = 4 * 1024 * 1024


class Shelf:
    """Lists of selections, one for each source, in a file that goes when the shelf does."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is read long after this
        self._places: list[tuple[int, int]] = []
        self._end = 0
        weakref.finalize(self, self._file.close)

    def put(self, selections: list[RawSelection]) -> int:
        """Write a list aside; returns its number."""
        written = marshal.dumps(selections)
        self._file.seek(self._end)
        self._file.write(written)
        self._places.append((self._end, len(written)))
        self._end += len(written)
        return len(self._places) - 1

    def get(self, number: int) -> list[RawSelection]:
        """The list of that number."""
        start, length = self._places[number]
        self._file.seek(start)
        return cast("list[RawSelection]", marshal.loads(self._file.read(length)))  # noqa: S302 - written by `put`

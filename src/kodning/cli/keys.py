"""Single keys from a terminal or a pipe."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_ESCAPE = "\x1b"


class Keys:
    """Reads one key at a time, and now and then a line.

    On a terminal a key counts at once, also one that was pressed before it was asked for. From a pipe each character
    that is no white space is a key, and a line is what stands behind it, or the next line.
    """

    def __init__(self) -> None:
        self.on_terminal = sys.stdin.isatty()
        self._rest = ""

    def key(self) -> str:
        """The next key; empty when there are no more."""
        if self.on_terminal:
            return self._pressed()
        while not self._rest.strip():
            self._rest = sys.stdin.readline()
            if not self._rest:
                return ""
        self._rest = self._rest.lstrip()
        key, self._rest = self._rest[0], self._rest[1:]
        return key

    def _pressed(self) -> str:
        if sys.platform == "win32":
            import click

            return click.getchar()
        if not self._rest:
            self._rest = os.read(sys.stdin.fileno(), 1024).decode("utf-8", "ignore")
        # An arrow or function key sends several characters; none of them is a key of its own.
        taken = len(self._rest) if self._rest.startswith(_ESCAPE) else 1
        key, self._rest = self._rest[:taken], self._rest[taken:]
        return key

    def rest(self) -> str:
        """What stands behind a key: on a terminal the line typed next, from a pipe the rest of the key's own line."""
        if self.on_terminal:
            return self.line()
        line, self._rest = self._rest, ""
        return line.strip()

    def line(self) -> str:
        """A line, without space around it; empty when there are no more."""
        if self.on_terminal:
            with _in_mode(cooked=True):
                return sys.stdin.readline().strip()
        if self._rest.strip():
            line, self._rest = self._rest, ""
        else:
            line = sys.stdin.readline()
        return line.strip()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """The terminal hands over each key as it is pressed, and does not print it."""
        if not self.on_terminal:
            yield
            return
        with _in_mode(cooked=False):
            yield


@contextmanager
def _in_mode(*, cooked: bool) -> Iterator[None]:
    if sys.platform == "win32":
        yield  # there, keys are asked for one at a time, and lines as always
        return
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    mode = termios.tcgetattr(terminal)
    lines = termios.ECHO | termios.ICANON
    mode[3] = mode[3] | lines if cooked else mode[3] & ~lines
    # Without throwing away what has been typed meanwhile.
    termios.tcsetattr(terminal, termios.TCSADRAIN, mode)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)

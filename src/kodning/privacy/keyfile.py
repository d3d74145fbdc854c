"""The key: which name has which pseudonym. One CSV file in a folder of its own, kept apart from what is handed out.

The key undoes the pseudonyms, so it is as confidential as the interviews themselves. Its folder keeps it out of git.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from kodning.errors import KodningError, UnreadableFileError
from kodning.privacy.finding import SURE, Found, find

KEY_FOLDER = "private"
KEY_NAME = "pseudonyms.csv"
_HEAD = ("name", "kind", "pseudonym")
_IGNORED = "ignore"
# Kind → what a pseudonym of it is called, before its letter.
_CALLED = {"person": "Person", "municipality": "Kommune", "place": "Sted", "capital": "Navn"}
_MASKS = {"e-mail": "[e-mail]", "phone": "[telefon]", "cpr": "[cpr-nummer]"}


class KeyFileError(UnreadableFileError):
    """A key file that is not right, with the line."""


class NoKeyError(KodningError):
    """Pseudonyms were asked for and there is no key."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Der er ingen nøglefil ({path}). Lav den med »kodning pseudonymise --add«, og læs den igennem.",
            f"There is no key file ({path}). Make it with “kodning pseudonymise --add”, and read it through.",
        )


class Entry(NamedTuple):
    """A line of the key; without a pseudonym the words are no name and are left alone."""

    name: str
    kind: str
    pseudonym: str


class Key:
    """Names and their pseudonyms, and the replacing of the one by the other.

    Attributes:
        entries: The lines, in the order they were added.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = list(entries)
        self._pattern: re.Pattern[str] | None = None
        self._by_name: dict[str, str] = {}

    @property
    def names(self) -> dict[str, str]:
        """Pseudonym by name."""
        return {entry.name: entry.pseudonym for entry in self.entries if entry.pseudonym}

    @property
    def ignored(self) -> set[str]:
        """Words that are no names."""
        return {entry.name for entry in self.entries if not entry.pseudonym}

    def add(self, name: str, kind: str, pseudonym: str | None = None) -> Entry:
        """Give a name a pseudonym, the next one of its kind unless it is said; one that it has stays."""
        clean = unicodedata.normalize("NFC", " ".join(name.split()))
        there = next((entry for entry in self.entries if entry.name == clean), None)
        if there is not None and pseudonym in {None, there.pseudonym}:
            return there
        entry = Entry(clean, kind, self._next(kind) if pseudonym is None else pseudonym)
        self.entries = [one for one in self.entries if one.name != clean] + [entry]
        self._pattern = None
        return entry

    def ignore(self, word: str) -> None:
        """Record that a word is no name."""
        self.add(word, _IGNORED, "")

    def _next(self, kind: str) -> str:
        if kind in _MASKS:
            return _MASKS[kind]
        called = _CALLED.get(kind, _CALLED["capital"])
        used = {entry.pseudonym for entry in self.entries}
        number = 0
        while (made := f"{called} {_letters(number)}") in used:
            number += 1
        return made

    def replace(self, text: str) -> str:
        """The text with every name of the key replaced; a genitive s is written `'s`, as after a single letter."""
        if self._pattern is None:
            self._by_name = self.names
            names = sorted(self._by_name, key=len, reverse=True)
            inside = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
            self._pattern = (
                re.compile(rf"(?<![\w@.])({inside})((?:['’]?s)?)(?!\w)") if names else re.compile(r"(?!)")
            )
        return self._pattern.sub(self._instead, text)

    def _instead(self, match: re.Match[str]) -> str:
        pseudonym = self._by_name[" ".join(match[1].split())]
        if not match[2]:
            return pseudonym
        return pseudonym + ("'s" if pseudonym[-1:].isupper() or not pseudonym[-1:].isalpha() else "s")

    def left_in(self, texts: Iterable[str]) -> dict[str, Found]:
        """What in texts (replaced already) may still be a name: the words, with where they were first seen."""
        pseudonyms = {word for entry in self.entries for word in entry.pseudonym.split()}
        seen: dict[str, Found] = {}
        for text in texts:
            for found in find(text):
                if found.words not in self.ignored and not set(found.words.split()) & pseudonyms:
                    seen.setdefault(found.words, found)
        return seen


def _letters(number: int) -> str:
    """A, B, … Z, AA, AB, and so on."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def key_path(folder: Path) -> Path:
    """Where a project's key is."""
    return folder / KEY_FOLDER / KEY_NAME


def read_key(folder: Path) -> Key:
    """The key of a project.

    Raises:
        NoKeyError: It has none.
        KeyFileError: A line is not right.
    """
    path = key_path(folder)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NoKeyError(path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(path, "kan ikke læses som UTF-8", "cannot be read as UTF-8") from error
    semicolon = text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if semicolon else ","))
    if not rows or tuple(rows[0][:3]) != _HEAD:
        raise KeyFileError(
            path, "begynder ikke med name,kind,pseudonym", "does not begin with name,kind,pseudonym", 1
        )
    entries: list[Entry] = []
    for line, row in enumerate(rows[1:], start=2):
        if not any(row):
            continue
        if len(row) != len(_HEAD) or not row[0].strip():
            raise KeyFileError(
                path, "skal have name, kind og pseudonym", "must have name, kind and pseudonym", line
            )
        name, kind, pseudonym = (unicodedata.normalize("NFC", " ".join(cell.split())) for cell in row)
        if any(entry.name == name for entry in entries):
            raise KeyFileError(path, f"»{name}« står to gange", f"“{name}” stands twice", line)
        entries.append(Entry(name, kind, pseudonym))
    return Key(entries)


def write_key(folder: Path, key: Key) -> Path:
    """Write the key, whole or not at all, in a folder that git leaves alone."""
    path = key_path(folder)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    guard = path.parent / ".gitignore"
    if not guard.exists():
        guard.write_text("*\n", encoding="utf-8")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows(key.entries)
    half = path.with_name(f".{path.name}.tmp")
    half.write_bytes(out.getvalue().encode("utf-8"))
    half.replace(path)
    return path


class Candidate(NamedTuple):
    """Words found in a project that may identify somebody, how often, and the first place."""

    words: str
    kind: str
    times: int
    document: str
    context: str


def candidates(texts: Iterable[tuple[str, str]], key: Key) -> list[Candidate]:
    """What may identify somebody in (document, text) pairs and is not in the key; the surest and commonest first."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    known = key.names
    for document, text in texts:
        for one in find(text, known):
            if one.words not in known and one.words not in key.ignored:
                around = " ".join(text[max(0, one.start - 30) : one.end + 30].split())
                found.setdefault(one.words, []).append((one.kind, document, around))
    made = [
        Candidate(words, _surest([p[0] for p in places]), len(places), *places[0][1:])
        for words, places in found.items()
    ]
    return sorted(made, key=lambda one: (one.kind not in SURE, -one.times, one.words))


def _surest(kinds: Sequence[str]) -> str:
    return next((kind for kind in SURE if kind in kinds), kinds[0])

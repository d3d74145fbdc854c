"""A list of speakers: what each label stands for and who interviews; YAML, CSV or XLSX."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kodning.errors import KodningError, UnreadableFileError
from kodning.reading.encoding import decode
from kodning.reading.files import content
from kodning.reading.grid import grid
from kodning.reading.labels import key_of_given
from kodning.reading.speaking import ROLE_WORDS, Cast

if TYPE_CHECKING:
    from kodning.model import Role

_LABEL = frozenset({"label", "mærke", "taler", "speaker", "betegnelse"})
_NAME = frozenset({"navn", "name"})
_ROLE = frozenset({"rolle", "role"})
_YAML = frozenset({".yaml", ".yml"})

_Entry = tuple[str, str | None, str | None]


class BadSpeakerError(KodningError):
    """A speaker on the command line that is no `label=name`."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"»{written}« skrives som SPEAKER_00=Formand.",
            f"“{written}” is written like SPEAKER_00=Chair.",
        )


def cast(interviewers: Sequence[str] = (), file: Path | None = None, pairs: Iterable[str] = ()) -> Cast:
    """What the importer says of the speakers, by options and by a file; the options come first.

    Args:
        interviewers: Labels of those who interview.
        file: A list of speakers: in YAML `SPEAKER_00: Formand` or `SPEAKER_00: {navn: Formand, rolle: informant}`,
            in a table columns `label`, `navn`, `rolle`. A name that is a role (`interviewer`) is one.
        pairs: `SPEAKER_00=Formand`.

    Raises:
        UnreadableFileError: The file is no list of speakers.
        BadSpeakerError: A pair is none.
    """
    entries = list(_read(file)) if file else []
    for pair in pairs:
        label, sign, name = pair.partition("=")
        if not sign or not label.strip() or not name.strip():
            raise BadSpeakerError(pair)
        entries.append((label.strip(), name.strip(), None))
    names: dict[str, str] = {}
    roles: dict[str, Role] = {}
    for label, called, role in entries:
        key = key_of_given(label)
        if called:
            names[key] = called.capitalize() if called.casefold() in ROLE_WORDS else called
        said = role or (called if called and called.casefold() in ROLE_WORDS else None)
        if said:
            roles[key] = ROLE_WORDS[said.casefold()]
    return Cast(tuple(interviewers), names, roles)


def _read(path: Path) -> Iterator[_Entry]:
    if path.suffix.lower() in _YAML:
        yield from _from_yaml(path)
        return
    table = grid(content(path), path)
    folded = [name.casefold() for name in table.header]
    places = [
        next((at for at, name in enumerate(folded) if name in known), None)
        for known in (_LABEL, _NAME, _ROLE)
    ]
    label, name, role = places
    if label is None or (name is None and role is None):
        raise UnreadableFileError(
            path,
            "listen over talere skal have kolonnerne label og navn eller rolle.",
            "the list of speakers needs the columns label and name or role.",
        )
    for number, row in table.rows:
        if row[label]:
            yield _checked(path, number, row[label], row[name] if name is not None else None, row[role] if role is not None else None)  # fmt: skip


def _from_yaml(path: Path) -> Iterator[_Entry]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        raw = path.read_bytes()
        if len(raw) > 1_000_000:  # noqa: PLR2004 - bytes
            raise UnreadableFileError(path, "listen er for stor.", "the list is too large.")
        said = YAML(typ="safe", pure=True).load(decode(raw, path).text)
    except (YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableFileError(
            path, "er ikke gyldig YAML.", "is not valid YAML.", mark.line + 1 if mark else None
        ) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableFileError(
            path, f"kan ikke læses ({reason}).", f"cannot be read ({reason})."
        ) from None
    if not isinstance(said, dict) or not said:
        raise UnreadableFileError(
            path,
            "listen skal bestå af linjer som »SPEAKER_00: Formand«.",
            "the list must be lines such as “SPEAKER_00: Chair”.",
        )
    for label, value in said.items():
        if isinstance(value, dict):
            fields = {str(key).casefold(): str(each) for key, each in value.items() if each is not None}
            name = next((fields[key] for key in fields if key in _NAME), None)
            role = next((fields[key] for key in fields if key in _ROLE), None)
            yield _checked(path, None, str(label), name, role)
        elif isinstance(value, str | int):
            yield _checked(path, None, str(label), str(value), None)
        else:
            raise UnreadableFileError(path, f"»{label}« skal have et navn eller navn og rolle.", f"“{label}” needs a name, or a name and a role.")  # fmt: skip


def _checked(path: Path, line: int | None, label: str, name: str | None, role: str | None) -> _Entry:
    if role and role.casefold() not in ROLE_WORDS:
        known = ", ".join(ROLE_WORDS)
        raise UnreadableFileError(
            path,
            f"»{role}« er ingen rolle. Der er: {known}.",
            f"“{role}” is no role. There are: {known}.",
            line,
        )
    return label, name or None, role or None

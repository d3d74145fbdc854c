"""People with passwords: a file beside the project, never in the store, which is handed on to others.

Passwords are kept as Argon2id hashes.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kodning.errors import KodningError
from kodning.project.base import checked_name
from kodning.web.settings import ROLES, Person, Role

PEOPLE_NAME = "kodning-people.json"
_SHORTEST = 8


class PeopleFileError(KodningError):
    """The file of people cannot be read or written."""

    def __init__(self, path: Path, da: str, en: str) -> None:
        super().__init__(f"{path}: {da}", f"{path}: {en}")


class ShortPasswordError(KodningError):
    """A password that is too easily guessed."""

    def __init__(self) -> None:
        super().__init__(
            f"Adgangskoden skal have mindst {_SHORTEST} tegn.",
            f"The password must have at least {_SHORTEST} characters.",
        )


class Account(NamedTuple):
    """A person and the hash of her password."""

    person: Person
    password: str


def read_people(path: Path) -> dict[str, Account]:
    """Accounts by name in any case; none where there is no file.

    Raises:
        PeopleFileError: It is not what kodning writes.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        found = [Account(Person(row["name"], _role(row["role"])), str(row["password"])) for row in rows]
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PeopleFileError(path, "kan ikke læses", "cannot be read") from error
    return {account.person.name.casefold(): account for account in found}


def _role(text: str) -> Role:
    for role in ROLES:
        if role == text:
            return role
    raise ValueError(text)


def set_person(path: Path, name: str, role: Role, password: str) -> Person:
    """Add somebody, or change her role and password.

    Raises:
        ShortPasswordError: Fewer than eight characters.
        BadNameError: The name cannot be a coder's.
    """
    from argon2 import PasswordHasher

    if len(password) < _SHORTEST:
        raise ShortPasswordError
    person = Person(checked_name(name), role)
    people = read_people(path)
    people[person.name.casefold()] = Account(person, PasswordHasher().hash(password))
    _write(path, people)
    return person


def remove_person(path: Path, name: str) -> bool:
    """Take somebody's access away; her work stays. Whether she was there."""
    people = read_people(path)
    there = people.pop(checked_name(name).casefold(), None)
    _write(path, people)
    return there is not None


def _write(path: Path, people: Mapping[str, Account]) -> None:
    rows = [{"name": a.person.name, "role": a.person.role, "password": a.password} for a in people.values()]
    half = path.with_name(path.name + ".tmp")
    try:
        # Nobody else on the computer may read it, from its first byte on.
        with os.fdopen(
            os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(rows, file, ensure_ascii=False, indent=1)
        half.replace(path)
    except OSError as error:
        raise PeopleFileError(path, "kan ikke skrives", "cannot be written") from error


# Of a password that nobody has: an unknown name takes as long to refuse as a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$Hcf6Cw8mCyOGy0cS0TRbTQnP0xK5H4wZ3b0kH6b4C7M"


def logged_in(path: Path, name: str, password: str) -> Person | None:
    """Who has that name and password."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    account = read_people(path).get(name.strip().casefold())
    try:
        right = PasswordHasher().verify(account.password if account else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return None
    return account.person if account and right else None

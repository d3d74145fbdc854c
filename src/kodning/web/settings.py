"""What `kodning serve` was told, and who may do what."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

Role = Literal["admin", "coder", "blind", "reader"]
ROLES: tuple[Role, ...] = get_args(Role)

# What a route needs, and which roles have it.
Need = Literal["open", "read", "code", "admin"]
_MAY: dict[Role, frozenset[Need]] = {
    "reader": frozenset({"open", "read"}),
    "blind": frozenset({"open", "read", "code"}),
    "coder": frozenset({"open", "read", "code"}),
    "admin": frozenset({"open", "read", "code", "admin"}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a browser.

    Attributes:
        name: As it stands with her codings.
        role: What she may do.
    """

    name: str
    role: Role

    def may(self, need: Need) -> bool:
        """Whether the role has what a route needs."""
        return need in _MAY[self.role]


PORT = 8137  # where nothing else is said, or the next free one


@dataclass(frozen=True, slots=True)
class Settings:
    """How a project is served.

    Attributes:
        folder: The project's folder.
        coder: Who sits at this computer.
        host: The address listened at.
        port: The port listened at.
        hosts: Further names under which browsers reach it.
        read_only: Refuse everything that writes.
        incognito: Names and quotes are blurred until shown.
        people: The file of people with passwords; None: whoever has the opened address is `coder`.
        secure: Whether it is served over TLS.
        software: Name and version of the program, for reports.
    """

    folder: Path
    coder: str
    host: str = "127.0.0.1"
    port: int = PORT
    hosts: tuple[str, ...] = ()
    read_only: bool = False
    incognito: bool = False
    people: Path | None = None
    secure: bool = False
    software: str = "kodning"
    loopback: tuple[str, ...] = field(default=("127.0.0.1", "localhost", "[::1]"))

    @property
    def origins(self) -> frozenset[str]:
        """Where pages that may speak to this server come from."""
        scheme = "https" if self.secure else "http"
        usual = 443 if self.secure else 80
        names = {*self.loopback, *self.hosts, f"[{self.host}]" if ":" in self.host else self.host}
        with_port = {f"{scheme}://{name.casefold()}:{self.port}" for name in names}
        return frozenset(
            with_port | ({f"{scheme}://{n.casefold()}" for n in names} if self.port == usual else set())
        )

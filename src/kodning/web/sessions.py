"""Who is logged in: the token of the opened address, sessions in memory, and a brake on guessing."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from kodning.web.settings import Person

_IDLE_SECONDS = 12 * 3600
_TRIES = 5
_WINDOW_SECONDS = 60.0


@dataclass(slots=True)
class Session:
    """One browser's session.

    Attributes:
        person: Who.
        csrf: What writing requests must send along.
        last: When it was last used, on a clock that only runs forward.
    """

    person: Person
    csrf: str
    last: float


@dataclass
class Sessions:
    """Sessions by the secret in the cookie. They end with the server, or when unused for twelve hours."""

    clock: Callable[[], float] = time.monotonic
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    _by_secret: dict[str, Session] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_token(self, given: str) -> bool:
        """Whether it is the token of the opened address."""
        return secrets.compare_digest(given.encode(), self.token.encode())

    def begin(self, person: Person) -> str:
        """A new session; gives the secret for the cookie."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            now = self.clock()
            self._by_secret = {k: s for k, s in self._by_secret.items() if now - s.last < _IDLE_SECONDS}
            self._by_secret[secret] = Session(person, secrets.token_urlsafe(24), now)
        return secret

    def find(self, secret: str | None) -> Session | None:
        """The session of a cookie, if it is in force."""
        with self._lock:
            session = self._by_secret.get(secret or "")
            if session is None or self.clock() - session.last >= _IDLE_SECONDS:
                return None
            session.last = self.clock()
            return session

    def end(self, secret: str | None) -> None:
        """Log out."""
        with self._lock:
            self._by_secret.pop(secret or "", None)


@dataclass
class Brake:
    """At most five wrong passwords a minute from one address, and for one name."""

    clock: Callable[[], float] = time.monotonic
    _failures: dict[str, list[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, *keys: str) -> float:
        """Seconds until another try is allowed; 0 when it is."""
        with self._lock:
            return max((self._wait(key) for key in keys), default=0.0)

    def _wait(self, key: str) -> float:
        now = self.clock()
        recent = [at for at in self._failures.get(key, []) if now - at < _WINDOW_SECONDS]
        if not recent:
            self._failures.pop(key, None)
            return 0.0
        self._failures[key] = recent
        return recent[-_TRIES] + _WINDOW_SECONDS - now if len(recent) >= _TRIES else 0.0

    def failed(self, *keys: str) -> None:
        """Count a wrong password."""
        with self._lock:
            for key in keys:
                self._failures.setdefault(key, []).append(self.clock())

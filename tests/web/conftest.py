"""The workbench served in a process of its own, asked by plain HTTP and by a real Chromium."""

import http.client
import json
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from kodning.store.ids import new_uid

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


class Served(NamedTuple):
    """A running workbench."""

    process: subprocess.Popen[str]
    address: str
    folder: Path

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        """The port listened at."""
        return urlsplit(self.address).port or 0

    def stop(self) -> None:
        """Kill the server, as a power cut would."""
        self.process.kill()
        self.process.wait(timeout=10)


Serve = Callable[..., Served]


@pytest.fixture
def serve(environment: dict[str, str]) -> Iterator[Serve]:
    """`serve(folder, *options, coder=…)`: the command `kodning serve` in a process of its own."""
    running: list[Served] = []

    def start(folder: Path, *options: str, coder: str = "mette", port: int = 0) -> Served:
        line = [sys.executable, "-m", "kodning", "--project", str(folder), "--language", "da", "serve",
                "--no-browser", "--port", str(port), "--coder", coder, *options]  # fmt: skip
        process = subprocess.Popen(
            line, env={**environment, "KODNING_CODER": coder}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            encoding="utf-8",
        )  # fmt: skip
        said = _first_line(process)
        match = re.search(r"https?://\S+", said)
        assert match, said + (process.stderr.read() if process.stderr and process.poll() is not None else "")
        running.append(Served(process, match[0], folder))
        return running[-1]

    yield start
    for served in running:
        served.process.kill()
        served.process.communicate(timeout=10)


def _first_line(process: subprocess.Popen[str]) -> str:
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    reading = process.stdout
    threading.Thread(target=lambda: lines.put(reading.readline()), daemon=True).start()
    return lines.get(timeout=30)


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    raw: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.raw)


class Client:
    """A browser without a page: cookie, proof, and any header one likes."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.cookie = ""
        self.csrf = ""

    def ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send a request with what the client holds; `headers` win."""
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=60)
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        own = {"Cookie": self.cookie, "X-Kodning-CSRF": self.csrf, "Origin": self.served.origin}
        sent = {name: value for name, value in {**own, **(headers or {})}.items() if value}
        try:
            connection.request(method, path, raw if method != "GET" else None, sent)
            response = connection.getresponse()
            return Answer(response.status, response.msg, response.read())
        finally:
            connection.close()

    def enter(self) -> "Client":
        """Come in by the opened address."""
        parts = urlsplit(self.served.address)
        answer = self.ask("GET", f"{parts.path}?{parts.query}")
        assert answer.status == 303
        return self._took(answer)

    def login(self, name: str, password: str) -> Answer:
        """Come in by name and password."""
        answer = self.ask("POST", "/api/session", {"name": name, "password": password})
        if answer.status == 200:
            self._took(answer)
        return answer

    def _took(self, answer: Answer) -> "Client":
        self.cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
        self.csrf = self.get("/api/me")["csrf"]
        return self

    def get(self, path: str) -> Any:
        """The JSON of an address that must answer."""
        answer = self.ask("GET", path)
        assert answer.status == 200, answer
        return answer.json

    def post(self, path: str, **body: object) -> Answer:
        """Write something under a fresh id, unless one is given."""
        return self.ask("POST", path, {"uid": new_uid(), **body})


@pytest.fixture
def client() -> Callable[[Served], Client]:
    """`client(served)`: somebody who has not come in yet."""
    return Client


class Desk:
    """One person's browser on a workbench; what the page complains of fails the test."""

    def __init__(self, browser: "Browser", served: Served, **how: Any) -> None:
        self.served = served
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport=how.pop("viewport", {"width": 1366, "height": 820}),
            locale="da-DK",
            reduced_motion="reduce",
            **how,
        )
        self.context.set_default_timeout(10_000)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._said)
        self.page.goto(served.address)

    def _said(self, message: Any) -> None:
        # What the browser itself says of an answer that is not 200 is no fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path: str) -> "Page":
        """Go to a page and wait until it stands."""
        self.page.goto(self.served.origin + path)
        self.page.wait_for_selector("main:not([aria-busy])")
        return self.page

    def read(self, document: str = "interview-1") -> "Page":
        """Open a document for reading, its text in focus."""
        page = self.open(f"/read?doc={document}")
        page.wait_for_selector(".transcript .turn")
        page.locator(".transcript").focus()
        return page


@pytest.fixture
def desk(chromium: "Browser") -> Iterator[Callable[..., Desk]]:
    """`desk(served)`: a browser window of one person."""
    desks: list[Desk] = []

    def sit(served: Served, **how: Any) -> Desk:
        desks.append(Desk(chromium, served, **how))
        return desks[-1]

    yield sit
    complaints = [complaint for one in desks for complaint in one.complaints]
    for one in desks:
        one.context.close()
    assert complaints == []


def until(true: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.15)


@pytest.fixture
def eventually() -> Callable[..., None]:
    """`eventually(condition)`: wait until it holds, ten seconds at most."""
    return until

"""The workbench as an ASGI application."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import copy_context
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route as Address

from kodning.errors import KodningError
from kodning.reading import LARGEST_FILE
from kodning.store.changes import Change
from kodning.web import people
from kodning.web.asked import Asked, BadRequestError, NotAllowedError, body_of, query_of
from kodning.web.failing import status_of
from kodning.web.figures_api import Picture
from kodning.web.guard import PAGE_POLICY, PICTURE_POLICY, SAFE_METHODS, Guard
from kodning.web.live import Live
from kodning.web.opening import Projects
from kodning.web.report_api import Page
from kodning.web.routes import ROUTES, Route
from kodning.web.sessions import Brake, Session, Sessions
from kodning.web.settings import Person, Settings
from kodning.web.static_files import StaticFiles
from kodning.wording import LANGUAGES, Language, language, speaking, tr

_LARGEST_BODY = 2_000_000
_log = logging.getLogger("kodning.web")
PAGES = (
    "", "read", "themes", "quotes", "documents", "suggestions", "agreement", "codebook", "search", "history",
    "report", "login",
)  # fmt: skip


class TooLargeError(KodningError):
    """A body that is larger than anything the page sends."""

    def __init__(self) -> None:
        super().__init__("Filen er for stor.", "The file is too large.")


class WrongPasswordError(KodningError):
    """Name and password do not belong together."""

    def __init__(self) -> None:
        super().__init__("Navn og adgangskode passer ikke sammen.", "Name and password do not match.")


class Workbench:
    """What the application holds on to: settings, sessions, projects, listeners."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sessions = Sessions()
        self.brake = Brake()
        self.projects = Projects(settings.folder, at_home=settings.people is None)
        self.server = Person(settings.coder, "admin")
        self.live = Live(self._newest, self._changes_after, self._seen)
        self.spoken: Language = language()
        # One thread writes: its connection keeps what it has counted, and nobody waits for a lock.
        self._writer = ThreadPoolExecutor(1, "kodning-writer")
        self._readers = ThreadPoolExecutor(6, "kodning-reader")
        self.static = StaticFiles.read()

    async def run(self, route: Route, asked: Asked) -> object:
        """Answer in a thread, in the language in force: writes one after the other, always in the same one."""
        pool = self._writer if route.writes and route.queued else self._readers
        call = partial(copy_context().run, _answer, self, route, asked)
        return await asyncio.get_running_loop().run_in_executor(pool, call)

    def _newest(self) -> int:
        with self.projects.unseen() as project:
            return project.newest_action()

    def _changes_after(self, number: int) -> list[Change]:
        with self.projects.unseen() as project:
            return project.changes_after(number)

    def _seen(self, changes: Sequence[Change], person: Person) -> list[Change]:
        with self.projects.opened(person) as project:
            return [seen for change in changes if (seen := project.change_seen(change))]

    @property
    def cookie(self) -> str:
        """The name of the cookie; cookies do not tell ports apart."""
        return f"kodning-{self.settings.port}"

    def session(self, request: Request) -> Session | None:
        """The session of a request."""
        return self.sessions.find(request.cookies.get(self.cookie))

    def let_in(self, response: Response, person: Person) -> Response:
        """Begin a session."""
        response.set_cookie(
            self.cookie, self.sessions.begin(person), httponly=True, samesite="strict",
            secure=self.settings.secure, path="/",
        )  # fmt: skip
        return response

    def spoken_by(self, request: Request) -> Language:
        """The language of a page: as switched, else the server's."""
        wanted = request.headers.get("x-kodning-language") or request.cookies.get("kodning-language")
        return next((name for name in LANGUAGES if name == wanted), self.spoken)


def make_app(settings: Settings) -> Starlette:
    """The application for a project."""
    bench = Workbench(settings)

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(bench.live.watch())
        yield
        watching.cancel()

    addresses = [
        *(Address(route.path, _endpoint(bench, route), methods=[route.method]) for route in ROUTES),
        Address("/api/session", _login(bench), methods=["POST"]),
        Address("/api/session/end", _logout(bench), methods=["POST"]),
        Address("/api/events", _events(bench), methods=["GET"]),
        Address("/static/{path:path}", _static(bench), methods=["GET"]),
        *(Address(f"/{page}", _page(bench, page), methods=["GET"]) for page in PAGES),
    ]
    app = Starlette(
        routes=addresses,
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={404: _not_found, 405: _not_found},
        lifespan=running,
    )
    app.state.bench = bench
    return app


def failure(error: Exception) -> JSONResponse:
    """What went wrong, as the page gets it."""
    status, kind = status_of(error)
    if status == 500:  # noqa: PLR2004 - nobody foresaw it
        _log.exception("unforeseen", exc_info=error)
        message = tr(
            "Noget gik galt på serveren. Intet er ændret.",
            "Something went wrong on the server. Nothing changed.",
        )
    else:
        message = str(error)
    return JSONResponse({"error": message, "kind": kind}, status_code=status)


async def _not_found(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "404", "kind": "unknown"}, status_code=404)


def _nobody() -> JSONResponse:
    message = tr("Du er ikke logget ind.", "You are not logged in.")
    return JSONResponse({"error": message, "kind": "login"}, status_code=401)


def _endpoint(bench: Workbench, route: Route) -> Callable[[Request], Any]:
    """Check who asks, read what she says, answer in a thread."""

    async def endpoint(request: Request) -> Response:
        with speaking(bench.spoken_by(request)):
            session = bench.session(request)
            if session is None:
                return _nobody()
            try:
                _require_allowed(bench.settings, route, session, request)
                raw = await _body(request, LARGEST_FILE if route.takes == "file" else _LARGEST_BODY)
                asked = Asked(
                    session.person,
                    bench.settings,
                    query_of(request.scope["query_string"]),
                    body_of(raw) if route.writes and route.takes == "json" else {},
                    raw,
                )
                answer = await bench.run(route, asked)
            except ClientDisconnect:
                return Response(status_code=400)
            except Exception as error:  # noqa: BLE001 - every failure becomes an answer
                return failure(error)
            if route.writes:
                bench.live.notify()
            return _outgoing(answer, session, route)

    return endpoint


def _require_allowed(settings: Settings, route: Route, session: Session, request: Request) -> None:
    if not session.person.may(route.need) or (settings.read_only and route.writes):
        raise NotAllowedError
    if route.method not in SAFE_METHODS and request.headers.get("x-kodning-csrf", "") != session.csrf:
        raise BadRequestError("csrf")


async def _body(request: Request, most: int) -> bytes:
    if request.method in SAFE_METHODS:
        return b""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TooLargeError
        parts.append(part)
    return b"".join(parts)


def _answer(bench: Workbench, route: Route, asked: Asked) -> object:
    with bench.projects.opened(asked.person, to_write=route.writes and route.queued) as project:
        return route.answer(project, asked)


def _outgoing(answer: Any, session: Session, route: Route) -> Response:
    if isinstance(answer, Page):
        headers = {"Content-Security-Policy": PAGE_POLICY}
        return Response(answer.html, media_type="text/html", headers=headers)
    if isinstance(answer, Picture):
        headers = {"Content-Security-Policy": PICTURE_POLICY}
        return Response(answer.svg, media_type="image/svg+xml", headers=headers)
    if isinstance(answer, tuple):
        name, media_type, contents = answer
        disposition = f"attachment; filename*=UTF-8''{quote(name)}"
        return Response(contents, media_type=media_type, headers={"Content-Disposition": disposition})
    if route.path == "/api/me":
        answer = {**answer, "csrf": session.csrf}
    text = json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text, media_type="application/json")


def _login(bench: Workbench) -> Callable[[Request], Any]:
    """Name and password → a session. Guessing is slowed down, by address and by name."""

    async def login(request: Request) -> Response:
        with speaking(bench.spoken_by(request)):
            try:
                body = body_of(await _body(request, 10_000))
                asked = Asked(bench.server, bench.settings, body=body)
                name, password = asked.text("name"), asked.text("password")
            except KodningError as error:
                return failure(error)
            file = bench.settings.people
            keys = (f"address {request.client.host if request.client else ''}", f"name {name.casefold()}")
            if file is None:
                return failure(NotAllowedError())
            if wait := bench.brake.wait(*keys):
                message = tr(
                    f"For mange forsøg. Vent {wait:.0f} sekunder.",
                    f"Too many tries. Wait {wait:.0f} seconds.",
                )
                headers = {"Retry-After": str(int(wait) + 1)}
                return JSONResponse({"error": message, "kind": "wait"}, status_code=429, headers=headers)
            person = await run_in_threadpool(people.logged_in, file, name, password)
            if person is None:
                bench.brake.failed(*keys)
                return JSONResponse({"error": str(WrongPasswordError()), "kind": "login"}, status_code=401)
            if person.role == "blind":
                await run_in_threadpool(bench.projects.blindfold, person)
            return bench.let_in(JSONResponse({"coder": person.name, "role": person.role}), person)

    return login


def _logout(bench: Workbench) -> Callable[[Request], Any]:
    async def logout(request: Request) -> Response:
        session = bench.session(request)
        if session is None:
            return _nobody()
        if request.headers.get("x-kodning-csrf", "") != session.csrf:
            return failure(BadRequestError("csrf"))
        bench.sessions.end(request.cookies.get(bench.cookie))
        response = JSONResponse({})
        response.delete_cookie(bench.cookie, path="/")
        return response

    return logout


def _events(bench: Workbench) -> Callable[[Request], Any]:
    async def events(request: Request) -> Response:
        session = bench.session(request)
        if session is None:
            return _nobody()
        last = request.headers.get("last-event-id") or request.query_params.get("since", "0")
        secret = request.cookies.get(bench.cookie)
        stream = bench.live.events(
            session.person,
            int(last) if last.isdecimal() and len(last) < 16 else 0,  # noqa: PLR2004 - more digits are no number of an action
            lambda: bench.sessions.find(secret) is None,
        )
        return StreamingResponse(stream, media_type="text/event-stream")

    return events


def _static(bench: Workbench) -> Callable[[Request], Any]:
    async def static(request: Request) -> Response:
        file, fixed = bench.static.find(request.path_params["path"])
        if file is None:
            return JSONResponse({"error": "404", "kind": "unknown"}, status_code=404)
        caching = "public, max-age=31536000, immutable" if fixed else "no-cache"
        headers = {"Cache-Control": caching, "ETag": file.tag}
        if request.headers.get("if-none-match") == file.tag:
            return Response(status_code=304, headers=headers)
        return Response(file.contents, media_type=file.media_type, headers=headers)

    return static


def _page(bench: Workbench, name: str) -> Callable[[Request], Any]:
    """The page itself, which holds nothing of the project; the token of the opened address begins a session."""
    index = bench.static.page(name or "read")

    async def page(request: Request) -> Response:
        token = request.query_params.get("token")
        if token is not None and bench.settings.people is None and bench.sessions.is_token(token):
            response = RedirectResponse(request.url.path, status_code=303)
            return bench.let_in(response, Person(bench.settings.coder, "admin"))
        spoken = bench.spoken_by(request)
        return Response(index.replace('lang="da"', f'lang="{spoken}"', 1), media_type="text/html")

    return page

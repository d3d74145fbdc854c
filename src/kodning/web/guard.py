"""What every request must pass before anything looks at it, and what every answer carries."""

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from kodning.web.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " font-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)
# A page made for print brings its own style and no script; it runs in a box of its own.
PAGE_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)
# A figure is a picture with style rules of its own for dark screens.
PICTURE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
SAFE_METHODS = frozenset({"GET", "HEAD"})


class Guard:
    """Refuses other hosts and other pages; adds the headers of a strict page to every answer.

    A name server that an attacker owns can point her name at 127.0.0.1: the Host header tells.
    """

    def __init__(self, app: "ASGIApp", settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self._settings.secure:
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        if refused := self._refused(Headers(scope=scope), scope["method"]):
            await PlainTextResponse(refused, status_code=403)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _refused(self, headers: Headers, method: str) -> str | None:
        scheme = "https" if self._settings.secure else "http"
        if f"{scheme}://{headers.get('host', '').casefold()}" not in self._settings.origins:
            return "Host"
        origin = headers.get("origin")
        if origin is not None and origin.casefold() not in self._settings.origins:
            return "Origin"
        site = headers.get("sec-fetch-site")
        if method not in SAFE_METHODS and site is not None and site != "same-origin":
            return "Origin"
        return None

"""Listening: a socket of our own, so that the address is known before anybody is told of it."""

import socket
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kodning.errors import KodningError
from kodning.web.settings import Settings

_TRIED = 20


class PortTakenError(KodningError):
    """The port is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} er i brug. Vælg en anden med --port, eller luk det andet program.",
            f"Port {port} is in use. Choose another with --port, or close the other program.",
        )


class AddressError(KodningError):
    """The address cannot be listened at."""

    def __init__(self, host: str) -> None:
        super().__init__(f"Der kan ikke lyttes på {host}.", f"Cannot listen at {host}.")


class OpenServerError(KodningError):
    """Serving beyond the own machine without passwords."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host} kan nås fra andre maskiner. Giv først folk adgang: kodning people add NAVN --role admin.",
            f"{host} can be reached from other machines. Give people access first: kodning people add NAME --role admin.",
        )


class CertificateError(KodningError):
    """Certificate and key cannot be read, or do not belong together."""

    def __init__(self, certificate: Path, key: Path | None) -> None:
        named = " + ".join(str(path) for path in (certificate, key) if path)
        super().__init__(
            f"{named}: kan ikke bruges som TLS-certifikat med nøgle. Begge skal være PEM og høre sammen; ligger nøglen "
            "i en fil for sig, så angiv den med --key.",
            f"{named}: cannot be used as a TLS certificate with its key. Both must be PEM and belong together; if the "
            "key is in a file of its own, give it with --key.",
        )


class Tls(NamedTuple):
    """Files of the certificate and its key."""

    certificate: Path
    key: Path | None

    def check(self) -> None:
        """Read both.

        Raises:
            CertificateError: They cannot be used.
        """
        import ssl

        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.certificate, self.key)
        except (ssl.SSLError, OSError) as error:
            raise CertificateError(self.certificate, self.key) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    return host in {"localhost", "::1"} or host.startswith("127.")


def listening(host: str, port: int, *, exact: bool) -> socket.socket:
    """A socket at the port, or where it is taken and need not be that one, at one of the next.

    Raises:
        PortTakenError: It is taken.
        AddressError: The host is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in [port] if exact or not port else [*range(port, port + _TRIED), 0]:
        # Named as TCP, asyncio switches off the waiting for more to send: 40 ms of every answer in two parts.
        sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would share a port otherwise
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((host, candidate))
            sock.listen(128)
        except socket.gaierror as error:
            sock.close()
            raise AddressError(host) from error
        except OSError as error:
            sock.close()
            if error.errno is not None and not _is_taken(error):
                raise AddressError(host) from error
        else:
            return sock
    raise PortTakenError(port)


def _is_taken(error: OSError) -> bool:
    import errno

    return error.errno in {errno.EADDRINUSE, errno.EACCES} or getattr(error, "winerror", 0) in {10013, 10048}


def serve(
    settings: Settings, *, exact: bool, browser: bool, tls: Tls | None, told: Callable[[str], None]
) -> None:
    """Serve until interrupted.

    Args:
        settings: What and how.
        exact: Whether it must be that port.
        browser: Whether to open a browser.
        tls: Certificate and key.
        told: Is given the address once it answers.
    """
    import uvicorn

    from kodning.web.app import make_app

    if not is_loopback(settings.host) and settings.people is None:
        raise OpenServerError(settings.host)
    if tls is not None:
        tls.check()
    sock = listening(settings.host, settings.port, exact=exact)
    settings = replace(settings, port=sock.getsockname()[1])
    app = make_app(settings)
    token = f"/?token={app.state.bench.sessions.token}" if settings.people is None else "/"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"{'https' if settings.secure else 'http'}://{host}:{settings.port}{token}"
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=1, server_header=False,
        ssl_certfile=str(tls.certificate) if tls else None, ssl_keyfile=str(tls.key) if tls and tls.key else None,
        lifespan="on", proxy_headers=False, ws="none",
    )  # fmt: skip
    server = uvicorn.Server(config)

    def tell_when_ready() -> None:
        while not server.started:
            if server.should_exit or stopped.wait(0.02):
                return
        told(address)
        if browser:
            webbrowser.open(address)

    stopped = threading.Event()
    threading.Thread(target=tell_when_ready, daemon=True).start()
    try:
        server.run(sockets=[sock])
    except KeyboardInterrupt:
        pass
    finally:
        stopped.set()
        sock.close()

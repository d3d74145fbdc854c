"""Served beyond the own machine: names and passwords, TLS, a name of its own."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kodning.project import Project
from kodning.web.people import PEOPLE_NAME, set_person

NAME = "projekt.lan"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - that is what is tried here


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of our own making for `projekt.lan`, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        if os.environ.get("CI"):
            pytest.fail("no openssl: install it")
        pytest.skip("no openssl on this machine")
    made, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    line = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out",
            str(made), "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1"]  # fmt: skip
    subprocess.run(line, check=True, capture_output=True, timeout=60)
    return made, key


def run(folder: Path, environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    """`kodning serve` where it must refuse."""
    line = [sys.executable, "-m", "kodning", "--project", str(folder), "--language", "da", "serve", "--no-browser",
            "--port", "0", *options]  # fmt: skip
    return subprocess.run(
        line, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=False
    )


def test_everybody_comes_in_over_tls_by_name_and_password(
    serve: Any, desk: Any, demo_project: Path, certificate: tuple[Path, Path], eventually: Callable[..., None]
) -> None:
    set_person(demo_project / PEOPLE_NAME, "mette", "coder", "kode-mette-1234")
    made, key = certificate
    served = serve(
        demo_project, "--host", EVERYWHERE, "--name", NAME, "--certificate", str(made), "--key", str(key)
    )
    assert served.address == f"https://{EVERYWHERE}:{served.port}/"  # no token: the password is the way in
    here = served._replace(address=f"https://127.0.0.1:{served.port}/")
    person = desk(here, ignore_https_errors=True)
    page = person.page
    page.locator("#name").fill("mette")
    page.locator("#password").fill("kode-mette-1234")
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_selector(".top nav")
    (cookie,) = [one for one in person.context.cookies() if one["name"] == f"kodning-{served.port}"]
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
    person.read()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("synlighed")
    page.keyboard.press("Enter")

    def coded() -> int:
        with Project.open(demo_project) as project:
            return len(project.codings(coder="mette"))

    eventually(lambda: coded() == 1)
    page.wait_for_selector(".codename:not(.other):not(.pending)")

    # A browser elsewhere that trusts the certificate reaches it by its name, and by no other.
    trusted = ssl.create_default_context(cafile=str(made))

    def ask(host: str) -> tuple[int, str]:
        with (
            socket.create_connection(("127.0.0.1", served.port), timeout=20) as plain,
            trusted.wrap_socket(plain, server_hostname=NAME) as wrapped,
        ):
            wrapped.sendall(
                f"GET /login HTTP/1.1\r\nHost: {host}:{served.port}\r\nConnection: close\r\n\r\n".encode()
            )
            answer = http.client.HTTPResponse(wrapped)
            answer.begin()
            return answer.status, answer.headers.get("Strict-Transport-Security", "")

    assert ask(NAME) == (200, "max-age=31536000")
    assert ask("another.lan")[0] == 403
    plain = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    plain.request("GET", "/login")
    with pytest.raises((http.client.HTTPException, OSError)):
        plain.getresponse()
    plain.close()


def test_nothing_is_served_beyond_this_machine_without_passwords(
    demo_project: Path, environment: dict[str, str]
) -> None:
    done = run(demo_project, environment, "--host", EVERYWHERE)
    assert (done.returncode, done.stdout) == (2, "")
    assert "kodning people add" in done.stderr


def test_a_certificate_that_cannot_be_used_is_refused_in_words(
    demo_project: Path, environment: dict[str, str], certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    made, key = certificate
    nonsense = tmp_path / "vrøvl.pem"
    nonsense.write_text("vrøvl\n", encoding="utf-8")
    for options in (("--certificate", str(nonsense)), ("--certificate", str(made)),
                    ("--certificate", str(made), "--key", str(nonsense))):  # fmt: skip
        done = run(demo_project, environment, *options)
        assert (done.returncode, done.stdout) == (2, ""), options
        assert options[1] in done.stderr
        assert "--key" in done.stderr
        assert "Traceback" not in done.stderr
    alone = run(demo_project, environment, "--key", str(key))
    assert alone.returncode == 2
    assert "--certificate" in alone.stderr

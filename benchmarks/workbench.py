"""The workbench under load: a hundred coders at once, and a long transcript with a thousand codings.

    python benchmarks/workbench.py [--seconds 20] [--coders 100] [--documents 200]

The first part serves a constructed project and lets every coder code once every three seconds; each acknowledged
coding is looked for in the store afterwards. Beside it stands the time of the same request without company, so that
a loaded machine shows. The second part opens a constructed transcript of 100,000 characters with 1,000 codings in
Chromium. It can be used when text, tints and the first stripes are painted, the text has the focus and the browser has
nothing left to do; a coding is painted with the frame that shows its stripe in the margin. `--coders 0` leaves the first
part out.
"""

import argparse
import http.client
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from argon2 import PasswordHasher

from kodning.model import NewCoding
from kodning.project import Project
from kodning.reading import read
from kodning.store.ids import new_uid
from kodning.web.people import PEOPLE_NAME, Account
from kodning.web.records import text_hash
from kodning.web.settings import Person

_SENTENCES = (
    "Vi hører først om det, når det er vedtaget.",
    "Der er ingen penge til det, og så falder det sammen.",
    "Jeg synes egentlig, at samarbejdet er blevet bedre, siden vi fik en fast kontakt i forvaltningen.",
    "Ja.",
    "Det ved jeg ikke, men vi prøver at være synlige ude i byen, også når der er valg.",
)
_CODEBOOK = "title: Bænk\ncodes:\n" + "".join(
    f'  - id: kode-{n}\n    label: {{da: Kode {n}, en: Code {n}}}\n    color: "#{n * 37 % 256:02x}6c{n * 91 % 256:02x}"\n'
    for n in range(24)
)


def transcript(characters: int, seed: int) -> str:
    """A constructed interview of about so many characters."""
    draw = random.Random(seed)
    parts: list[str] = []
    size = 0
    while size < characters:
        speaker = "Interviewer" if len(parts) % 2 == 0 else "Formand"
        said = " ".join(
            draw.choice(_SENTENCES) for _ in range(1 if speaker == "Interviewer" else draw.randint(3, 12))
        )
        parts.append(f"**{speaker}:** {said}")
        size += len(said)
    return "\n\n".join(parts) + "\n"


def build(folder: Path, documents: int, characters: int) -> list[tuple[str, str, int]]:
    """A project; gives name, hash as the page knows it, and length of each document."""
    with Project.create(folder, _CODEBOOK, "bænk") as project:
        files = []
        for number in range(documents):
            path = folder / f"interview-{number:03d}.md"
            path.write_text(transcript(characters, number), encoding="utf-8")
            files.append((path, read(path)))
        project.import_transcripts(files, "bænk")
        rows = [project.revision(one.name) for one in project.documents()]
        return [(row.name, text_hash(row), len(row.text)) for row in rows]


def serve(folder: Path, *options: str) -> tuple[subprocess.Popen[str], str]:
    """The server in a process of its own, and its address."""
    line = [
        sys.executable,
        "-m",
        "kodning",
        "--project",
        str(folder),
        "serve",
        "--no-browser",
        "--port",
        "0",
        *options,
    ]
    process = subprocess.Popen(
        line,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "KODNING_CODER": "bænk", "PYTHONUTF8": "1"},
    )
    said = process.stdout.readline() if process.stdout else ""
    match = re.search(r"https?://\S+", said)
    if match is None:
        sys.exit("the server did not start")
    return process, match[0]


class Coder(threading.Thread):
    """One person who codes every three seconds."""

    def __init__(
        self,
        address: str,
        name: str,
        documents: list[tuple[str, str, int]],
        seconds: float,
        ready: threading.Barrier,
    ) -> None:
        super().__init__(daemon=True)
        self.port = urlsplit(address).port or 0
        self.origin = address.rstrip("/")
        self.coder, self.documents, self.seconds, self.ready = name, documents, seconds, ready
        self.times: list[float] = []
        self.acknowledged: list[str] = []
        self.errors: list[str] = []
        self.draw = random.Random(f"{name} {seconds}")
        self.headers: dict[str, str] = {}

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, Any, str]:
        """One request on the coder's own connection."""
        self.connection.request(
            method,
            path,
            json.dumps(body).encode() if body is not None else None,
            {"Origin": self.origin, **self.headers},
        )
        response = self.connection.getresponse()
        raw = response.read()
        return response.status, json.loads(raw), response.headers.get("Set-Cookie", "")

    def run(self) -> None:
        """Log in, then code."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        _, _, cookie = self.ask("POST", "/api/session", {"name": self.coder, "password": "adgang-1234"})
        self.headers["Cookie"] = cookie.split(";")[0]
        _, who, _ = self.ask("GET", "/api/me")
        self.headers["X-Kodning-CSRF"] = who["csrf"]
        self.ready.wait(timeout=120)  # logging in is not what is measured
        until = time.monotonic() + self.seconds
        time.sleep(self.draw.random() * 3)
        while time.monotonic() < until:
            name, seen, length = self.draw.choice(self.documents)
            start = self.draw.randrange(length - 200)
            uid = new_uid()
            body = {"uid": uid, "document": name, "hash": seen, "start": start, "end": start + 120, "memo": "",
                    "codes": [f"kode-{self.draw.randrange(24)}"]}  # fmt: skip
            began = time.perf_counter()
            status, said, _ = self.ask("POST", "/api/code", body)
            self.times.append(time.perf_counter() - began)
            if status == 200:
                self.acknowledged.append(uid)
            else:
                self.errors.append(f"{status} {said}")
            time.sleep(max(0.0, 3 - (time.perf_counter() - began)))


def load(coders: int, documents: int, seconds: float) -> bool:
    """A hundred coders; whether nothing was lost and 95 of 100 codings took under 200 ms."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "projekt"
        folder.mkdir()
        names = build(folder, documents, 6_000)
        # One hash for all, at the lowest cost that argon2 knows: logging in is not what is measured.
        hashed = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash("adgang-1234")
        people = [Account(Person(f"koder-{n}", "coder"), hashed) for n in range(coders)]
        rows = [{"name": a.person.name, "role": a.person.role, "password": a.password} for a in people]
        (folder / PEOPLE_NAME).write_text(json.dumps(rows), encoding="utf-8")
        process, address = serve(folder, "--passwords")
        try:
            alone = Coder(address, "koder-0", names, 7, threading.Barrier(1))
            alone.start()
            alone.join()
            together = threading.Barrier(coders)
            everybody = [Coder(address, f"koder-{n}", names, seconds, together) for n in range(coders)]
            for one in everybody:
                one.start()
            for one in everybody:
                one.join()
        finally:
            process.terminate()
            process.communicate(timeout=20)
        times = sorted(t for one in everybody for t in one.times)
        told = [uid for one in [alone, *everybody] for uid in one.acknowledged]
        errors = [error for one in everybody for error in one.errors]
        with Project.open(folder) as project:
            kept = {
                row[0] for row in project.connection.execute("SELECT uid FROM action WHERE kind = 'code'")
            }
            sound = not project.problems()
        p95 = times[int(len(times) * 0.95)]
        lost = len([uid for uid in told if uid not in kept])
        print(f"{coders} coders, {documents} documents, {seconds:.0f} s: {len(times)} codings")
        print(
            f"  median {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms"
        )
        print(f"  alone, same run: {statistics.median(alone.times) * 1000:.0f} ms")
        print(f"  errors {len(errors)}, acknowledged but not kept {lost}, store sound: {sound}")
        for error in errors[:3]:
            print("   ", error)
        return not errors and not lost and sound and p95 < 0.2


# Looks every frame until the text has the focus and the first name stands in the margin; then waits for a frame to be
# painted and for the browser to have nothing left to do: a key that is pressed now is answered at once.
_USABLE = """
  window.usable = null;
  const look = () => {
    const text = document.querySelector('.transcript');
    if (!text || document.activeElement !== text || !document.querySelector('.codename')) return requestAnimationFrame(look);
    requestAnimationFrame(() => requestIdleCallback(() => { window.usable = performance.now(); }));
  };
  requestAnimationFrame(look);
"""
# From the moment the key that codes was pressed to the frame that shows the coding; null if that frame does not.
_PAINTED = """() => {
  window.painted = undefined;
  const stripes = () => [...document.querySelectorAll('.stripe')].map((one) => one.dataset.coding);
  const before = new Set(stripes());
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !document.querySelector('.palette')) return;
    requestAnimationFrame(() => {
      const shown = stripes().some((one) => !before.has(one));
      const channel = new MessageChannel();
      channel.port1.onmessage = () => { window.painted = shown ? performance.now() - event.timeStamp : null; };
      channel.port2.postMessage(0);
    });
  }, {capture: true});
}"""


def _opened(page: Any, address: str | None) -> float:
    """Seconds from the start of loading until the page can be used; None reloads."""
    if address is None:
        page.reload()
    else:
        page.goto(address)
    page.wait_for_function("() => window.usable !== null", timeout=60_000)
    return float(page.evaluate("() => window.usable")) / 1000


def _coded(page: Any, code: str) -> float:
    """Milliseconds from the key that codes to the painted coding."""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.evaluate(_PAINTED)
    page.keyboard.press("Enter")
    page.wait_for_selector(".palette")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.painted !== undefined")
    painted = page.evaluate("() => window.painted")
    if painted is None:
        sys.exit("the frame after the key did not show the coding")
    page.wait_for_selector(".stripe.pending", state="detached")
    return float(painted)


def long_text(characters: int, codings: int) -> tuple[float, float] | None:
    """A long transcript in Chromium: seconds until usable and milliseconds until a coding is painted, medians.

    None where there is no Chromium.
    """
    path = os.environ.get("KODNING_CHROMIUM") or shutil.which("chromium")
    if path is None:
        print("no Chromium: the long transcript is not measured")
        return None
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "projekt"
        folder.mkdir()
        ((name, _, length),) = build(folder, 1, characters)
        draw = random.Random(1)
        with Project.open(folder) as project:
            starts = [draw.randrange(length - 300) for _ in range(codings)]
            project.import_codings(
                [NewCoding(name, s, s + draw.randint(20, 280), f"kode-{draw.randrange(24)}", "bænk") for s in starts],
                "bænk", "konstrueret",
            )  # fmt: skip
        process, address = serve(folder, "--coder", "bænk")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
                )
                read = address.split("/?")[0] + "/read"
                first, again, far, painted = [], [], [], []
                for turn in range(5):
                    page = browser.new_context().new_page()  # a browser that has none of the page's files
                    page.goto(address.split("/?")[0] + "/static/icon.svg")
                    page.add_init_script(_USABLE)
                    first.append(_opened(page, address))
                    again.append(_opened(page, None))
                    painted.append(_coded(page, f"kode {turn}"))
                    # The first thing done is a coding near the end of the text.
                    far.append(_opened(page, f"{read}?at={length - 900}-{length - 880}"))
                    painted.append(_coded(page, f"kode {turn}"))
                    page.context.close()
                browser.close()
        finally:
            process.terminate()
            process.communicate(timeout=20)
    for what, times in (
        ("opened for the first time", first),
        ("opened again", again),
        ("opened near its end", far),
    ):
        print(f"  {what}: usable after {statistics.median(times):.2f} s (least {min(times):.2f} s)")
    print(
        f"  coded: painted {statistics.median(painted):.0f} ms after the key (least {min(painted):.0f}, most {max(painted):.0f} ms)"
    )
    return statistics.median(first), statistics.median(painted)


def long_texts() -> bool:
    """The length that is asked for, and four times that."""
    print("100,000 characters, 1,000 codings")
    asked = long_text(100_000, 1_000)
    print("400,000 characters, 4,000 codings")
    long_text(400_000, 4_000)
    return asked is None or (asked[0] < 1 and asked[1] < 50)


def main() -> int:
    """Both parts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--coders", type=int, default=100)
    parser.add_argument("--documents", type=int, default=200)
    asked = parser.parse_args()
    fine = load(asked.coders, asked.documents, asked.seconds) if asked.coders else True
    return 0 if long_texts() and fine else 1


if __name__ == "__main__":
    sys.exit(main())

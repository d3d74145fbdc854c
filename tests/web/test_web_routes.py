"""Every address, asked by nobody, by the wrong ones, from the wrong place, and by those who may."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kodning.store.ids import new_uid
from kodning.web.people import PEOPLE_NAME, set_person
from kodning.web.routes import ROUTES, Route

ADDRESSES = [(route.method, route.path) for route in ROUTES] + [
    ("GET", "/api/events"),
    ("POST", "/api/session/end"),
]


def test_nobody_gets_anything_but_the_empty_page(
    serve: Any, client: Any, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    stranger = client(serve(demo_project))
    before = dump(demo_project)
    for cookie in ("", f"kodning-{stranger.served.port}=forkert"):
        stranger.cookie = cookie
        for method, path in ADDRESSES:
            answer = stranger.ask(method, path, {"uid": new_uid()})
            assert (answer.status, answer.json["kind"]) == (401, "login"), path
            assert b"interview" not in answer.raw
    for page in ("/", "/read", "/documents", "/?token=forkert"):
        answer = stranger.ask("GET", page)
        assert answer.status == 200
        assert b"interview" not in answer.raw
        assert b"koder-a" not in answer.raw
        assert answer.headers["Set-Cookie"] is None
    assert dump(demo_project) == before


def test_a_session_without_its_proof_writes_nothing(
    serve: Any, client: Any, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    own = client(serve(demo_project)).enter()
    before = dump(demo_project)
    own.csrf = "forkert"
    for route in ROUTES:
        if route.writes:
            answer = own.ask("POST", route.path, {"uid": new_uid()})
            assert (answer.status, "csrf" in answer.json["error"]) == (400, True), route.path
    assert own.ask("POST", "/api/session/end", {}).status == 400
    assert dump(demo_project) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "ond.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://ond.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=lambda headers: " ".join(f"{name} {value}" for name, value in headers.items()),
)
def test_other_hosts_and_other_pages_are_refused_everywhere(
    serve: Any, client: Any, demo_project: Path, headers: dict[str, str]
) -> None:
    own = client(serve(demo_project)).enter()
    for method, path in ADDRESSES:
        if "Sec-Fetch-Site" in headers and method == "GET":
            continue  # a link from elsewhere may open the page; the cookie stays at home (SameSite)
        answer = own.ask(method, path, {"uid": new_uid()}, headers)
        assert (answer.status, answer.raw) in {(403, b"Host"), (403, b"Origin")}, path


def test_every_answer_carries_the_strict_headers(serve: Any, client: Any, demo_project: Path) -> None:
    own = client(serve(demo_project)).enter()
    for path in ("/", "/api/me", "/static/js/main.js", "/static/index.html", "/nowhere", "/api/quotes/file"):
        headers = own.ask("GET", path).headers
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Server"] is None


def test_the_page_brings_no_script_of_its_own_and_fetches_nothing_from_outside() -> None:
    from kodning.web.static_files import static_folder

    page = (static_folder() / "index.html").read_text(encoding="utf-8")
    assert "style=" not in page
    assert "onclick" not in page
    for file in static_folder().rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        assert "innerHTML" not in text, file
        assert "eval(" not in text, file
        addresses = [
            word for word in text.replace('"', " ").split() if word.startswith(("http://", "https://"))
        ]
        assert all(word.startswith("http://www.w3.org/") for word in addresses), file


def test_the_cookie_is_out_of_reach(serve: Any, client: Any, demo_project: Path) -> None:
    served = serve(demo_project)
    answer = client(served).ask("GET", served.address.removeprefix(served.origin))
    cookie = answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", "Path=/"))
    assert "token" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/js"]
)
def test_nothing_but_the_pages_own_files_is_handed_out(
    serve: Any, client: Any, demo_project: Path, path: str
) -> None:
    assert client(serve(demo_project)).enter().ask("GET", path).status == 404


def test_read_only_refuses_everything_that_writes(
    serve: Any, client: Any, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    own = client(serve(demo_project, "--read-only")).enter()
    before = dump(demo_project)
    assert own.get("/api/me")["read_only"]
    for route in ROUTES:
        if route.writes:
            assert own.post(route.path).status == 403, route.path
    assert dump(demo_project) == before


def test_nonsense_is_refused_with_a_sentence_and_never_with_a_traceback(
    serve: Any, client: Any, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    own = client(serve(demo_project)).enter()
    before = dump(demo_project)
    bodies: list[object] = [
        b"", b"[]", b"{", b"\xff", {"uid": 1}, {"uid": "x"}, {"uid": new_uid()},
        {"uid": new_uid(), "document": "interview-1", "hash": "x", "start": -1, "end": 1.5, "codes": "a", "ids": [1]},
        {"uid": new_uid(), "document": "nej", "hash": "x", "start": 0, "end": 10**30, "codes": [], "ids": ["x"],
         "source": "codes: [", "text": " ", "label": "–", "id": 99, "decision": "x", "name": "", "value": 3},
    ]  # fmt: skip
    for route in ROUTES:
        if not route.writes or route.path in {"/api/undo", "/api/suggestions/run", "/api/codebook/check"}:
            continue
        for body in bodies:
            answer = own.ask("POST", route.path, body)
            assert answer.status in {400, 403, 404, 409, 422}, (route.path, body, answer)
            assert answer.json["error"]
            assert "Traceback" not in answer.json["error"]
    assert dump(demo_project) == before


def _server_with_people(serve: Any, folder: Path) -> Any:
    for name, role in (("Anna", "admin"), ("Kaja", "coder"), ("Bo", "blind"), ("Liv", "reader")):
        set_person(folder / PEOPLE_NAME, name, role, f"kode-{name}-1234")  # type: ignore[arg-type]
    return serve(folder, "--passwords")


@pytest.mark.parametrize(
    ("name", "allowed"), [("Liv", "read"), ("Kaja", "read code"), ("Anna", "read code admin")]
)
def test_a_role_opens_what_it_opens_and_nothing_else(
    serve: Any, client: Any, demo_project: Path, name: str, allowed: str
) -> None:
    person = client(_server_with_people(serve, demo_project))
    assert person.login(name, f"kode-{name}-1234").status == 200
    for route in ROUTES:
        if route.writes and not _harmless(route):
            continue
        answer = (
            person.post(route.path) if route.writes else person.ask("GET", f"{route.path}?name=interview-1")
        )
        refused = answer.status == 403
        assert refused == (route.need not in allowed.split()), (route.path, answer)


def _harmless(route: Route) -> bool:
    return route.path not in {"/api/undo", "/api/suggestions/run", "/api/import"}


def test_guessing_is_slowed_down_and_says_nothing_of_who_is_there(
    serve: Any, client: Any, demo_project: Path
) -> None:
    guesser = client(_server_with_people(serve, demo_project))
    said = {guesser.login(name, "forkert-1234").raw for name in ("Anna", "Ingen")}
    assert len(said) == 1
    for _ in range(3):
        assert guesser.login("Anna", "forkert-1234").status == 401
    answer = guesser.login("Anna", "kode-Anna-1234")
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 61


def test_passwords_are_not_in_the_store_and_not_readable(serve: Any, demo_project: Path) -> None:
    _server_with_people(serve, demo_project)
    kept = (demo_project / PEOPLE_NAME).read_text(encoding="utf-8")
    assert "$argon2id$" in kept
    assert "kode-Anna-1234" not in kept


def test_a_login_ends(serve: Any, client: Any, demo_project: Path) -> None:
    person = client(_server_with_people(serve, demo_project))
    person.login("Kaja", "kode-Kaja-1234")
    assert person.ask("POST", "/api/session/end", {}).status == 200
    assert person.ask("GET", "/api/me").status == 401


def test_a_blind_coder_is_told_of_nobody_elses_work_in_any_answer(
    serve: Any, client: Any, demo_project: Path
) -> None:
    served = _server_with_people(serve, demo_project)
    anna, bo = client(served), client(served)
    anna.login("Anna", "kode-Anna-1234")
    bo.login("Bo", "kode-Bo-1234")
    document = bo.get("/api/document?name=interview-1")
    place = {"document": "interview-1", "hash": document["hash"], "start": 0, "end": 11}
    assert anna.post("/api/code", **place, codes=["budget"], memo="ANNAS HEMMELIGHED").status == 200
    assert bo.post("/api/code", **place, codes=["budget"]).status == 200
    for route in ROUTES:
        if route.writes:
            continue
        name = "themes" if route.path == "/api/figure" else "interview-1"
        answer = bo.ask("GET", f"{route.path}?name={name}&document=interview-1&q=penge&code=budget")
        if answer.status == 200:
            for word in (b"koder-a", b"koder-b", b"Anna", b"HEMMELIGHED"):
                assert word not in answer.raw, route.path
        else:
            assert answer.status == 403, route.path
    assert bo.get("/api/me")["blind"] is True
    assert [one["coder"] for one in bo.get("/api/document?name=interview-1")["codings"]] == ["Bo"]
    assert bo.post("/api/retract", ids=["1"]).status == 403
    for path in ("/api/quotes?", "/api/matrix?", "/api/figure?name=themes&", "/api/figure?name=timeline&"):
        assert bo.ask("GET", f"{path}coder=koder-a").status == 403

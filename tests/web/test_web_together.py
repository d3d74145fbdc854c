"""Several people, a server that is killed, and what is sent twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

from kodning.project import Project
from kodning.reading import read
from kodning.store.ids import new_uid

EMOJI = (
    "**Interviewer:** Hvordan gik det? 🙂\n\n**Åse:** Årh 👩‍👩‍👧 så gik vi på æblerov 🤔. Øen var tom 🇩🇰!\n"
)


def codings(folder: Path, coder: str) -> list[tuple[str, str]]:
    with Project.open(folder) as project:
        texts = {document.name: project.revision(document.name).text for document in project.documents()}
        return [(one.code, texts[one.document][one.start : one.end]) for one in project.codings(coder=coder)]


def test_what_one_codes_the_other_sees_without_reloading(serve: Any, desk: Any, demo_project: Path) -> None:
    served = serve(demo_project)
    first, second = desk(served), desk(served)
    one, other = first.read(), second.read()
    one.keyboard.press("Alt+ArrowDown")
    one.keyboard.type("budget")
    one.keyboard.press("Enter")
    other.wait_for_selector(".codename:not(.other):has-text('Rådets økonomi')")
    one.keyboard.press("Control+z")
    other.wait_for_selector(".codename:not(.other)", state="detached")


def test_what_the_command_line_does_appears_on_the_page(serve: Any, desk: Any, demo_project: Path) -> None:
    page = desk(serve(demo_project)).read()
    with Project.open(demo_project) as project:
        project.code("interview-1", "t1", ["synlighed"], "mette")
    page.wait_for_selector(".codename:not(.other):has-text('Synlighed')")


def test_a_server_killed_in_the_middle_costs_nothing_and_doubles_nothing(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    served = serve(demo_project)
    person = desk(served)
    page = person.read()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("budget")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project, "mette")) == 1)
    served.stop()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.wait_for_selector("#banner:has-text('2 handlinger er gemt')")
    assert page.locator(".codename.pending").count() == 2
    again = serve(demo_project, port=served.port)
    person.context.new_page().goto(again.address)  # the new address lets the old page in again
    eventually(lambda: len(codings(demo_project, "mette")) == 3, 25)
    page.wait_for_selector("#banner", state="hidden")
    eventually(lambda: page.locator(".codename.pending").count() == 0)
    with Project.open(demo_project) as project:
        assert len({(c.start, c.end, c.code) for c in project.codings(coder="mette")}) == 3


def test_emoji_and_danish_letters_are_coded_where_they_stand(
    serve: Any, desk: Any, demo_project: Path, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    file = tmp_path / "æøå.md"
    file.write_text(EMOJI, encoding="utf-8")
    with Project.open(demo_project) as project:
        project.import_transcripts([(file, read(file))], "mette")
    page = desk(serve(demo_project)).read("%C3%A6%C3%B8%C3%A5")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    page.keyboard.type("synlighed")
    page.keyboard.press("Enter")
    eventually(lambda: codings(demo_project, "mette"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    eventually(lambda: len(codings(demo_project, "mette")) == 2)
    found = [words for _, words in codings(demo_project, "mette")]
    with Project.open(demo_project) as project:
        text = project.revision("æøå").text
        sentences = [text[one.start : one.end] for one in project.segments("æøå", "sentence")]
    assert found == sentences[1:3]
    assert "👩‍👩‍👧" in found[0]


def test_a_file_is_shown_before_it_is_kept(serve: Any, desk: Any, demo_project: Path, tmp_path: Path) -> None:
    file = tmp_path / "nyt interview.md"
    file.write_text(EMOJI, encoding="utf-8")
    page = desk(serve(demo_project)).open("/documents")
    page.locator("#files").set_input_files(file)
    page.wait_for_selector(".preview td:has-text('Årh')")
    with Project.open(demo_project) as project:
        assert len(project.documents()) == 5
    page.get_by_role("button", name="Hent ind").click()
    page.wait_for_selector("th a:has-text('nyt interview')")
    with Project.open(demo_project) as project:
        assert [one.name for one in project.documents()][-1] == "nyt interview"


def test_sent_twice_is_done_once(serve: Any, client: Any, demo_project: Path) -> None:
    own = client(serve(demo_project)).enter()
    seen = own.get("/api/document?name=interview-1")["hash"]
    body = {
        "uid": new_uid(),
        "document": "interview-1",
        "hash": seen,
        "start": 0,
        "end": 11,
        "codes": ["budget"],
        "memo": "",
    }
    first, second = own.ask("POST", "/api/code", body), own.ask("POST", "/api/code", body)
    assert (first.status, second.status) == (200, 200)
    assert (first.json["repeated"], second.json["repeated"]) == (False, True)
    assert first.json["change"] == second.json["change"]
    assert len(codings(demo_project, "mette")) == 1
    undo = {"uid": new_uid()}
    for _ in range(3):
        assert own.ask("POST", "/api/undo", undo).status == 200
    assert codings(demo_project, "mette") == []
    with Project.open(demo_project) as project:
        assert [row.kind for row in project.history(coder="mette")] == ["undo", "code"]


def test_a_server_killed_while_it_writes_keeps_what_it_has_acknowledged(
    serve: Any, client: Any, demo_project: Path
) -> None:
    """Eight people code without a pause; kill -9 strikes requests on their way. Sent again, each is done once."""
    served = serve(demo_project)
    own = client(served).enter()
    seen = own.get("/api/document?name=interview-1")["hash"]
    bodies = [
        {"uid": new_uid(), "document": "interview-1", "hash": seen, "start": at, "end": at + 7, "codes": ["budget"],
         "memo": ""}
        for at in range(0, 4000, 2)
    ]  # fmt: skip
    acknowledged: list[str] = []
    struck: list[str] = []

    def code(body: dict[str, object]) -> None:
        try:
            answer = own.ask("POST", "/api/code", body)
        except (OSError, HTTPException):
            struck.append(str(body["uid"]))
            return
        assert answer.status == 200
        acknowledged.append(str(body["uid"]))
        if len(acknowledged) == 40:
            served.process.kill()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(code, bodies[:120]))
    served.process.wait(timeout=10)
    assert len(acknowledged) >= 40
    assert struck

    def stored() -> list[str]:
        with Project.open(demo_project) as project:
            assert list(project.problems()) == []
            rows = project.connection.execute("SELECT uid FROM action WHERE kind = 'code'")
            return [row[0] for row in rows]

    assert set(acknowledged) <= set(stored())
    own = client(serve(demo_project)).enter()
    for body in bodies[:120]:
        assert own.ask("POST", "/api/code", body).status == 200
    assert sorted(stored()) == sorted(str(body["uid"]) for body in bodies[:120])
    assert len(codings(demo_project, "mette")) == 120


def test_what_the_page_saw_must_still_be_so(serve: Any, client: Any, demo_project: Path) -> None:
    own = client(serve(demo_project)).enter()
    place = {"document": "interview-1", "start": 0, "end": 11, "codes": ["budget"]}
    answer = own.post("/api/code", **place, hash="0" * 32)
    assert (answer.status, answer.json["kind"]) == (409, "stale")
    seen = own.get("/api/document?name=interview-1")["hash"]
    coding = own.post("/api/code", **place, hash=seen).json["change"]["codings"][0]
    assert own.post("/api/retract", ids=[str(coding["id"])]).status == 200
    gone = own.post("/api/change", id=str(coding["id"]), hash=seen, start=0, end=5)
    assert (gone.status, gone.json["kind"]) == (409, "stale")
    assert codings(demo_project, "mette") == []
    others = own.post("/api/codebook/save", source="codes: []\n", hash="0" * 32)
    assert others.status == 409


def test_a_disagreement_is_settled_in_place_and_taken_back(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).open("/agreement?code=budget")
    page.get_by_role("button", name="koder-a har ret").first.click()
    page.locator("#ask-field").fill("Beløbet er nævnt.")
    page.get_by_role("button", name="Afgør").last.click()
    page.wait_for_selector(".decision:has-text('Beløbet er nævnt.')")

    def decided() -> int:
        with Project.open(demo_project) as project:
            return len(project.decisions())

    eventually(lambda: decided() == 1)
    page.get_by_role("button", name="Fortryd").click()
    eventually(lambda: decided() == 0)


def test_suggestions_are_decided_by_single_keys(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).open("/suggestions")
    page.get_by_role("button", name="Foreslå koder").click()
    page.wait_for_selector(".decisions", timeout=60_000)
    page.keyboard.press("n")
    page.wait_for_selector(".where:has-text('2 /')")
    page.keyboard.press("j")

    def states() -> list[str]:
        with Project.open(demo_project) as project:
            return sorted(
                row.state
                for row in project.suggestion_list(coder="mette")
                if row.state not in {"open", "coded"}
            )

    eventually(lambda: states() == ["accepted", "rejected"])
    assert len(codings(demo_project, "mette")) == 1


def test_a_code_that_another_renames_has_its_new_name_on_the_page(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("synlighed")
    page.keyboard.press("Enter")
    page.wait_for_selector(".codename:not(.other):not(.pending):has-text('Synlighed')")
    with Project.open(demo_project) as project:
        project.edit_code("synlighed", "label", {"da": "At blive set", "en": "Being seen"}, "koder-a")
    page.wait_for_selector(".codename:not(.other):has-text('At blive set')")
    page.wait_for_selector(".codepanel .use:has-text('At blive set')")
    with Project.open(demo_project) as project:
        project.rename_code("synlighed", "at-blive-set", "koder-a")
    # Its codings have followed: the code is known under its new id, and the coding can be taken back.
    page.locator(".codename:not(.other)").click()
    page.get_by_role("button", name="Tag tilbage").click()
    page.wait_for_selector(".codename:not(.other)", state="detached")
    eventually(lambda: codings(demo_project, "mette") == [])

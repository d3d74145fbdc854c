"""A round of double coding in the browser, from freezing to agreement before and after; nothing of it for the blind."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from kodning.project import Project
from kodning.reading import read
from kodning.store.ids import new_uid
from kodning.web.people import PEOPLE_NAME, set_person

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def frozen(demo_project: Path) -> Path:
    """The demo with its codings frozen."""
    with Project.open(demo_project) as project:
        project.freeze("runde 1", "mette")
    return demo_project


def passes(folder: Path) -> list[tuple[str, str | None, str]]:
    with Project.open(folder) as project:
        return [(row.name, row.base, row.by) for row in project.passes()]


def test_a_round_is_brought_to_its_end_without_a_terminal(
    serve: Any, desk: Any, demo_project: Path, kodning: Run, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).open("/agreement")
    page.get_by_role("button", name="Frys …").click()
    page.locator("#freeze-name").fill("første runde")
    page.get_by_role("button", name="Frys", exact=True).click()
    progress = page.locator(".progresswords")
    progress.wait_for()
    assert progress.inner_text() == "0 af 140 uenigheder afgjort, 140 tilbage."
    assert page.get_by_label("Sammenlign").input_value() == "første runde"

    page.get_by_role("button", name="koder-b har ret").first.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".progresswords:has-text('1 af 140')")
    page.get_by_role("button", name="Næste uafgjorte").click()
    box = page.locator(".disagreement:focus")
    assert box.locator(".decision").count() == 0
    box.get_by_role("button", name="Andet").click()
    page.locator("dialog select").select_option("synlighed")
    page.locator("dialog .chosenwords").wait_for()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".progresswords:has-text('2 af 140')")

    page.get_by_role("button", name="Skriv resultatet …").click()
    told = page.locator("dialog .changepreview")
    told.get_by_text("138 uenigheder er ikke afgjort").wait_for()
    assert "mette skriver" in told.inner_text()
    assert passes(demo_project) == [("første runde", None, "mette")]  # so far it was only looked at
    assert page.locator("#finish-name").input_value() == "første runde-afgørelse"
    page.locator("dialog").get_by_role("button", name="Skriv resultatet").click()
    page.wait_for_selector(".beforeafter")
    assert passes(demo_project)[1:] == [("første runde-afgørelse", "første runde", "mette")]

    told_there = json.loads(kodning("passes", "--format", "json", project=demo_project).stdout)
    shown = page.locator(".beforeafter dd strong").all_inner_texts()
    for which, text in zip(("before", "after"), shown, strict=True):
        assert text.startswith(f"{told_there[1][which]['alpha']:.2f}".replace(".", ",")), which
    with Project.open(demo_project) as project:
        settled = project.codings(coder="afgørelse")
    assert "synlighed" in {coding.code for coding in settled}

    # What is decided afterwards is not in the result, and the page says so until it is written again.
    page.locator(".disagreement:not(:has(.decision))").first.get_by_role(
        "button", name="koder-a har ret"
    ).click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".stale")
    page.locator(".toast").get_by_role("button", name="Fortryd").click()
    page.wait_for_selector(".progresswords:has-text('2 af 140')")
    eventually(lambda: page.locator(".stale").count() == 0)


def test_what_another_decides_shows_without_reloading(
    serve: Any, desk: Any, client: Any, frozen: Path
) -> None:
    served = serve(frozen)
    page = desk(served).open("/agreement?pass=runde 1")
    other = client(served).enter()
    one = other.get("/api/disagreements?pass=runde%201")["disagreements"][0]
    answer = other.post(
        "/api/disagreements/decide", id=one["id"], versions=["koder-a"], **{"pass": "runde 1"}
    )
    assert answer.status == 200
    page.wait_for_selector(".progresswords:has-text('1 af 140')")
    page.wait_for_selector(f"[data-id='{one['id']}'] .decision")


def test_the_result_is_the_one_of_the_command_line(
    serve: Any, client: Any, frozen: Path, kodning: Run
) -> None:
    own = client(serve(frozen)).enter()
    seen = own.get("/api/rounds/preview?pass=runde%201")
    assert (seen["by"], seen["as"], seen["decided"], seen["left"]) == ("mette", "afgørelse", 0, 140)
    body = {"pass": "runde 1", "as": seen["as"], "name": None, "seen": seen["seen"], "uid": new_uid()}
    answers = [own.ask("POST", "/api/rounds/finish", body) for _ in range(2)]
    assert [answer.json["repeated"] for answer in answers] == [False, True]
    said = kodning("adjudicate", "--finish", "--by", "mette", project=frozen).stdout
    assert "It was there already; nothing was changed." in said
    assert own.get("/api/rounds/preview?pass=runde%201")["known"] is True
    assert [name for name, _, _ in passes(frozen)] == ["runde 1", seen["name"]]


def test_a_result_that_is_not_the_one_previewed_is_refused(
    serve: Any, client: Any, frozen: Path, dump: Callable[[Path], str]
) -> None:
    own = client(serve(frozen)).enter()
    seen = own.get("/api/rounds/preview?pass=runde%201")
    one = own.get("/api/disagreements?pass=runde%201")["disagreements"][0]
    assert own.post("/api/disagreements/decide", id=one["id"], versions=[]).status == 200
    before = dump(frozen)
    order = {"pass": "runde 1", "as": seen["as"], "name": None, "seen": seen["seen"]}
    answer = own.post("/api/rounds/finish", **order)
    assert (answer.status, answer.json["kind"]) == (409, "stale")
    for path, body, status in (
        ("/api/rounds/finish", {**order, "as": "koder-a"}, 400),
        ("/api/rounds/finish", {**order, "pass": "runde 2"}, 404),
        ("/api/rounds/finish", {**order, "name": "runde 1"}, 400),
        ("/api/rounds/freeze", {"name": "Runde 1"}, 400),
        ("/api/rounds/freeze", {"name": "  "}, 400),
        ("/api/disagreements/decide", {"id": one["id"], "versions": [], "pass": "runde 2"}, 404),
    ):
        assert own.post(path, **body).status == status, (path, body)
    assert own.ask("GET", "/api/agreement?pass=nej").status == 404
    assert dump(frozen) == before


def test_a_taken_name_is_told_in_the_dialog(serve: Any, desk: Any, frozen: Path) -> None:
    page = desk(serve(frozen)).open("/agreement?pass=runde 1")
    page.get_by_role("button", name="Skriv resultatet …").click()
    page.wait_for_selector("dialog .changepreview h3")
    page.locator("#finish-as").fill("koder-a")
    page.locator("dialog .wrong:has-text('koder selv')").wait_for()
    assert page.locator("dialog").get_by_role("button", name="Skriv resultatet").is_disabled()
    page.locator("#finish-as").fill("panelet")
    page.wait_for_selector("dialog .changepreview:has-text('under »panelet«')")
    page.locator("dialog").get_by_role("button", name="Skriv resultatet").click()
    page.wait_for_selector(".beforeafter:has-text('runde 1-panelet')")


def test_decisions_are_made_on_the_words_that_were_frozen(
    serve: Any, client: Any, frozen: Path, tmp_path: Path
) -> None:
    own = client(serve(frozen)).enter()
    one = own.get("/api/disagreements?pass=runde%201")["disagreements"][0]
    with Project.open(frozen) as project:
        text = project.revision(one["document"]).text
        turn = next(turn for turn in project.turns(one["document"]) if turn.speaker)
        path = tmp_path / f"{one['document']}.md"
        path.write_text(
            f"{turn.speaker}: Det begynder et andet sted.\n\n{turn.speaker}: {text[:4000]}\n",
            encoding="utf-8",
        )
        project.revise(one["document"], path, read(path), "mette")
    again = own.get("/api/disagreements?pass=runde%201")["disagreements"][0]
    assert (again["id"], again["corrected"], one["corrected"]) == (one["id"], True, False)
    kept = own.get(f"/api/rounds/text?pass=runde%201&document={one['document']}")["text"]
    assert kept == text
    assert own.get(f"/api/rounds/text?document={one['document']}")["text"] != text
    outcome = [{"code": "budget", "start": one["start"], "end": one["end"]}]
    answer = own.post("/api/disagreements/decide", id=one["id"], outcome=outcome, **{"pass": "runde 1"})
    assert answer.status == 200


def test_a_blind_coder_is_told_of_no_round(serve: Any, client: Any, demo_project: Path) -> None:
    for name, role in (("Anna", "admin"), ("Bo", "blind"), ("Liv", "reader")):
        set_person(demo_project / PEOPLE_NAME, name, role, f"kode-{name}-1234")  # type: ignore[arg-type]
    served = serve(demo_project, "--passwords")
    anna, bo, liv = client(served), client(served), client(served)
    for person, name in ((anna, "Anna"), (bo, "Bo"), (liv, "Liv")):
        person.login(name, f"kode-{name}-1234")
    assert anna.post("/api/rounds/freeze", name="HEMMELIG RUNDE").status == 200
    for path in (
        "rounds?",
        "rounds/preview?pass=x&",
        "rounds/text?document=interview-1&",
        "agreement?",
        "disagreements?",
    ):
        answer = bo.ask("GET", f"/api/{path}pass=HEMMELIG%20RUNDE")
        assert answer.status == 403, path
        assert b"HEMMELIG" not in answer.raw
    assert b"HEMMELIG" not in bo.ask("GET", "/api/history").raw
    # A reader sees how far it has come, and can do nothing about it.
    assert liv.get("/api/rounds?pass=hemmelig%20runde")["chosen"]["disagreements"] == 140
    assert liv.ask("GET", "/api/rounds/preview?pass=HEMMELIG%20RUNDE").status == 403
    assert liv.post("/api/rounds/freeze", name="min").status == 403


def test_history_says_in_words_what_was_decided_and_used(
    serve: Any, client: Any, desk: Any, frozen: Path, kodning: Run
) -> None:
    served = serve(frozen)
    own = client(served).enter()
    one = own.get("/api/disagreements?pass=runde%201")["disagreements"][0]
    outcome = [{"code": "budget", "start": one["start"], "end": one["end"]}]
    for stands in (outcome, []):
        body = {"id": one["id"], "pass": "runde 1", "outcome": stands}
        assert own.post("/api/disagreements/decide", **body).status == 200
    assert own.post("/api/undo").status == 200
    shown = [row["summary"] for row in own.get("/api/history")]
    assert shown[:3] == [
        f"decide: {one['document']} (ingen kode)",
        f"{one['document']} (ingen kode)",
        f"{one['document']} replik {one['turn']} »Rådets økonomi«",
    ]
    used = next(row for row in own.get("/api/history") if row["kind"] == "used")["summary"]
    assert used.startswith("interview-")
    assert used.endswith(": Rapporten 2017")
    assert "replik" in used
    row = desk(served).open("/history").locator("main tbody tr").first
    assert row.locator("td").all_inner_texts()[1:] == [
        "fortrød",
        f"afgjorde uenighed: {one['document']} (ingen kode)",
    ]
    said = kodning("history", "--limit", "1", project=frozen).stdout
    assert f"decide: {one['document']} (no code)" in said
    raw = json.loads(kodning("history", "--limit", "2", "--format", "json", project=frozen).stdout)
    assert raw[1]["summary"] == one["id"]  # for programs as it was kept

"""The pages beside the reading: numbers that open their words, decisions of any kind, what is blurred."""

import http.client
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kodning.project import Project
from kodning.store.ids import new_uid
from kodning.suggest.choosing import Options
from kodning.suggest.running import run_suggestions
from kodning.web.people import PEOPLE_NAME, set_person


@pytest.fixture
def suggested(demo_project: Path) -> Path:
    """The demo project with suggestions for koder-a."""
    with Project.open(demo_project) as project:
        run_suggestions(project, "koder-a", Options(method="lexical"))
    return demo_project


def decisions(folder: Path) -> list[tuple[str, tuple[tuple[str, int, int], ...]]]:
    with Project.open(folder) as project:
        return [(row.document, row.outcome) for row in project.decisions()]


def words(folder: Path, document: str, start: int, end: int) -> str:
    with Project.open(folder) as project:
        return project.revision(document).text[start:end]


def test_every_number_of_the_themes_page_opens_as_many_quotes(
    serve: Any, desk: Any, demo_project: Path
) -> None:
    person = desk(serve(demo_project, coder="koder-a"))
    page = person.open("/themes?by=rolle")
    links = page.locator("main table a.cell").evaluate_all(
        "all => all.map(one => [one.getAttribute('href'), one.textContent])"
    )
    assert len(links) > 100
    assert all(address.startswith("/quotes?") for address, _ in links)
    cell = page.locator(".heat a.cell").first
    coded, name = cell.inner_text(), cell.get_attribute("aria-label")
    cell.click()
    page.wait_for_selector("main .quote")
    with Project.open(demo_project) as project:
        code = page.evaluate("() => new URLSearchParams(location.search).get('code')")
        parents = {one.key: one.parent for one in project.codes()}
        below = {one for one in parents if code in {one, parents[one]}}
        expected = [
            one for one in project.codings(document="interview-1", coder="koder-a") if one.code in below
        ]
    assert int(coded) == len(expected)
    assert "interview-1" in str(name)
    shown = page.locator("main figcaption a").evaluate_all("all => all.map(one => one.textContent)")
    assert shown
    assert all(text.startswith("interview-1") for text in shown)


def test_figures_say_what_they_show(serve: Any, desk: Any, demo_project: Path) -> None:
    person = desk(serve(demo_project, coder="koder-a"))
    page = person.open("/themes")
    page.wait_for_function("() => document.querySelectorAll('.figure img').length === 4")
    said = page.locator(".figure img").evaluate_all("all => all.map(one => [one.alt, one.naturalWidth])")
    assert all(width > 0 for _, width in said)
    assert "»Tidlig inddragelse« fylder mest: 30 % af ordene" in said[0][0]
    before = page.locator(".figure img").first.get_attribute("src")
    for _ in range(2):  # light, then dark
        page.get_by_role("button", name="Skift mellem lyst og mørkt").click()
    page.wait_for_function("src => document.querySelector('.figure img').src !== src", arg=before)


def test_a_figure_is_a_picture_and_nothing_more(serve: Any, client: Any, demo_project: Path) -> None:
    own = client(serve(demo_project)).enter()
    answer = own.ask("GET", "/api/figure?name=timeline&coder=koder-a")
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"<script" not in answer.raw
    assert own.ask("GET", "/api/figure?name=nej").status == 400
    assert own.ask("GET", "/api/figure?name=themes&coder=nej").status == 404


def test_the_numbers_of_the_matrix_are_those_of_the_command(
    serve: Any, client: Any, demo_project: Path, kodning: Callable[..., Any]
) -> None:
    found = client(serve(demo_project)).enter().get("/api/matrix?coder=koder-a")
    said = json.loads(
        kodning("matrix", "--coder", "koder-a", "--format", "json", project=demo_project).stdout
    )
    by_cell = {(row["code"], row["column"]): row["codings"] for row in said if row.get("column")}
    assert by_cell
    for code, counts in found["counts"].items():
        for column, count in zip(found["columns"], counts, strict=True):
            assert by_cell.get((code, column), 0) == count


def test_a_disagreement_is_settled_on_any_code_and_any_words(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project, coder="koder-a"))
    page = person.open("/agreement?code=budget")
    page.get_by_role("button", name="Andet").first.click()
    chosen = page.locator("dialog .chosenwords")
    before = chosen.inner_text()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Alt+ArrowRight")
    after = chosen.inner_text()
    assert after == " ".join(before.split(" ")[1:-1])
    page.locator("dialog select").select_option("synlighed")
    page.locator("dialog textarea").fill("Det handler om at blive set.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".decision:has-text('Synlighed'):has-text('Det handler om at blive set.')")
    assert page.evaluate("() => document.activeElement.matches('.disagreement:has(.decision)')")
    ((document, outcome),) = decisions(demo_project)
    ((code, start, end),) = outcome
    assert (code, words(demo_project, document, start, end)) == ("synlighed", after)
    page.get_by_role("button", name="Fortryd").click()
    eventually(lambda: decisions(demo_project) == [])


def test_no_code_may_be_the_outcome_where_both_coded(serve: Any, desk: Any, demo_project: Path) -> None:
    page = desk(serve(demo_project, coder="koder-a")).open("/agreement")
    box = page.locator(".disagreement", has=page.get_by_role("button", name="Ingen kode")).first
    box.get_by_role("button", name="Ingen kode").click()
    page.get_by_role("button", name="Afgør").last.click()
    page.wait_for_selector(".decision:has-text('ingen kode')")
    assert [outcome for _, outcome in decisions(demo_project)] == [()]


def test_an_outcome_elsewhere_or_of_no_code_is_refused(
    serve: Any, client: Any, demo_project: Path, dump: Callable[[Path], str]
) -> None:
    own = client(serve(demo_project, coder="koder-a")).enter()
    one = own.get("/api/disagreements")["disagreements"][0]
    start, end = one["start"], one["end"]
    before = dump(demo_project)
    for outcome, status in (
        ([{"code": "budget", "start": end, "end": end + 5}], 400),
        ([{"code": "budget", "start": start, "end": start}], 400),
        ([{"code": "budget", "start": start, "end": 10**9}], 400),
        ([{"code": "findes ikke", "start": start, "end": end}], 404),
        ([["budget", start, end]], 400),
        ("budget", 400),
    ):
        answer = own.post("/api/disagreements/decide", id=one["id"], outcome=outcome)
        assert answer.status == status, (outcome, answer)
    assert dump(demo_project) == before


def test_the_queue_is_gone_through_with_one_key_for_each_decision(
    serve: Any, desk: Any, suggested: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(suggested, coder="koder-a"))
    page = person.open("/suggestions")

    def state() -> dict[str, int]:
        with Project.open(suggested) as project:
            found: dict[str, int] = {}
            for row in project.suggestion_list(coder="koder-a"):
                found[row.state] = found.get(row.state, 0) + 1
            return found

    def at(number: int) -> None:
        page.wait_for_selector(f".where:has-text('{number} /')")

    at(1)
    waiting = state()["open"]
    assert page.locator(".evidence").count() >= 1
    assert "søgeordet" in page.locator(".reasons").inner_text()
    assert ":" not in page.locator(".reasons li").first.inner_text().split("»")[0]
    page.keyboard.press("n")
    at(2)
    page.keyboard.press("s")
    at(3)
    eventually(lambda: (state().get("rejected"), state().get("skipped")) == (1, 1))
    page.keyboard.press("e")
    page.wait_for_selector("dialog.spanask")
    page.keyboard.press("Shift+ArrowLeft")
    chosen = page.locator("dialog .chosenwords").inner_text()
    page.keyboard.press("Enter")
    at(4)
    eventually(lambda: state().get("accepted") == 1)
    with Project.open(suggested) as project:
        coding = max(project.codings(coder="koder-a"), key=lambda one: one.id)
        assert coding.origin == "suggestion"
        assert project.revision(coding.document).text[coding.start : coding.end] == chosen
    page.keyboard.press("z")
    at(3)
    eventually(lambda: state().get("accepted") is None)
    page.keyboard.press("z")
    at(2)
    page.keyboard.press("z")
    at(1)
    eventually(lambda: state() == {"open": waiting} | {k: v for k, v in state().items() if k == "coded"})


SECRETS = ("koder-a", "koder-b", "Kildebæk", "interview-", "opdigtet")


@pytest.mark.parametrize(
    "address",
    [
        "themes?by=rolle", "quotes?code=budget", "search?q=penge", "suggestions", "agreement", "documents", "history",
        "report", "read?doc=interview-1", "codebook?code=budget",
    ],
)  # fmt: skip
def test_names_and_quotes_are_blurred_on_every_page(
    serve: Any, desk: Any, suggested: Path, address: str
) -> None:
    person = desk(serve(suggested, "--incognito", coder="koder-a"))
    page = person.open(f"/{address}")
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")
    page.mouse.move(2, 2)
    found = page.evaluate(
        """(secrets) => {
          const clear = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const blurred = (element) => {
            for (let at = element; at; at = at.parentElement) if (getComputedStyle(at).filter.includes('blur')) return true;
            return false;
          };
          let hidden = 0;
          while (walker.nextNode()) {
            const {textContent, parentElement} = walker.currentNode;
            if (!secrets.some((one) => textContent.includes(one)) || parentElement.closest('.unseen, script, noscript')) continue;
            if (blurred(parentElement)) hidden += 1;
            else clear.push(textContent);
          }
          const quotes = [...document.querySelectorAll('blockquote, .passage, .version p, .hits p, iframe, .figure img, .speech p, .dochead h1, .itemlist.secret textarea')];
          return {clear, hidden, quotes: quotes.filter((one) => !blurred(one)).length};
        }""",
        list(SECRETS),
    )
    assert found["clear"] == []
    assert not any(one in page.title() for one in SECRETS)
    assert found["quotes"] == 0
    assert found["hidden"] >= 1


def test_who_may_log_in_stays_with_the_server(
    demo_project: Path, tmp_path: Path, kodning: Callable[..., Any]
) -> None:
    set_person(demo_project / PEOPLE_NAME, "Anna", "admin", "kode-Anna-1234")
    hashed = (demo_project / PEOPLE_NAME).read_text(encoding="utf-8")
    assert "argon2" in hashed
    packed, copy = tmp_path / "pakket.kodning", tmp_path / "kopi"
    for line in (
        ("exchange", "pack", packed),
        ("exchange", "pack", "--blind", tmp_path / "blind.kodning"),
        ("backup", copy),
    ):
        assert kodning(*line, project=demo_project).returncode == 0
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        if demo_project in file.parents:
            continue
        assert file.name != PEOPLE_NAME
        assert b"argon2" not in file.read_bytes()
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                assert not [name for name in archive.namelist() if PEOPLE_NAME in name]


def test_a_decision_sent_twice_is_made_once(serve: Any, client: Any, demo_project: Path) -> None:
    own = client(serve(demo_project, coder="koder-a")).enter()
    one = own.get("/api/disagreements")["disagreements"][0]
    body = {"id": one["id"], "outcome": [{"code": "budget", "start": one["start"], "end": one["end"]}]}
    uid = new_uid()
    answers = [own.ask("POST", "/api/disagreements/decide", {**body, "uid": uid}) for _ in range(2)]
    assert [answer.json["repeated"] for answer in answers] == [False, True]
    assert [outcome for _, outcome in decisions(demo_project)] == [(("budget", one["start"], one["end"]),)]


def test_a_new_attribute_is_a_column_of_the_grid(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).open("/documents")
    page.get_by_role("button", name="Ny variabel").click()
    page.locator("#ask-field").fill("størrelse")
    page.keyboard.press("Enter")
    page.get_by_label("interview-2: størrelse").fill("mellem")
    page.keyboard.press("Tab")

    def values() -> dict[str, str | None]:
        with Project.open(demo_project) as project:
            return {name: given.get("størrelse") for name, given in project.attributes().items()}

    eventually(lambda: values()["interview-2"] == "mellem")
    assert values()["interview-1"] is None


def test_what_was_picked_is_taken_home_in_its_order(
    serve: Any, desk: Any, client: Any, demo_project: Path
) -> None:
    served = serve(demo_project, coder="koder-a")
    page = desk(served).open("/quotes?code=budget")
    for at in (2, 0):
        page.locator(".quote input").nth(at).check()
    shown = [page.locator(".quote blockquote").nth(at).inner_text() for at in (2, 0)]
    address = page.locator(".basket").get_by_role("link", name="CSV").get_attribute("href")
    own = client(served).enter()
    rows = json.loads(own.ask("GET", str(address).replace("format=csv", "format=json")).raw)
    assert [row["quote"] for row in rows] == shown
    text = own.ask("GET", str(address).replace("format=csv", "format=md")).raw.decode()
    assert text.count("> ” ") == 2
    assert own.ask("GET", "/api/quotes/file?format=json&pick=findes-ikke").json == []


def test_where_nothing_can_be_changed_no_page_offers_to(serve: Any, desk: Any, demo_project: Path) -> None:
    person = desk(serve(demo_project, "--read-only", coder="koder-a"))
    page = person.open("/agreement")
    assert page.locator(".disagreement").count() > 5
    assert page.locator(".disagreement button").count() == 0
    assert page.get_by_role("link", name="Forslag").count() == 0
    person.open("/documents")
    assert page.locator("main table").count() == 2
    assert page.locator(".dropzone, main input, main button").count() == 0
    person.open("/history")
    assert page.locator("main button").count() == 0


def test_python_opens_the_workbench_too(demo_project: Path, environment: dict[str, str]) -> None:
    said = (
        "Project.open('.').serve(coder='anna', port=0, browser=False, told=lambda at: print(at, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", f"from kodning import Project; {said}"],
        cwd=demo_project, env=environment, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=30)
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
        answer.read()
        connection.request("GET", "/api/me", headers={"Cookie": cookie})
        assert json.loads(connection.getresponse().read())["coder"] == "anna"
        connection.close()
    finally:
        process.kill()
        process.communicate(timeout=20)

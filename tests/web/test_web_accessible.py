"""axe-core finds nothing on any page, in either theme; the pages bring nothing from outside and complain of nothing."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from kodning.project import Project
from kodning.reading import read
from kodning.suggest.choosing import Options
from kodning.suggest.running import run_suggestions

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "themes",
    "quotes",
    "documents",
    "suggestions",
    "agreement",
    "codebook",
    "search?q=penge",
    "history",
    "report",
)


@pytest.fixture
def axe() -> str:
    """The scanner; where it is missing the test is skipped, but not in CI."""
    if not AXE.is_file():
        if os.environ.get("CI"):
            pytest.fail("no axe-core: npm install")
        pytest.skip("no axe-core (npm install)")
    return AXE.read_text(encoding="utf-8")


def findings(page: Any, axe: str, rules: list[str]) -> list[str]:
    page.add_script_tag(content=axe)
    found = page.evaluate(
        """async (rules) => (await axe.run(document, {runOnly: rules, iframes: false})).violations.map(
             (one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(' | ')}`)""",
        rules,
    )
    return [str(one) for one in found]


_ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# What does not hang on colours is the same in both themes.
@pytest.mark.parametrize(
    ("theme", "rules"), [("light", _ALL), ("dark", ["color-contrast"])], ids=["light", "dark"]
)
def test_axe_finds_nothing_on_any_page(
    serve: Any, desk: Any, demo_project: Path, axe: str, theme: str, rules: list[str]
) -> None:
    # The scanner is put into the page from outside, which the page's own policy rightly forbids.
    with Project.open(demo_project) as project:
        run_suggestions(project, "mette", Options(method="lexical"))
    person = desk(serve(demo_project), bypass_csp=True, color_scheme=theme)
    wrong: dict[str, list[str]] = {}
    for address in PAGES:
        page = person.open(f"/{address}")
        page.wait_for_function("() => !document.querySelector('[aria-busy]')")
        wrong[address] = findings(page, axe, rules)
    person.open("/agreement")
    page.get_by_role("button", name="Andet").first.click()
    wrong["another outcome"] = findings(page, axe, rules)
    page = person.open("/agreement")
    page.get_by_role("button", name="Frys …").click()
    wrong["freeze"] = findings(page, axe, rules)
    page.get_by_role("button", name="Frys", exact=True).click()
    page.get_by_role("button", name="Skriv resultatet …").click()
    page.wait_for_selector("dialog .changepreview h3")
    wrong["finish"] = findings(page, axe, rules)
    page.locator("dialog").get_by_role("button", name="Skriv resultatet").click()
    page.wait_for_selector(".beforeafter")
    wrong["before and after"] = findings(page, axe, rules)
    person.open("/suggestions")
    page.keyboard.press("e")
    page.wait_for_selector("dialog.spanask")
    wrong["another span"] = findings(page, axe, rules)
    page = person.read()
    wrong["read"] = findings(page, axe, rules)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("syn")
    page.wait_for_selector(".palette")
    wrong["palette"] = findings(page, axe, rules)
    page.keyboard.press("Enter")
    page.wait_for_selector(".codename:not(.other):not(.pending)")
    page.locator(".codename:not(.other)").click()
    page.wait_for_selector(".card")
    wrong["card"] = findings(page, axe, rules)
    page.locator(".transcript").focus()
    page.keyboard.press("?")
    page.wait_for_selector("dialog.help")
    wrong["help"] = findings(page, axe, rules)
    wrong |= codebook_findings(person.open("/codebook?code=budget"), axe, rules)
    assert {where: found for where, found in wrong.items() if found} == {}


def codebook_findings(page: Any, axe: str, rules: list[str]) -> dict[str, list[str]]:
    """What is found on the codebook page while a code is edited, with a mistake in it, and in its dialogs."""
    wrong = {}
    page.locator("#code-color").fill("blå")
    page.wait_for_selector("#said-color .wrong")
    wrong["edit"] = findings(page, axe, rules)
    page.get_by_role("button", name="Fortryd rettelser").click()
    for button, ready in (
        ("Slå sammen …", ".palette"),
        ("Del …", "dialog .splitlist li"),
        ("Omdøb id …", "dialog #new-id"),
        ("Gruppe …", "dialog .memberlist"),
        ("+ Ny kode", "dialog #new-label"),
    ):
        page.get_by_role("button", name=button).click()
        page.wait_for_selector(ready)
        if ready == ".palette":
            page.keyboard.type("synlighed")
            page.keyboard.press("Enter")
            page.wait_for_selector("dialog .differences")
        wrong[button] = findings(page, axe, rules)
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog", state="detached")
    page.get_by_role("tab", name="Som tekst").click()
    wrong["text"] = findings(page, axe, rules)
    return wrong


def test_every_page_stays_at_home_and_fits_a_phone(serve: Any, desk: Any, demo_project: Path) -> None:
    served = serve(demo_project)
    person = desk(served, viewport={"width": 360, "height": 740})
    asked: list[str] = []
    person.page.on("request", lambda request: asked.append(request.url))
    for address in (*PAGES, "read"):
        page = person.open(f"/{address}")
        page.wait_for_timeout(150)
        too_wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0, address
    assert asked
    assert [url for url in asked if not url.startswith((served.origin, "data:"))] == []


def test_axe_finds_nothing_on_the_reading_page_of_a_phone(
    serve: Any, desk: Any, demo_project: Path, axe: str
) -> None:
    with Project.open(demo_project) as project:
        project.code("interview-1", "t2", ["synlighed"], "mette", "Et memo.")
        project.memo("Et memo på ordene.", "mette", document="interview-1", span="t2")
        project.memo("Et memo på det hele.", "mette", document="interview-1")
    wrong: dict[str, list[str]] = {}
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    person = desk(serve(demo_project), bypass_csp=True, **phone)
    page = person.read()
    page.locator(".turn p").nth(2).tap()
    page.get_by_role("toolbar", name="Markering").wait_for()
    wrong["selection"] = findings(page, axe, _ALL)
    page.locator(".stripe:not(.other)").first.tap(position={"x": 2, "y": 20})
    page.wait_for_selector(".card")
    wrong["card"] = findings(page, axe, _ALL)
    page.get_by_role("button", name="Luk").tap()
    page.get_by_role("button", name="Koder", exact=True).tap()
    page.get_by_role("button", name="Om koden Synlighed").tap()
    wrong["sheet"] = findings(page, axe, _ALL)
    # A tablet has names in the margin, and a finger.
    page.set_viewport_size({"width": 1100, "height": 800})
    page.locator(".codename.note").wait_for()
    wrong["tablet"] = findings(page, axe, _ALL)
    assert {where: found for where, found in wrong.items() if found} == {}


def test_a_screen_reader_has_the_whole_text_though_only_a_part_is_laid_out(
    serve: Any, chromium: Any, demo_project: Path, tmp_path: Path
) -> None:
    file = tmp_path / "langt.md"
    said = "Vi hører først om det, når det er vedtaget, og så er det for sent at sige noget til det. " * 4
    file.write_text(
        "\n\n".join(f"**Formand:** Svar {n}. {said}" for n in range(150)) + "\n", encoding="utf-8"
    )
    with Project.open(demo_project) as project:
        project.import_transcripts([(file, read(file))], "mette")
    served = serve(demo_project)
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("KODNING_CHROMIUM") or next(filter(None, map(shutil.which, names)))
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--force-renderer-accessibility"]
    reader = chromium.browser_type.launch(executable_path=path, args=flags)
    try:
        page = reader.new_page()
        page.goto(served.address)
        page.wait_for_selector(".transcript")
        page.goto(served.origin + "/read?doc=langt")
        page.wait_for_selector(".transcript[aria-label$='langt']")
        hidden = "() => [...document.querySelectorAll('.speech p')].at(-1).checkVisibility({contentVisibilityAuto: true})"
        assert page.evaluate(hidden) is False
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        heard = " ".join(
            str(node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
        )
        assert [n for n in range(150) if f"Svar {n}. " not in heard] == []
    finally:
        reader.close()

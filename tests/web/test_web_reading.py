"""Reading and coding in a real Chromium: what is done on the page is in the store."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kodning.model import Coding
from kodning.project import Project


def codings(folder: Path, coder: str = "mette") -> list[Coding]:
    with Project.open(folder) as project:
        return project.codings(coder=coder)


def words(folder: Path, coding: Coding) -> str:
    with Project.open(folder) as project:
        return project.revision(coding.document).text[coding.start : coding.end]


def test_a_sentence_is_coded_by_keyboard_undone_and_redone(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("syn")
    page.wait_for_selector(".palette .about h2:has-text('Synlighed')")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project)) == 1)
    (coding,) = codings(demo_project)
    assert coding.code == "synlighed"
    assert words(demo_project, coding) == "Jo."
    page.wait_for_selector(".codename:not(.other):not(.pending):has-text('Synlighed')")
    page.keyboard.press("Control+z")
    eventually(lambda: codings(demo_project) == [])
    page.wait_for_selector(".codename:not(.other)", state="detached")
    page.keyboard.press("Control+y")
    eventually(lambda: codings(demo_project) == [coding])
    page.wait_for_selector(".codename:not(.other):has-text('Synlighed')")


def test_recent_codes_have_numbers_and_words_are_added_one_at_a_time(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("medb")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project)) == 1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("1")
    eventually(lambda: len(codings(demo_project)) == 2)
    assert words(demo_project, codings(demo_project)[1]) == "hvordan blev du så"
    assert {coding.code for coding in codings(demo_project)} == {"medbestemmelse"}


def test_words_are_selected_by_mouse_whole_and_coded(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read()
    box = page.evaluate(
        """() => {
          const p = [...document.querySelectorAll('.speech p')].find((p) => p.textContent.includes('skolesekretær'));
          const at = p.textContent.indexOf('skolesekretær');
          const range = document.createRange();
          range.setStart(p.firstChild, at + 3);
          range.setEnd(p.firstChild, at + 10);
          const rect = range.getBoundingClientRect();
          return [rect.left, rect.top + rect.height / 2, rect.right];
        }"""
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[1], steps=4)
    page.mouse.up()
    page.get_by_role("toolbar", name="Markering").get_by_role("button", name="Kod").click()
    page.keyboard.type("frivillige")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project)) == 1)
    assert words(demo_project, codings(demo_project)[0]) == "skolesekretær"


def test_a_code_is_dragged_from_the_codebook_onto_a_sentence(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read()
    page.locator(".codepanel .use", has_text="Rådets økonomi").drag_to(
        page.locator(".turn").nth(1).locator("p").first, target_position={"x": 60, "y": 12}
    )
    eventually(lambda: len(codings(demo_project)) == 1)
    (coding,) = codings(demo_project)
    assert words(demo_project, coding) == "Kan den høre mig, når jeg sidder herovre?"


def test_the_ends_of_a_coding_are_dragged_and_keyed(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("kontakt")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project)) == 1)
    page.wait_for_selector(".codename:not(.other):not(.pending)")
    page.keyboard.press("k")
    page.keyboard.press("Escape")
    page.locator(".codename:not(.other)").click()
    page.locator(".transcript").focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    eventually(lambda: not words(demo_project, codings(demo_project)[0]).endswith("plan."))
    before = codings(demo_project)[0]
    handle = page.locator(".handle.end")
    handle.wait_for()
    box = handle.bounding_box()
    assert box
    page.mouse.move(box["x"] + 11, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 140, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    eventually(lambda: codings(demo_project)[0].id != before.id)
    after = codings(demo_project)[0]
    assert (after.start, after.code, after.end < before.end) == (before.start, before.code, True)
    page.keyboard.press("Delete")
    eventually(lambda: codings(demo_project) == [])


def test_selected_words_become_a_code_and_the_codebook_keeps_its_comments(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+V")
    eventually(lambda: len(codings(demo_project)) == 1)
    (coding,) = codings(demo_project)
    assert coding.code == "jeg-taler-jo-ikke-så-højt"
    text = (demo_project / "codebook.yaml").read_text(encoding="utf-8")
    assert "# Sådan koder man efter den" in text
    assert f"id: {coding.code}" in text
    page.wait_for_selector(".codepanel .name:has-text('Jeg taler')")


def test_what_is_read_is_marked_and_the_place_is_kept(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page = desk(serve(demo_project)).read("interview-2")
    for _ in range(4):
        page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Shift+G")
    page.wait_for_selector(".turn.read")

    def reviews() -> list[tuple[str, str, int, int]]:
        with Project.open(demo_project) as project:
            return [one for one in project.reviews() if one[1] == "mette"]

    eventually(reviews)
    ((document, _, start, end),) = reviews()
    with Project.open(demo_project) as project:
        assert (document, start, end) == ("interview-2", 0, project.turns("interview-2")[3].end)
    page.evaluate("() => window.scrollTo(0, 3000)")
    page.wait_for_timeout(1200)
    page.reload()
    page.wait_for_selector(".transcript .turn")
    eventually(lambda: 2700 < page.evaluate("() => window.scrollY") < 3300)


def test_a_memo_is_written_on_a_coding_and_shown_with_it(serve: Any, desk: Any, demo_project: Path) -> None:
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type("kontakt")
    page.keyboard.press("Enter")
    page.wait_for_selector(".codename:not(.other):not(.pending)")
    page.locator(".codename:not(.other)").click()
    page.get_by_role("button", name="Memo", exact=True).last.click()
    page.locator("#ask-field").fill("Tvivl: kontakt eller høringsret? 🤔")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".card .memo:has-text('Tvivl')")
    with Project.open(demo_project) as project:
        (memo,) = [memo for memo in project.memos() if memo.coder == "mette"]
        assert (memo.coding, memo.text) == (
            codings(demo_project)[0].id,
            "Tvivl: kontakt eller høringsret? 🤔",
        )

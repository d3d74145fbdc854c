"""Reading and coding with a finger, on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kodning.model import Coding
from kodning.project import Project

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def codings(folder: Path) -> list[Coding]:
    with Project.open(folder) as project:
        return project.codings(coder="mette")


def words(folder: Path, coding: Coding) -> str:
    with Project.open(folder) as project:
        return project.revision(coding.document).text[coding.start : coding.end]


class Finger:
    """One finger on the glass: the browser gets what a real one would send, and makes of it what it does."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.wire = page.context.new_cdp_session(page)

    def _send(self, kind: str, *points: tuple[float, float]) -> None:
        self.wire.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
        )

    def down(self, x: float, y: float) -> None:
        """Put it down."""
        self._send("touchStart", (x, y))
        self.at = (x, y)

    def move(self, x: float, y: float, steps: int = 8) -> None:
        """Move it in a straight line."""
        from_x, from_y = self.at
        for step in range(1, steps + 1):
            self._send(
                "touchMove", (from_x + (x - from_x) * step / steps, from_y + (y - from_y) * step / steps)
            )
        for _ in range(4):
            self._send("touchMove", (x, y))  # it comes to rest: no fling
        self.at = (x, y)

    def up(self) -> None:
        """Lift it."""
        self._send("touchEnd")

    def cancel(self) -> None:
        """The system takes over what it does."""
        self._send("touchCancel")


def middle(locator: Any) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def word(page: Any, text: str) -> tuple[float, float]:
    """Where a word stands on the screen."""
    x, y = page.evaluate(
        """(text) => {
          const p = [...document.querySelectorAll('.speech p')].find((p) => p.textContent.includes(text));
          p.scrollIntoView({block: 'center', behavior: 'instant'});
          const at = p.textContent.indexOf(text);
          const range = document.createRange();
          range.setStart(p.firstChild, at);
          range.setEnd(p.firstChild, at + text.length);
          const rect = range.getBoundingClientRect();
          return [rect.left + rect.width / 2, rect.top + rect.height / 2];
        }""",
        text,
    )
    return x, y


@pytest.fixture
def phone(serve: Any, desk: Any, demo_project: Path) -> Any:
    """A page on a phone, with interview-1 open."""
    return desk(serve(demo_project), **PHONE).read()


def test_a_tap_selects_the_sentence_and_its_ends_can_be_dragged(
    phone: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page, finger = phone, Finger(phone)
    page.touchscreen.tap(*word(page, "skolesekretær"))
    bar = page.get_by_role("toolbar", name="Markering")
    bar.get_by_role("button", name="Kod").wait_for()
    end = page.locator(".handle.end")
    x, y = middle(end)
    target = left_of(x, y)
    finger.down(x, y)
    finger.move(*target)
    finger.up()
    bar.get_by_role("button", name="Kod").tap()
    page.get_by_role("option", name="Synlighed").tap()
    eventually(lambda: len(codings(demo_project)) == 1)
    (coding,) = codings(demo_project)
    said = words(demo_project, coding)
    assert "skolesekretær" in said
    assert not said.endswith(".")
    assert coding.code == "synlighed"
    # The recent code has a button of its own now.
    page.touchscreen.tap(*word(page, "uenige"))
    bar.get_by_role("button", name="Synlighed").tap()
    eventually(lambda: len(codings(demo_project)) == 2)


def left_of(x: float, y: float) -> tuple[float, float]:
    return max(40.0, x - 90), y - 8


def test_what_the_phone_itself_selects_is_taken_over_and_left_alone(
    phone: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page, finger = phone, Finger(phone)
    # No browser on a desk selects by a long press: the finger is real, the selection is made as a phone makes it.
    finger.down(*word(page, "skolesekretær"))
    finger.cancel()
    page.evaluate(
        """() => {
          const p = [...document.querySelectorAll('.speech p')].find((p) => p.textContent.includes('skolesekretær'));
          const at = p.textContent.indexOf('skolesekretær');
          getSelection().setBaseAndExtent(p.firstChild, at + 5, p.firstChild, at + 18);
        }"""
    )
    code = page.get_by_role("toolbar", name="Markering").get_by_role("button", name="Kod")
    code.wait_for()
    assert page.evaluate("() => getSelection().toString()") == "sekretær, sek"
    code.tap()
    page.get_by_role("option", name="Frivillige kræfter").tap()
    eventually(lambda: len(codings(demo_project)) == 1)
    assert words(demo_project, codings(demo_project)[0]) == "skolesekretær, seksogtyve"


def test_stripes_and_tints_are_tapped_one_after_the_other(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    with Project.open(demo_project) as project:
        for code in ("synlighed", "budget"):
            project.code("interview-1", "t2", [code], "mette")
    page = desk(serve(demo_project), **PHONE).read()
    stripe = page.locator(".stripe:not(.other)").first
    stripe.wait_for()
    stripe.evaluate("(stripe) => stripe.scrollIntoView({block: 'start', behavior: 'instant'})")
    box = stripe.bounding_box()
    assert box
    x, y = box["x"] + 2, box["y"] + 30
    page.touchscreen.tap(x + 9, y)  # beside it: a finger is wider than a stripe
    card = page.get_by_role("complementary", name="Valgt kodning")
    first = card.get_by_role("heading").inner_text()
    words_end = page.evaluate("() => document.querySelector('.handle.start').getBoundingClientRect().bottom")
    assert words_end < page.locator(".card").bounding_box()["y"]  # the card hides not what it tells of
    box = stripe.bounding_box()
    assert box
    y = box["y"] + 30
    page.touchscreen.tap(x + 9, y)
    eventually(lambda: card.get_by_role("heading").inner_text() != first)
    card.get_by_role("button", name="Tag tilbage").tap()
    eventually(lambda: len(codings(demo_project)) == 1)
    page.locator(".turn").nth(1).locator("p").first.tap(position={"x": 60, "y": 14})
    assert card.get_by_role("heading").inner_text() in {"Synlighed", "Rådets økonomi"}
    page.locator(".turn").nth(1).locator("p").first.tap(position={"x": 60, "y": 14})
    page.wait_for_selector(".card", state="detached")
    page.get_by_role("toolbar", name="Markering").wait_for()


def test_the_codebook_is_a_sheet_to_code_from(
    phone: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    page, finger = phone, Finger(phone)
    page.get_by_role("button", name="Koder", exact=True).tap()
    sheet = page.get_by_role("complementary", name="Kodebog")
    sheet.wait_for()
    page.touchscreen.tap(*word(page, "skolesekretær"))
    sheet.get_by_role("button", name="Synlighed", exact=False).first.tap()
    eventually(lambda: len(codings(demo_project)) == 1)
    assert "skolesekretær" in words(demo_project, codings(demo_project)[0])
    # A swipe scrolls the sheet and codes nothing.
    x, y = middle(sheet.locator(".use").nth(3))
    finger.down(x, y)
    finger.move(x, y - 160)
    finger.up()
    eventually(lambda: sheet.locator(".codes").evaluate("(list) => list.scrollTop > 40"))
    # A finger that stays lifts the code, which then is carried to the text.
    page.evaluate("() => { document.querySelector('.codes').scrollTop = 0; window.scrollTo(0, 0); }")
    first = page.locator(".turn p").first
    finger.down(*middle(sheet.locator(".use", has_text="Tidlig inddragelse")))
    page.wait_for_selector(".ghost")
    finger.move(*middle(first))
    finger.up()
    eventually(lambda: len(codings(demo_project)) == 2)
    carried = codings(demo_project)[0]
    assert carried.code == "tidlig-inddragelse"
    assert words(demo_project, carried) in first.inner_text()
    sheet.get_by_role("button", name="Luk").tap()
    sheet.wait_for(state="hidden")


def test_help_on_a_phone_says_what_fingers_do(phone: Any, serve: Any, desk: Any, demo_project: Path) -> None:
    phone.get_by_role("button", name="Hjælp").tap()
    dialog = phone.get_by_role("dialog", name="Fingre og taster")
    dialog.get_by_text("Tryk på en sætning").wait_for()
    first = dialog.get_by_role("heading", level=3).first.inner_text()
    assert first == "Markér"
    assert dialog.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    dialog.get_by_role("button", name="Luk").tap()
    dialog.wait_for(state="detached")
    page = desk(serve(demo_project)).read()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Taster").get_by_text("Tryk på en sætning").count() == 0

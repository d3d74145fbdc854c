"""When things go wrong on the reading page: others are quicker, the text is another, the server or the network is gone."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kodning.model import Coding
from kodning.project import Project
from kodning.reading import read


def codings(folder: Path, coder: str = "mette") -> list[Coding]:
    with Project.open(folder) as project:
        return project.codings(coder=coder)


def code_turn(page: Any, letters: str) -> None:
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type(letters)
    page.wait_for_selector(".palette [role=option]")
    page.keyboard.press("Enter")


# The turn that is read first.
AT_THE_TOP = "() => document.elementFromPoint(700, 130).closest('.turn')?.dataset.turn ?? '-1'"
ALL_SENT = """() => {
  const key = Object.keys(localStorage).find((one) => one.startsWith('kodning.outbox.'));
  return key !== undefined && localStorage.getItem(key) === '[]';
}"""


def without_events(context: Any) -> None:
    """A page that is not told what others do: what it shows grows old."""
    context.route("**/api/events*", lambda route: route.abort())


def test_a_coding_that_another_took_back_cannot_be_moved_and_goes_from_the_page(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project))
    without_events(person.context)
    page = person.read()
    code_turn(page, "synlighed")
    eventually(lambda: len(codings(demo_project)) == 1)
    page.locator(".codename:not(.other):not(.pending)").click()
    with Project.open(demo_project) as project:
        project.retract([str(codings(demo_project)[0].id)], "mette")
    page.locator(".transcript").focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_selector(".toast.bad:has-text('ændret i mellemtiden')")
    page.wait_for_selector(".codename:not(.other)", state="detached")
    page.wait_for_selector(".card", state="detached")
    # Said a moment later: a region that is emptied and filled at once says nothing.
    page.wait_for_selector("#assertive:has-text('Det, du ser, er ændret')", state="attached")
    assert codings(demo_project) == []


def test_a_coding_on_a_text_that_was_corrected_is_refused_and_the_new_text_shown(
    serve: Any, desk: Any, demo_project: Path, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project))
    without_events(person.context)
    page = person.read()
    source = (demo_project / "transcripts" / "interview-1.md").read_text(encoding="utf-8")
    corrected = tmp_path / "interview-1.md"
    corrected.write_text(source.replace("skolesekretær", "kontorassistent"), encoding="utf-8")
    with Project.open(demo_project) as project:
        project.revise("interview-1", corrected, read(corrected), "mette")
    code_turn(page, "synlighed")
    page.wait_for_selector(".toast.bad:has-text('ændret i mellemtiden')")
    page.wait_for_selector(".speech p:has-text('kontorassistent')")
    assert page.locator(".stripe:not(.other)").count() == 0
    assert codings(demo_project) == []
    page.locator(".transcript").focus()
    code_turn(page, "synlighed")
    eventually(lambda: len(codings(demo_project)) == 1)


def test_an_answer_that_is_lost_does_not_make_two_of_one(serve: Any, desk: Any, demo_project: Path) -> None:
    person = desk(serve(demo_project))
    page = person.read()
    lost: list[str] = []

    def lose_the_first_answer(route: Any) -> None:
        answer = route.fetch()  # the server has done it …
        if lost:
            route.fulfill(response=answer)
        else:
            route.abort()  # … and the page does not hear of it
        lost.append(route.request.post_data)

    page.route("**/api/code", lose_the_first_answer)
    code_turn(page, "synlighed")
    page.wait_for_function(ALL_SENT)
    page.wait_for_selector(".stripe:not(.other):not(.pending)")
    assert len(lost) == 2
    assert lost[0] == lost[1]
    assert len(codings(demo_project)) == 1
    assert page.locator(".codename:not(.other)").count() == 1


def test_with_the_network_gone_all_goes_on_and_is_sent_in_order_once(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project))
    page = person.read()
    code_turn(page, "synlighed")
    eventually(lambda: len(codings(demo_project)) == 1)
    page.wait_for_selector(".codename:not(.other):not(.pending)")
    person.context.set_offline(True)
    code_turn(page, "kontakt")
    code_turn(page, "frivillige")
    page.keyboard.press("Control+z")  # takes back what has not been sent yet
    page.wait_for_selector("#banner:has-text('3 handlinger er gemt')")
    assert page.locator("#banner").get_attribute("role") == "status"
    eventually(
        lambda: (
            page.locator(".codename.pending").all_inner_texts() == ["Kontakt til forvaltning og politikere"]
        )
    )
    person.context.set_offline(False)
    page.wait_for_function(ALL_SENT, timeout=20_000)
    page.wait_for_selector("#banner", state="hidden")
    eventually(lambda: page.locator(".codename.pending").count() == 0)
    assert sorted(one.code for one in codings(demo_project)) == [
        "kontakt-forvaltning-politikere",
        "synlighed",
    ]
    eventually(lambda: page.locator(".codename:not(.other)").count() == 2)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a running program from outside")
def test_a_full_disk_is_told_and_what_was_done_is_kept_until_there_is_room(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    """No file may grow any more: SQLite meets that as it meets a full disk."""
    import resource

    served = serve(demo_project)
    page = desk(served).read()
    own = resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (0, own[1]))
    code_turn(page, "synlighed")
    page.wait_for_selector("#banner:has-text('1 handling er gemt i browseren')")
    said = page.locator("#banner").inner_text()
    assert "disk" in said.casefold()
    assert "Ingen forbindelse" not in said
    assert page.locator(".codename.pending").count() == 1
    resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, own)
    page.wait_for_selector("#banner", state="hidden", timeout=20_000)
    eventually(lambda: page.locator(".codename.pending").count() == 0)
    assert [one.code for one in codings(demo_project)] == ["synlighed"]


def test_a_page_closed_with_things_unsent_sends_them_when_it_is_opened_again(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    served = serve(demo_project)
    person = desk(served)
    page = person.read("interview-2")
    for _ in range(6):
        page.keyboard.press("Alt+ArrowDown")
    served.stop()
    code_turn(page, "synlighed")
    code_turn(page, "kontakt")
    page.wait_for_selector("#banner:has-text('2 handlinger er gemt')")
    place = page.evaluate(AT_THE_TOP)
    assert int(place) > 0
    page.goto("about:blank")  # the server is gone: a reload would show the browser's own page of regret
    again = serve(demo_project, port=served.port)
    page.goto(again.address)
    page.wait_for_selector(".transcript[aria-label$='interview-2']")
    eventually(lambda: len(codings(demo_project)) == 2, 25)
    assert [one.document for one in codings(demo_project)] == ["interview-2"] * 2
    page.wait_for_selector("#banner", state="hidden")
    eventually(lambda: page.locator(".codename.pending").count() == 0)
    eventually(lambda: page.evaluate(AT_THE_TOP) == place)
    page.reload()
    page.wait_for_selector(".codename:not(.other)")
    assert len(codings(demo_project)) == 2


def test_without_highlights_the_words_are_tinted_by_boxes_behind_them(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project))
    person.context.add_init_script(
        "delete window.Highlight; Object.defineProperty(CSS, 'highlights', {value: undefined});"
    )
    page = person.read()
    code_turn(page, "synlighed")
    eventually(lambda: len(codings(demo_project)) == 1)
    page.keyboard.press("Escape")
    tints = page.locator(".turn").first.locator(".tint")
    assert tints.count() >= 1

    def over_the_words() -> bool:
        return bool(page.evaluate(
            """() => {
              const turn = document.querySelector('.turn');
              const range = document.createRange();
              range.selectNodeContents(turn.querySelector('p'));
              const lines = [...range.getClientRects()];
              const tints = [...turn.querySelectorAll('.tint')].map((tint) => tint.getBoundingClientRect());
              const close = (a, b) => Math.abs(a.left - b.left) < 2 && Math.abs(a.top - b.top) < 2 && Math.abs(a.width - b.width) < 2;
              return tints.length > 0 && tints.every((tint) => lines.some((line) => close(line, tint)));
            }"""
        ))  # fmt: skip

    assert over_the_words()
    seen = page.evaluate(
        """() => {
          const tint = document.querySelector('.tint');
          const { left, top } = tint.getBoundingClientRect();
          return [document.elementFromPoint(left + 20, top + 8).tagName, getComputedStyle(tint).backgroundColor, getComputedStyle(tint).zIndex];
        }"""
    )
    assert seen[0] == "P"  # the words lie over the box, and can be chosen
    assert seen[1] != "rgba(0, 0, 0, 0)"
    page.set_viewport_size({"width": 700, "height": 800})
    eventually(over_the_words)
    page.keyboard.press("Control+z")
    eventually(lambda: tints.count() == 0)

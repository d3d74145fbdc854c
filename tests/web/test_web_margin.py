"""What stands in the margin and on the card: names, memos, who and when; choosing and moving; jumping and reviewing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kodning.model import Coding
from kodning.project import Project
from kodning.reading import read
from kodning.suggest.choosing import Options
from kodning.suggest.running import run_suggestions


def codings(folder: Path, coder: str = "mette") -> list[Coding]:
    with Project.open(folder) as project:
        return project.codings(coder=coder)


def coded(folder: Path, *spans: tuple[str, str]) -> None:
    """Codings of mette's in interview-1: where, and what."""
    with Project.open(folder) as project:
        for span, code in spans:
            project.code("interview-1", span, [code], "mette", "Et memo ved kodningen.")


def point_in(page: Any, words: str) -> tuple[float, float]:
    x, y = page.evaluate(
        """(words) => {
          const p = [...document.querySelectorAll('.speech p')].find((p) => p.textContent.includes(words));
          const at = p.textContent.indexOf(words);
          const range = document.createRange();
          range.setStart(p.firstChild, at + 1);
          range.setEnd(p.firstChild, at + 3);
          const rect = range.getBoundingClientRect();
          return [rect.left + 4, rect.top + rect.height / 2];
        }""",
        words,
    )
    return x, y


def test_under_the_pointer_and_chosen_a_coding_tells_who_when_and_how(
    serve: Any, desk: Any, demo_project: Path
) -> None:
    coded(demo_project, ("t2", "synlighed"))
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Escape")
    name = page.locator(".codename:not(.other)")
    name.hover()
    told = name.get_attribute("title")
    assert told.startswith("Synlighed · mette · i dag ")
    assert told.endswith(" · sat i hånden\nEt memo ved kodningen.")
    assert page.evaluate("() => CSS.highlights.get('kodning-chosen').size") > 0
    page.mouse.move(5, 5)
    page.wait_for_function("() => CSS.highlights.get('kodning-chosen').size === 0")
    # A click on the words chooses it, also while something else is selected.
    page.locator(".transcript").focus()
    page.keyboard.press("ArrowDown")
    page.mouse.click(*point_in(page, "skolesekretær"))
    card = page.get_by_role("complementary", name="Valgt kodning")
    assert card.get_by_role("heading").inner_text() == "Synlighed"
    assert "mette · i dag" in card.inner_text()
    assert "Et memo ved kodningen." in card.inner_text()


def test_one_more_code_is_put_on_the_words_of_a_coding(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    coded(demo_project, ("t2", "synlighed"))
    page = desk(serve(demo_project)).read()
    page.locator(".codename:not(.other)").click()
    page.get_by_role("button", name="Kod også").click()
    page.wait_for_selector(".palette .there:has-text('står her')")
    page.keyboard.type("kontakt")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project)) == 2)
    assert {(one.start, one.end) for one in codings(demo_project)} == {
        (codings(demo_project)[0].start, codings(demo_project)[0].end)
    }
    # Another code in its place: the coding goes, the new one comes.
    page.locator(".codename:not(.other)", has_text="Synlighed").click()
    page.get_by_role("button", name="Anden kode").click()
    page.keyboard.type("frivillige")
    page.keyboard.press("Enter")
    eventually(
        lambda: (
            sorted(one.code for one in codings(demo_project))
            == ["frivillige-kræfter", "kontakt-forvaltning-politikere"]
        )
    )


def test_moved_ends_are_shown_before_the_server_answers(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    coded(demo_project, ("t2", "synlighed"))
    person = desk(serve(demo_project))
    page = person.read()
    page.locator(".codename:not(.other)").click()
    page.locator(".transcript").focus()
    person.context.set_offline(True)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_selector(".codename.pending")
    assert page.locator(".codename:not(.other)").count() == 1
    page.wait_for_selector(".card:has-text('sendes')")
    before = codings(demo_project)[0]
    person.context.set_offline(False)
    eventually(lambda: codings(demo_project)[0].end < before.end, 20)
    page.wait_for_selector(".codename.pending", state="detached")
    # The card follows the coding that it has become.
    page.wait_for_selector(".card:has-text('sat i hånden')")
    page.keyboard.press("Control+z")
    eventually(lambda: codings(demo_project)[0].end == before.end)


def test_memos_on_words_and_on_the_document_are_seen_and_taken_back(
    serve: Any, desk: Any, demo_project: Path
) -> None:
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Shift+M")
    page.locator("#ask-field").fill("Han griner, da han siger det.")
    page.keyboard.press("Control+Enter")
    note = page.get_by_role("button", name="Memo: Han griner")
    note.click()
    assert "Han griner, da han siger det." in page.get_by_role("complementary", name="Memo").inner_text()
    assert page.evaluate("() => getSelection().toString()").startswith("Jo.")
    page.locator(".transcript").focus()
    page.keyboard.press("Escape")
    page.wait_for_selector(".card", state="detached")
    page.keyboard.press("Shift+M")
    page.wait_for_selector("#ask-title:has-text('Memo på dokumentet')")
    page.locator("#ask-field").fill("Optaget i køkkenet.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".docmemos .memo:has-text('Optaget i køkkenet.')")
    page.locator(".transcript").focus()
    page.keyboard.press("Control+z")
    page.wait_for_selector(".toast:has-text('Fortrudt: memo (interview-1)')")
    page.wait_for_selector(".docmemos .memo", state="detached")
    page.keyboard.press("Control+z")
    note.wait_for(state="detached")
    with Project.open(demo_project) as project:
        assert [memo for memo in project.memos() if memo.coder == "mette"] == []


def test_the_next_uncoded_sentence_is_one_that_nobody_need_look_for(
    serve: Any, desk: Any, demo_project: Path
) -> None:
    coded(demo_project, ("t2", "synlighed"))
    page = desk(serve(demo_project)).read()
    page.keyboard.press("Shift+N")
    with Project.open(demo_project) as project:
        text = project.revision("interview-1").text
        third, fourth = project.turns("interview-1")[2:4]
        (first_of_fourth,) = [
            one for one in project.segments("interview-1", "sentence") if one.start == fourth.start
        ]
    assert third.role == "interviewer"
    assert (
        page.evaluate("() => getSelection().toString()") == text[first_of_fourth.start : first_of_fourth.end]
    )
    page.keyboard.press("Shift+U")
    page.wait_for_selector(".toast:has-text('Uenighed')")
    assert page.locator(".chip[aria-pressed=true]").count() >= 2  # those who disagree are shown


def test_what_is_scrolled_past_is_read_where_that_is_switched_on(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project))
    person.page.clock.install()
    page = person.read()
    page.locator(".reviewing summary").click()
    page.get_by_label("Det, jeg ruller forbi, er gennemgået").check()
    page.locator(".reviewing summary").click()

    def read_up_to() -> int:
        with Project.open(demo_project) as project:
            return max((end for _, coder, _, end in project.reviews() if coder == "mette"), default=0)

    page.clock.run_for(3000)  # in view for as long as it takes to read
    page.mouse.move(600, 400)
    page.mouse.wheel(0, 1500)
    page.wait_for_function("() => window.scrollY > 1000")
    page.clock.run_for(1500)
    eventually(lambda: read_up_to() > 0)
    page.wait_for_selector(".turn.read")
    with Project.open(demo_project) as project:
        assert read_up_to() in {turn.end for turn in project.turns("interview-1")}


LONG = 400


def test_a_long_text_is_all_there_and_any_part_of_it_can_be_coded_at_once(
    serve: Any, desk: Any, demo_project: Path, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    said = "Vi hører først om det, når det er vedtaget, og så er det for sent at sige noget til det. "
    file = tmp_path / "langt.md"
    turns = [f"**Formand:** Svar {number}. {said * 4}" for number in range(LONG)]
    file.write_text("\n\n".join(turns) + "\n", encoding="utf-8")
    with Project.open(demo_project) as project:
        project.import_transcripts([(file, read(file))], "mette")
        text = project.revision("langt").text
        last = text.index(f"Svar {LONG - 1}.")
    person = desk(serve(demo_project))
    page = person.open(f"/read?doc=langt&at={last}-{last + 9}")
    page.wait_for_selector(".transcript")
    # The page and its screen reader have all of it, though only what is near is laid out.
    assert page.locator(".speech p").count() == LONG
    assert (
        page.evaluate(
            "() => document.querySelector('.speech p').checkVisibility({contentVisibilityAuto: true})"
        )
        is False
    )
    eventually(lambda: page.evaluate("() => getSelection().toString()") == f"Svar {LONG - 1}.")
    page.keyboard.type("synlighed")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project)) == 1)
    assert codings(demo_project)[0].start == last
    name = page.locator(".codename", has_text="Synlighed")
    box = name.bounding_box()
    assert box
    assert 50 < box["y"] < 820
    assert page.evaluate("() => window.find('Svar 7. ', false, true)")  # upwards from there
    eventually(
        lambda: page.evaluate("() => getSelection().anchorNode.parentElement.getBoundingClientRect().top") > 0
    )
    # The place is kept to the line, whatever the turns in between turn out to be.
    page.reload()
    page.wait_for_selector(".transcript")
    page.keyboard.press("ArrowDown")
    eventually(lambda: page.evaluate("() => getSelection().toString()") != "")


def test_the_keys_go_on_working_after_a_button_that_has_gone(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    coded(demo_project, ("t2", "synlighed"), ("t4", "budget"))
    page = desk(serve(demo_project)).read()
    page.locator(".codename:not(.other)").first.click()
    page.get_by_role("button", name="Tag tilbage").click()
    eventually(lambda: len(codings(demo_project)) == 1)
    page.keyboard.press("Control+z")
    eventually(lambda: len(codings(demo_project)) == 2)
    page.get_by_role("button", name="Gendan").click()
    eventually(lambda: len(codings(demo_project)) == 1)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("kontakt")
    page.keyboard.press("Enter")
    eventually(lambda: len(codings(demo_project)) == 2)
    # Undo works from anywhere but a field, where it is the field's.
    page.get_by_label("Find en kode").fill("syn")
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Om koden Synlighed").focus()
    page.keyboard.press("Control+z")
    eventually(lambda: len(codings(demo_project)) == 1)


def test_a_retired_code_is_not_offered(serve: Any, desk: Any, demo_project: Path) -> None:
    with Project.open(demo_project) as project:
        project.retire_code("synlighed", "mette", reason="Dækket af andre.")
    page = desk(serve(demo_project)).read()
    assert page.locator(".codepanel .use", has_text="Synlighed").is_disabled()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("syn")
    page.wait_for_selector(".palette")
    names = page.locator(".palette [role=option]").all_inner_texts()
    assert "Synlighed" not in names
    assert any("Ny kode" in name for name in names)


def test_suggestions_are_gone_through_in_the_text(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    with Project.open(demo_project) as project:
        run_suggestions(project, "mette", Options(), ["interview-3"])
    page = desk(serve(demo_project)).read("interview-3")
    page.keyboard.press("Shift+J")
    page.wait_for_selector(".toast:has-text('intet forslag til det')")
    page.keyboard.press("Shift+F")
    page.wait_for_selector(".toast:has-text('Forslag: ')")
    first = page.evaluate("() => getSelection().toString()")
    page.keyboard.press("Shift+F")
    eventually(lambda: page.evaluate("() => getSelection().toString()") != first)
    page.keyboard.press("Shift+J")
    eventually(lambda: len(codings(demo_project)) == 1)
    (coding,) = codings(demo_project)
    assert coding.origin == "suggestion"
    page.wait_for_selector(".codename.suggested:not(.other)")
    suggested = page.evaluate("() => CSS.highlights.get('kodning-suggestion').size")
    # Taken back, it is a suggestion again.
    page.keyboard.press("Control+z")
    eventually(lambda: codings(demo_project) == [])
    page.wait_for_function(
        "(before) => CSS.highlights.get('kodning-suggestion').size > before", arg=suggested
    )

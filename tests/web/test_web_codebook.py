"""The codebook page in a real browser: dragging, keys, editing, merging, splitting, several people."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kodning.project import Project
from kodning.web.people import PEOPLE_NAME, set_person

FILE = "codebook.yaml"


def _file(folder: Path) -> str:
    return (folder / FILE).read_bytes().decode("utf-8")


def _comments(source: str) -> list[str]:
    return [line for line in source.splitlines() if "#" in re.sub(r'"[^"]*"', "", line)]


def _under(folder: Path) -> dict[str, str | None]:
    with Project.open(folder) as project:
        return {code.id: code.parent for code in project.codebook().codes}


def _row(page: Any, code: str) -> Any:
    return page.locator(f'[role=treeitem][data-code="{code}"]')


def _count(page: Any, code: str) -> int:
    return int(_row(page, code).locator(".count").first.inner_text().split()[0])


def _drag(page: Any, code: str, onto: str, share: float, x: float = 160) -> None:
    """Press a row, go over another, and let go at a share of its height."""
    page.evaluate(
        "(id) => document.querySelector(`[data-code='${id}']`).scrollIntoView({block: 'center'})", onto
    )
    start, end = _row(page, code).bounding_box(), _row(page, onto).bounding_box()
    page.mouse.move(start["x"] + 120, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + x, end["y"] + end["height"] / 2, steps=5)
    page.mouse.move(end["x"] + x, end["y"] + end["height"] * share, steps=3)


@pytest.fixture
def page(serve: Any, desk: Any, demo_project: Path) -> Any:
    """The codebook page of the demo project."""
    return desk(serve(demo_project)).open("/codebook")


def test_a_code_is_dragged_into_before_and_after_others_and_comments_stay(
    page: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    source = _file(demo_project)
    _drag(page, "synlighed", "budget", 0.5)
    assert page.locator(".dropsign").get_attribute("data-kind") == "inside"
    assert "under »Rådets økonomi«" in page.locator(".ghost").inner_text()
    page.mouse.up()
    assert _row(page, "synlighed").get_attribute("aria-level") == "2"
    eventually(lambda: _under(demo_project)["synlighed"] == "budget")
    kept = [line.strip() for line in _comments(_file(demo_project))]
    assert sorted(kept) == sorted(line.strip() for line in _comments(source))
    _drag(page, "synlighed", "tidlig-inddragelse", 0.1)
    assert page.locator(".dropsign").get_attribute("data-kind") == "before"
    page.mouse.up()
    eventually(lambda: next(iter(_under(demo_project))) == "synlighed")
    _drag(page, "aktiviteter-udadtil", "kendskab-og-brobygning", 0.9)
    page.mouse.up()
    eventually(lambda: list(_under(demo_project))[1:3] == ["kendskab-og-brobygning", "aktiviteter-udadtil"])
    for _ in range(3):
        page.locator("[role=treeitem][tabindex='0']").focus()
        with page.expect_response(lambda answer: answer.url.endswith("/api/undo")):
            page.keyboard.press("Control+z")
    eventually(lambda: _file(demo_project) == source)
    eventually(lambda: _row(page, "synlighed").get_attribute("aria-level") == "1")


def test_escape_lets_a_dragged_code_stay(page: Any, demo_project: Path) -> None:
    source = _file(demo_project)
    _drag(page, "synlighed", "budget", 0.5)
    page.keyboard.press("Escape")
    assert page.locator(".ghost").count() == 0
    page.mouse.up()
    _drag(page, "budget", "godtgørelse", 0.5)  # a code cannot come under one of its own
    assert page.locator(".dropsign").is_hidden()
    page.mouse.up()
    assert _row(page, "synlighed").get_attribute("aria-level") == "1"
    assert _file(demo_project) == source


def test_the_tree_is_walked_and_changed_by_keys_alone(
    page: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    at = page.locator("[role=treeitem][tabindex='0']")
    at.focus()
    for keys, expected in (
        ("ArrowDown", "høringsret"), ("End", None), ("Home", "tidlig-inddragelse"), ("ArrowLeft", "tidlig-inddragelse"),
        ("ArrowDown", "budget"), ("ArrowUp", "tidlig-inddragelse"), ("ArrowRight", "tidlig-inddragelse"),
        ("ArrowRight", "høringsret"), ("ArrowLeft", "tidlig-inddragelse"),
    ):  # fmt: skip
        page.keyboard.press(keys)
        focused = page.evaluate("() => document.activeElement.dataset.code")
        assert expected in {None, focused}, keys
    page.keyboard.type("syn")
    assert page.evaluate("() => document.activeElement.dataset.code") == "synlighed"
    page.keyboard.press("Alt+ArrowRight")
    assert _row(page, "synlighed").get_attribute("aria-level") == "2"
    eventually(lambda: _under(demo_project)["synlighed"] == "formandsrolle")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowLeft")
    page.keyboard.press("Alt+ArrowUp")
    eventually(
        lambda: (
            list(_under(demo_project)).index("synlighed") < list(_under(demo_project)).index("formandsrolle")
        )
    )
    assert page.evaluate("() => document.activeElement.dataset.code") == "synlighed"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "code-label"


def test_a_code_is_edited_and_only_its_lines_change(
    page: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    source = _file(demo_project)
    _row(page, "budget").click()
    page.locator("#code-color").fill("blå")
    page.wait_for_selector("#said-color .wrong")
    assert page.get_by_role("button", name="Gem", exact=False).last.is_disabled()
    page.locator("#code-color").fill("#a05a00")
    page.locator("#code-definition").fill("Penge til rådets arbejde.")
    page.get_by_role("button", name="+ eksempel").click()
    page.keyboard.type("Vi har ikke til bussen.")
    page.wait_for_selector("[data-code=budget] .unsavedmark")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".toast:has-text('Gemt')")
    after = _file(demo_project)
    assert [line for line in _comments(after) if "color" not in line] == [
        line for line in _comments(source) if "color" not in line
    ]
    with Project.open(demo_project) as project:
        code = next(code for code in project.codebook().codes if code.id == "budget")
        assert (code.color, code.definition, code.examples[-1]) == (
            "#a05a00", "Penge til rådets arbejde.", "Vi har ikke til bussen.",
        )  # fmt: skip
    page.locator(".toast button", has_text="Fortryd").click()
    eventually(lambda: _file(demo_project) == source)


def test_what_is_not_saved_outlives_another_code_and_a_reload(page: Any, demo_project: Path) -> None:
    source = _file(demo_project)
    _row(page, "budget").click()
    page.locator("#code-memo").fill("Halvt skrevet")
    _row(page, "synlighed").click()
    page.reload()
    page.wait_for_selector("[data-code=budget] .unsavedmark")
    _row(page, "budget").click()
    assert page.locator("#code-memo").input_value() == "Halvt skrevet"
    page.get_by_role("button", name="Fortryd rettelser").click()
    page.wait_for_selector("[data-code=budget] .unsavedmark", state="detached")
    assert _file(demo_project) == source


def test_a_stale_write_is_refused_shown_and_settled(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project))
    person.page.route("**/api/events", lambda route: route.abort())  # what others do is not told here
    page = person.open("/codebook?code=budget")
    page.locator("#code-definition").fill("Min definition.")
    page.locator("#code-memo").fill("Mit memo.")
    with Project.open(demo_project) as project:
        project.edit_code("budget", "definition", "Deres definition.", "anna")
    theirs = _file(demo_project)
    page.keyboard.press("Control+s")
    page.wait_for_selector(".clash:has-text('Deres definition.')")
    assert "ændret i mellemtiden" in page.locator(".toast.bad").inner_text()
    assert _file(demo_project) == theirs
    assert page.locator("#code-definition").input_value() == "Min definition."
    assert page.locator(".savebar .primary").is_disabled()
    page.get_by_role("button", name="Behold mit").click()
    page.locator(".savebar .primary").click()
    eventually(lambda: "Min definition." in _file(demo_project))
    assert "Mit memo." in _file(demo_project)


def test_two_codes_are_merged_after_a_preview(
    page: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    source = _file(demo_project)
    with Project.open(demo_project) as project:
        said = project.merge_codes(["godtgørelse"], "budget", "mette", dry_run=True)
    _row(page, "godtgørelse").click()
    page.get_by_role("button", name="Slå sammen …").click()
    page.keyboard.type("økonomi")
    page.keyboard.press("Enter")
    preview = page.locator(".changepreview")
    page.wait_for_selector(".changepreview .touched")
    words = preview.inner_text()
    assert f"{said.codings} kodninger" in words
    assert f"{said.documents} dokumenter" in words
    assert "koder-a" in words
    assert (f"{said.doubled} står der allerede" in words) == (said.doubled > 0)
    assert _file(demo_project) == source
    page.locator("#merge-more").select_option("frivillige-kræfter")
    page.wait_for_selector(".changepreview:has-text('»frivillige-kræfter«')")
    with Project.open(demo_project) as project:
        said = project.merge_codes(["godtgørelse", "frivillige-kræfter"], "budget", "mette", dry_run=True)
    assert f"{said.codings} kodninger" in preview.inner_text()
    page.get_by_text("Linjerne i codebook.yaml").click()
    assert "godtgørelse" in page.locator(".difflines").inner_text()
    page.locator("dialog .primary").click()
    page.wait_for_selector("dialog", state="detached")
    assert _file(demo_project) == said.source
    assert _row(page, "godtgørelse").count() == 0
    assert _row(page, "budget").get_attribute("aria-selected") == "true"
    page.locator(".toast button", has_text="Fortryd").click()
    eventually(lambda: _file(demo_project) == source)
    _row(page, "godtgørelse").wait_for()


def test_a_code_is_split_by_ticking_its_quotes(
    page: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    with Project.open(demo_project) as project:
        texts = {d.name: project.revision(d.name).text for d in project.documents()}
        wanted = [
            c
            for c in project.codings(codes=["budget"])
            if "penge" in texts[c.document][c.start : c.end].casefold()
        ]
        total = len(project.codings(codes=["budget"]))
    _row(page, "budget").click()
    page.get_by_role("button", name="Del …").click()
    page.locator("#split-label").fill("Penge i hånden")
    page.locator("#split-below").check()
    page.get_by_label("Vis kodninger med ordet").fill("penge")
    assert page.locator(".splitlist li").count() == len(wanted)
    page.get_by_role("button", name="Vælg de viste").click()
    page.wait_for_selector(f".touched:has-text('{len(wanted)} går over')")
    page.locator("dialog .primary").click()
    page.wait_for_selector("dialog", state="detached")
    with Project.open(demo_project) as project:
        assert len(project.codings(codes=["penge-i-hånden"])) == len(wanted)
        assert len(project.codings(codes=["budget"])) == total - len(wanted)
        assert project.problems() == []
    assert _under(demo_project)["penge-i-hånden"] == "budget"
    page.keyboard.press("Control+z")
    eventually(lambda: "penge-i-hånden" not in _under(demo_project))
    _row(page, "penge-i-hånden").wait_for(state="detached")


def test_a_code_is_added_renamed_retired_and_grouped(
    page: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    _row(page, "budget").click()
    page.get_by_role("button", name="+ Ny kode").click()
    page.locator("#new-label").fill("Frivillighed")
    page.keyboard.press("Enter")
    _row(page, "frivillighed").wait_for()
    page.get_by_role("button", name="Omdøb id …").click()
    page.keyboard.press("Escape")
    page.locator("#code-memo").fill("Halvt skrevet")
    page.get_by_role("button", name="Omdøb id …").click()
    page.locator("#new-id").fill("frivillige")
    page.wait_for_selector("dialog .primary:not([disabled])")
    page.locator("dialog .primary").click()
    page.wait_for_selector("[data-code=frivillige] .unsavedmark")
    assert page.locator("#code-memo").input_value() == "Halvt skrevet"
    page.get_by_role("button", name="Fortryd rettelser").click()
    page.get_by_role("button", name="Tag ud af brug …").click()
    page.locator("#reason").fill("dækket af andre")
    page.wait_for_selector("dialog .primary:not([disabled])")
    page.locator("dialog .primary").click()
    page.wait_for_selector(".coderow.retired[data-code=frivillige]")
    page.get_by_role("button", name="Tag i brug igen").click()
    page.wait_for_selector(".coderow:not(.retired)[data-code=frivillige]")
    page.get_by_role("button", name="Gruppe …").click()
    page.locator("#group-name").fill("prøve")
    page.locator(".memberlist label", has_text="Synlighed").locator("input").check()
    page.wait_for_selector("dialog .primary:not([disabled])")
    page.locator("dialog .primary").click()
    page.wait_for_selector("[data-code=synlighed] .groupmark:has-text('prøve')")
    with Project.open(demo_project) as project:
        book = project.codebook()
        code = next(code for code in book.codes if code.id == "frivillige")
        assert (code.aliases, code.retired, code.parent) == (("frivillighed",), "", None)
        assert book.groups[0].codes == ("frivillige", "synlighed")
    for _ in range(5):
        with page.expect_response(lambda answer: answer.url.endswith("/api/undo")):
            page.get_by_role("button", name="Fortryd", exact=True).first.click()
    eventually(lambda: "frivillige" not in _under(demo_project))


def test_what_one_changes_the_other_sees_and_the_text_is_guarded(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    served = serve(demo_project)
    one, other = desk(served).open("/codebook"), desk(served).open("/codebook?as=text")
    other.locator(".source").press("Control+End")
    other.keyboard.type("# mit\n")
    _row(one, "synlighed").click()
    one.keyboard.press("Alt+ArrowUp")
    other.wait_for_selector(".check.wrong:has-text('ændret imens')")
    assert other.locator(".textview .primary").is_disabled()
    assert "# mit" not in _file(demo_project)
    other.get_by_role("button", name="Hent den nye tekst").click()
    assert other.locator(".source").input_value() == _file(demo_project)
    other.locator(".source").press("Control+End")
    other.keyboard.type("# mit\n")
    other.wait_for_selector(".check:has-text('I orden')")
    other.get_by_role("button", name="Gem kodebogen").click()
    eventually(lambda: _file(demo_project).endswith("# mit\n"))
    other.locator(".toast button", has_text="Fortryd").click()
    eventually(lambda: "# mit" not in _file(demo_project))
    eventually(lambda: other.locator(".source").input_value() == _file(demo_project))
    _row(one, "budget").click()
    with Project.open(demo_project) as project:
        project.rename_code("budget", "penge", "eva")
    _row(one, "penge").wait_for()


def test_a_filter_finds_by_name_and_term_and_sub_codes_fold_away(page: Any) -> None:
    rows = page.locator("[role=treeitem]")
    everything = rows.count()
    page.get_by_label("Find en kode").fill("diæter")
    assert [row.get_attribute("data-code") for row in rows.all()] == ["budget", "godtgørelse"]
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.dataset.code") == "godtgørelse"
    page.get_by_label("Find en kode").fill("")
    assert rows.count() == everything
    page.get_by_role("button", name="Fold alle sammen").click()
    assert all(row.get_attribute("aria-level") == "1" for row in rows.all())
    folded = _count(page, "budget")
    page.get_by_role("button", name="Fold alle ud").click()
    assert _count(page, "budget") < folded


@pytest.mark.parametrize("how", ["read-only", "reader"])
def test_who_may_not_change_it_can_read_it_and_nothing_more(
    serve: Any, desk: Any, demo_project: Path, how: str
) -> None:
    if how == "reader":
        set_person(demo_project / PEOPLE_NAME, "Liv", "reader", "kode-Liv-1234")
        person = desk(serve(demo_project, "--passwords"))
        person.page.get_by_label("Navn").fill("Liv")
        person.page.get_by_label("Adgangskode").fill("kode-Liv-1234")
        person.page.keyboard.press("Enter")
        person.page.wait_for_selector(".top nav")
    else:
        person = desk(serve(demo_project, "--read-only"))
    page = person.open("/codebook?code=budget")
    page.wait_for_selector(".codebody .about")
    assert page.locator(".codeform, .codetools, .grip, .treetools .primary, .textview .primary").count() == 0
    source = _file(demo_project)
    _row(page, "budget").focus()
    page.keyboard.press("Alt+ArrowUp")
    _drag(page, "synlighed", "budget", 0.5)
    assert page.locator(".ghost").count() == 0
    page.mouse.up()
    page.get_by_role("tab", name="Som tekst").click()
    assert page.locator(".source").get_attribute("readonly") is not None
    assert _file(demo_project) == source


def test_a_finger_drags_by_the_grip(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    person = desk(serve(demo_project), viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = person.open("/codebook")
    grip = _row(page, "høringsret").locator(".grip").bounding_box()
    onto = _row(page, "budget").bounding_box()
    touch = page.context.new_cdp_session(page)
    start = {"x": grip["x"] + 10, "y": grip["y"] + 12}
    end = {"x": onto["x"] + 120, "y": onto["y"] + onto["height"] / 2}
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [start]})
    for step in range(1, 7):
        point = {key: start[key] + (end[key] - start[key]) * step / 6 for key in start}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    assert page.locator(".dropsign").get_attribute("data-kind") == "inside"
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    eventually(lambda: _under(demo_project)["høringsret"] == "budget")


def test_a_move_made_while_the_server_is_gone_is_kept_and_made_once(
    serve: Any, desk: Any, demo_project: Path, eventually: Callable[..., None]
) -> None:
    served = serve(demo_project)
    person = desk(served)
    page = person.open("/codebook")
    _row(page, "synlighed").click()
    served.stop()
    page.keyboard.press("Alt+ArrowRight")
    page.wait_for_selector("#banner:has-text('1 handling er gemt')")
    assert _row(page, "synlighed").get_attribute("aria-level") == "2"
    assert _under(demo_project)["synlighed"] is None
    again = serve(demo_project, port=served.port)
    person.context.new_page().goto(again.address)  # the new address lets the old page in again
    eventually(lambda: _under(demo_project)["synlighed"] == "formandsrolle", 25)
    with Project.open(demo_project) as project:
        assert [row.kind for row in project.history(coder="mette")] == ["codebook-move"]

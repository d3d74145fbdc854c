"""The whole story of a researcher and her colleague, in two browsers: from a file to the report."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kodning.project import Project
from kodning.sample import sample_folder
from kodning.web.people import PEOPLE_NAME, set_person


def _login(person: Any, name: str) -> Any:
    page = person.page
    page.locator("#name").fill(name)
    page.locator("#password").fill(f"kode-{name}-1234")
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_selector(".top nav")
    return page


def _code(page: Any, letters: str) -> None:
    page.keyboard.type(letters)
    page.wait_for_selector(".palette [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".palette", state="detached")


def test_from_a_file_to_the_report(  # noqa: PLR0915 - a story is long
    serve: Any, desk: Any, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    source = sample_folder()
    folder = tmp_path / "projekt"
    codebook = (source / "codebook.yaml").read_text(encoding="utf-8")
    Project.create(folder, codebook, "Anna").close()
    set_person(folder / PEOPLE_NAME, "Anna", "admin", "kode-Anna-1234")
    set_person(folder / PEOPLE_NAME, "Bo", "blind", "kode-Bo-1234")
    served = serve(folder, "--passwords", coder="Anna")
    anna, bo = desk(served), desk(served)

    def mine(coder: str) -> int:
        with Project.open(folder) as project:
            return len(project.codings(coder=coder))

    # Anna brings the interview in and codes, by keyboard and by mouse; takes one back; has read it all.
    page = _login(anna, "Anna")
    file = Path(shutil.copy(source / "transcripts" / "interview-1.md", tmp_path / "interview-1.md"))
    anna.open("/documents")
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="Hent ind").click()
    page.wait_for_selector("th a:has-text('interview-1')")
    anna.read()
    for letters in ("syn", "kontakt", "budget", "frivillige"):
        page.keyboard.press("Alt+ArrowDown")
        _code(page, letters)
    for number in ("1", "2", "3"):
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press(number)
    eventually(lambda: mine("Anna") == 7)
    page.keyboard.press("Escape")
    for turn, code in ((15, "Synlighed"), (17, "Rådets økonomi"), (19, "Arbejdsgrupper")):
        paragraph = page.locator(".turn").nth(turn).locator("p").first
        paragraph.scroll_into_view_if_needed()
        page.locator(".codepanel .use", has_text=code).drag_to(paragraph, target_position={"x": 40, "y": 12})
    eventually(lambda: mine("Anna") == 10)
    page.locator(".transcript").focus()
    page.keyboard.press("Control+z")
    eventually(lambda: mine("Anna") == 9)
    page.locator(".reviewing summary").click()
    page.get_by_role("button", name="Markér hele dokumentet").click()

    # Suggestions: one is accepted.
    anna.open("/suggestions")
    page.get_by_role("button", name="Foreslå koder").click()
    page.wait_for_selector(".decisions", timeout=60_000)
    page.keyboard.press("j")
    eventually(lambda: mine("Anna") == 10)

    # Bo codes blind: he sees no stripe but his own, and no page that would tell.
    other = _login(bo, "Bo")
    bo.read()
    assert other.locator(".codename").count() == 0
    for hidden in ("Enighed", "Forslag", "Rapport"):
        assert other.get_by_role("link", name=hidden).count() == 0
    other.keyboard.press("Alt+ArrowDown")
    _code(other, "kontakt")
    eventually(lambda: mine("Bo") == 1)
    other.locator(".reviewing summary").click()
    other.get_by_role("button", name="Markér hele dokumentet").click()

    def read_by() -> set[str]:
        with Project.open(folder) as project:
            return {review[1] for review in project.reviews()}

    eventually(lambda: read_by() == {"Anna", "Bo"})
    with Project.open(folder) as project:
        project.end_blind("Bo", "Anna")

    # Where they differ is settled; quotes and report follow.
    anna.open("/agreement")
    page.get_by_role("button", name="Anna har ret").first.click()
    page.locator("#ask-field").fill("Efter samtale.")
    page.get_by_role("button", name="Afgør").last.click()
    page.wait_for_selector(".decision:has-text('Efter samtale.')")
    page.get_by_role("button", name="Andet").nth(1).click()
    page.locator("dialog select").select_option("synlighed")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".decision:has-text('Synlighed')")
    with Project.open(folder) as project:
        assert [row.decided_by for row in project.decisions()] == ["Anna", "Anna"]
        assert "synlighed" in [code for row in project.decisions() for code, _, _ in row.outcome]

    # Two quotes are picked, put in order, copied as a report prints them, and taken home as a file.
    anna.context.grant_permissions(["clipboard-read", "clipboard-write"])
    anna.open("/quotes")
    assert page.locator(".quote blockquote").count() >= 8
    for at in (0, 2):
        page.locator(".quote input").nth(at).check()
    page.wait_for_selector(".basket:has-text('Udvalgte')")
    printed = [page.locator(".quote blockquote").nth(at).inner_text() for at in (0, 2)]
    page.locator(".basket").get_by_role("button", name="Flyt op").nth(1).click()
    page.get_by_role("button", name="Kopiér i rækkefølge").click()
    page.wait_for_selector(".toast:has-text('2 citater er kopieret')")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert [part.split("\n— ")[0] for part in copied.split("\n\n")] == [
        f"” {words}" for words in reversed(printed)
    ]
    assert "\n— interview-1, " in copied
    with page.expect_download() as coming:
        page.locator(".basket").get_by_role("link", name="Word").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"PK")
    assert coming.value.suggested_filename == "citater.docx"

    # The report stands.
    anna.open("/report")
    page.frame_locator("iframe").locator("h1").first.wait_for(timeout=30_000)
    page.get_by_role("button", name="Citatbank").click()
    page.frame_locator("iframe").locator("blockquote").first.wait_for(timeout=30_000)

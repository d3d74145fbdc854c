"""The codebook changed over HTTP: each change one action, minimal in the file, refused when stale, done once."""

from pathlib import Path
from typing import Any

import pytest

from kodning.project import Project
from kodning.store.ids import new_uid

FILE = "codebook.yaml"


@pytest.fixture
def own(serve: Any, client: Any, demo_project: Path) -> Any:
    """An administrator at the demo project."""
    return client(serve(demo_project)).enter()


def _file(folder: Path) -> str:
    return (folder / FILE).read_bytes().decode("utf-8")


def _changed_lines(before: str, after: str) -> set[str]:
    return set(before.splitlines()) ^ set(after.splitlines())


def test_the_codes_carry_their_counts_and_all_that_the_file_says(own: Any, demo_project: Path) -> None:
    found = own.get("/api/codebook")
    codes = {code["id"]: code for code in found["codes"]}
    with Project.open(demo_project) as project:
        codings = project.codings(codes=["budget"])
        below = project.codings(codes=[name for name in codes if codes[name]["parent"] == "budget"])
        assert codes["budget"]["codings"] == len(codings)
        assert codes["budget"]["documents"] == len({one.document for one in codings})
        assert codes["budget"]["codings_below"] == len(codings) + len(below)
        assert codes["budget"]["documents_below"] == len({one.document for one in [*codings, *below]})
        assert found["hash"] == project.codebook().sha256
    assert codes["budget"]["examples"]
    assert len(codes["budget"]["example_places"]) == len(codes["budget"]["examples"])


def test_every_change_is_said_beforehand_made_once_and_taken_back(own: Any, demo_project: Path) -> None:
    source = _file(demo_project)
    coding = str(own.get("/api/codebook/codings?code=budget")[0]["id"])
    changes: dict[str, dict[str, object]] = {
        "move": {"code": "budget", "before": "tidlig-inddragelse"},
        "edit": {"code": "budget", "values": {"memo": "Se på det igen.", "label": {"da": "Penge", "en": "Money"}}},
        "rename": {"code": "budget", "new": "penge"},
        "retire": {"code": "budget", "reason": "for bred"},
        "merge": {"codes": ["godtgørelse"], "into": "budget"},
        "split": {"code": "budget", "label": "Små penge", "codings": [coding], "below": True},
        "group": {"group": "penge", "codes": ["budget", "synlighed"]},
    }  # fmt: skip
    for what, body in changes.items():
        seen = own.get("/api/codebook")["hash"]
        said = own.post(f"/api/codebook/{what}", **body, hash=seen, dry=True)
        assert said.status == 200, (what, said)
        assert said.json["preview"]["words"]
        assert said.json["preview"]["differences"], what
        assert _file(demo_project) == source
        request = {"uid": new_uid(), **body, "hash": seen}
        done = own.ask("POST", f"/api/codebook/{what}", request)
        assert done.status == 200, (what, done)
        after = _file(demo_project)
        assert after == done.json["source"] != source
        assert done.json["hash"] != seen
        again = own.ask("POST", f"/api/codebook/{what}", request)
        assert (again.status, again.json["repeated"], _file(demo_project)) == (200, True, after)
        stale = own.post(f"/api/codebook/{what}", **body, hash=seen)
        assert (stale.status, stale.json["kind"]) == (409, "stale")
        assert own.post("/api/undo", action=done.json["action"]).status == 200
        assert _file(demo_project) == source, what
    with Project.open(demo_project) as project:
        assert project.problems() == []


def test_an_edit_touches_its_own_lines_and_what_was_edited_on_disk_is_not_written_over(
    own: Any, demo_project: Path
) -> None:
    before = own.get("/api/codebook")
    (demo_project / FILE).write_text(
        before["source"] + "# en note fra editoren\n", encoding="utf-8", newline="\n"
    )
    values = {"definition": "Alt om penge."}
    stale = own.post("/api/codebook/edit", code="budget", values=values, hash=before["hash"])
    assert stale.status == 409
    assert _file(demo_project) == before["source"] + "# en note fra editoren\n"
    now = own.get("/api/codebook")
    done = own.post("/api/codebook/edit", code="budget", values=values, hash=now["hash"])
    assert done.status == 200
    changed = _changed_lines(now["source"], _file(demo_project))
    assert "    definition: Alt om penge." in changed
    assert not any(line.lstrip().startswith("#") for line in changed)
    assert _file(demo_project).endswith("# en note fra editoren\n")


def test_a_new_code_leaves_every_other_byte_of_the_file(own: Any, demo_project: Path) -> None:
    before = own.get("/api/codebook")
    done = own.post(
        "/api/codebook/add", label="Små penge", under="budget", color="#123456", hash=before["hash"]
    )
    assert (done.status, done.json["id"]) == (200, "små-penge")
    lines = _changed_lines(before["source"], _file(demo_project))
    assert lines == {"      - id: små-penge", "        label: Små penge", '        color: "#123456"'}
    with Project.open(demo_project) as project:
        assert next(c.parent for c in project.codebook().codes if c.id == "små-penge") == "budget"
    invivo = own.post("/api/codebook/add", label="små penge", example="Kassen er tom.")
    assert invivo.json["id"] == "små-penge"
    assert own.post("/api/undo", action=done.json["action"]).status == 200
    assert _file(demo_project) == before["source"]


def test_what_is_written_is_checked_at_its_field(own: Any) -> None:
    def said(**body: object) -> list[tuple[str, bool]]:
        answer = own.post("/api/codebook/check-code", **body)
        assert answer.status == 200, answer
        return [(one["key"], one["wrong"]) for one in answer.json]

    assert said(code="budget", values={"color": "blå"}) == [("color", True)]
    assert said(code="budget", values={"aliases": ["synlighed"]}) == [("aliases", True)]
    assert said(values={"id": "budget"}) == [("id", True)]
    for values in ({"id": "x"}, {"farve": "x"}, {"terms": [1]}, {"label": {"fr": "x"}}, "x"):
        assert own.post("/api/codebook/check-code", code="budget", values=values).status == 400


def test_a_refused_change_says_why_and_changes_nothing(own: Any, demo_project: Path) -> None:
    source = _file(demo_project)
    seen = own.get("/api/codebook")["hash"]
    refused: dict[str, tuple[dict[str, Any], int]] = {
        "move": ({"code": "budget", "under": "godtgørelse"}, 400),
        "rename": ({"code": "budget", "new": "synlighed"}, 400),
        "edit": ({"code": "budget", "values": {"color": "x"}}, 422),
        "merge": ({"codes": ["budget"], "into": "godtgørelse"}, 400),
        "split": ({"code": "budget", "to": "synlighed", "codings": ["999999"]}, 400),
        "retire": ({"code": "findes-ikke"}, 404),
        "group": ({"group": "ene", "codes": ["budget"]}, 422),
    }
    for what, (body, status) in refused.items():
        for dry in (True, False):
            answer = own.post(f"/api/codebook/{what}", **body, hash=seen, dry=dry)
            assert (answer.status, bool(answer.json["error"])) == (status, True), (what, answer)
    assert _file(demo_project) == source

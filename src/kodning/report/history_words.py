"""What was decided or used, in words: actions keep ids, which tell nobody anything."""

from typing import TYPE_CHECKING

from kodning.project import Project
from kodning.wording import language, listing, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kodning.store.histories import About
    from kodning.store.queries import ActionRow

_MOST = 3  # places named; of more their number is told
_TOLD = ("decide", "used")


def told(project: Project, rows: "Sequence[ActionRow]") -> list[str]:
    """What each action was about: document, turn and code of what was decided or used; else its own summary.

    To a coder in a blind pass the summaries alone: what she decided before tells what others coded.
    """
    if project.blind is not None:
        return [row.summary for row in rows]
    targets = _targets(project, rows)
    by_kind = {kind: [row.id for row in targets.values() if row.kind == kind] for kind in _TOLD}
    if not any(by_kind.values()):
        return [row.summary for row in rows]
    from kodning.store import histories

    found = histories.decided(project.connection, by_kind["decide"])
    found += histories.used(project.connection, by_kind["used"])
    names = {code.key: code.labels[language()] for code in project.codes()}
    about: dict[int, list[About]] = {}
    for one in found:
        about.setdefault(one.action, []).append(one)
    words = {action: _words(places, names) for action, places in about.items()}
    return [_line(row, targets[row.id], words) for row in rows]


def _targets(project: Project, rows: "Sequence[ActionRow]") -> "dict[int, ActionRow]":
    """What each action is in the end about: itself, or what was taken back or done again by it."""
    known = {row.id: row for row in rows}
    if any(row.undoes is not None and row.undoes not in known for row in rows):
        known = {row.id: row for row in project.history()}
    found = {}
    for row in rows:
        target = row
        while target.undoes is not None and target.undoes in known:
            target = known[target.undoes]
        found[row.id] = target
    return found


def _words(places: "Sequence[About]", names: dict[str, str]) -> str:
    shown = listing(list(dict.fromkeys(_place(one, names) for one in places)), _MOST)
    return f"{shown}: {places[0].note}" if places[0].note else shown


def _place(one: "About", names: dict[str, str]) -> str:
    turn = "" if one.turn is None else tr(f" replik {one.turn}", f" turn {one.turn}")
    code = tr("ingen kode", "no code") if one.code is None else names.get(one.code, one.code)
    return (
        tr(f"{one.document}{turn} »{code}«", f"{one.document}{turn} “{code}”")
        if one.code
        else (f"{one.document} ({code})")
    )


def _line(row: "ActionRow", target: "ActionRow", words: dict[int, str]) -> str:
    if target.id not in words:
        return row.summary
    taken_off = "– " if target.kind == "used" and target.summary.startswith("– ") else ""
    return row.summary.removesuffix(target.summary) + taken_off + words[target.id]

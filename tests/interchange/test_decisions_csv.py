"""Decisions from a file: what each row means, and what is wrong with it, by line; all rows or none."""

from pathlib import Path

import pytest

from kodning.errors import UnreadableFileError
from kodning.interchange.codings_csv import BadRowsError
from kodning.interchange.decisions_csv import parse_decisions, read_decisions
from kodning.intercoder.adjudication import Decision
from kodning.intercoder.disagreements import Comparison, compare
from kodning.intercoder.passages import DocumentText
from kodning.intercoder.work import CodingWork
from kodning.model import Coding, Turn
from kodning.report.disagreement_view import disagreement_table
from kodning.report.table import to_csv
from kodning.store.queries import CodeRow
from kodning.wording import Language, speaking

TEXT = "Vi har penge nok. Men ikke tid nok. Det er tid, vi mangler, og penge nok er ikke tid."
TEXTS = {"i": DocumentText(TEXT, [Turn(1, 0, len(TEXT), "IP", "informant")])}
CODES = [
    CodeRow(number, key, None, number, 0, {"da": label, "en": label}, "", "", in_codebook=key != "gammel")
    for number, (key, label) in enumerate([("økonomi", "Penge"), ("tid", "Tid"), ("gammel", "Gammel")])
]


def compared() -> Comparison:
    codings = [
        Coding(1, "", "i", 0, 17, "økonomi", "Anna", "", "", "manual"),
        Coding(2, "", "i", 0, 34, "økonomi", "Bo", "", "", "manual"),
        Coding(3, "", "i", 36, 58, "tid", "Anna", "", "", "manual"),
    ]
    reviews = [("i", coder, 0, len(TEXT)) for coder in ("Anna", "Bo")]
    return compare(CodingWork(codings, reviews, CODES, None), ["Anna", "Bo"], TEXTS)


MONEY, TIME = sorted(compared().disagreements, key=lambda found: found.start)


def parsed(
    folder: Path, *lines: str, heading: str = "id,decision,code,quote,start,end,reason"
) -> list[Decision]:
    file = folder / "afgørelser.csv"
    file.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return parse_decisions(read_decisions(file), file, compared(), TEXTS, CODES, "Panelet")


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (f"{MONEY.id},Anna", (("økonomi", 0, 17),)),
        (f"{MONEY.id},bo", (("økonomi", 0, 34),)),
        (f"{TIME.id},Bo", ()),
        (f"{MONEY.id},ingen", ()),
        (f"{MONEY.id},None", ()),
        (f"{MONEY.id[:8]},ny,Tid,ikke tid nok", (("tid", 22, 34),)),
        (f"{MONEY.id},new,økonomi", (("økonomi", 0, 34),)),
        (f"{MONEY.id},ny,tid,,18,34.0", (("tid", 18, 34),)),
        (f"{MONEY.id},ny,økonomi,penge nok,0,34", (("økonomi", 7, 16),)),
    ],
)
def test_a_row_says_what_is_to_stand(
    row: str, outcome: tuple[tuple[str, int, int], ...], tmp_path: Path
) -> None:
    (decision,) = parsed(tmp_path, row)
    assert decision.outcome == outcome
    assert decision.decided_by == "Panelet"


def test_a_row_says_why_and_what_it_changed_and_who_decided(tmp_path: Path) -> None:
    (decision,) = parsed(
        tmp_path,
        f"{MONEY.id},Anna,for bredt,exclude i økonomi,Bo",
        heading="id,decision,reason,codebook_change,decided_by",
    )
    assert decision == Decision(MONEY.id, (("økonomi", 0, 17),), "for bredt", "exclude i økonomi", "Bo")


def test_rows_without_a_decision_are_left_open(tmp_path: Path) -> None:
    assert parsed(tmp_path, f"{MONEY.id},,,,0,34", ",,") == []


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("danish_excel", [False, True])
def test_the_table_of_disagreements_can_be_filled_in_and_given_back(
    language: Language, danish_excel: bool, tmp_path: Path
) -> None:
    with speaking(language):
        table = disagreement_table(compared(), CODES)
    rows = [{**row, "decision": "Anna", "reason": "fordi; ja"} for row in table.rows]
    file = tmp_path / "udfyldt.csv"
    filled = type(table)(table.columns, rows)
    file.write_text(to_csv(filled, danish_excel=danish_excel), encoding="utf-8")
    found = parse_decisions(read_decisions(file), file, compared(), TEXTS, CODES, "Panelet")
    assert {decision.disagreement for decision in found} == {MONEY.id, TIME.id}
    assert {decision.reason for decision in found} == {"fordi; ja"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("dxxxx,Anna", "no disagreement “dxxxx”"),
        (MONEY.id[:-1] + "x,Anna", f"Did you mean “{MONEY.id}”?"),
        (",Anna", "no id"),
        (f"{MONEY.id},Ana", "Did you mean “Anna”?"),
        (f"{MONEY.id},ny", "needs a code"),
        (f"{MONEY.id},ny,tidd", "Did you mean “tid”?"),
        (f"{MONEY.id},ny,gammel", "gammel"),
        (f"{MONEY.id},ny,tid,ord som ingen har sagt", "are not in the document"),
        (f"{MONEY.id},ny,tid,nok", "stand in 2 places"),
        (f"{MONEY.id},ny,tid,,tolv", "“tolv” is not a whole number"),
        (f"{MONEY.id},ny,tid,,34,18", "34:18 is no span"),
        (f"{MONEY.id},ny,tid,,17,18", "17:18 is no span"),
        (f"{MONEY.id},Anna,tid", "for the decision “new” only"),
        (f"{MONEY.id},,,,,,derfor", "has reason, but no decision"),
    ],
)
def test_a_row_that_is_no_decision_is_refused_by_line(row: str, said: str, tmp_path: Path) -> None:
    with speaking("en"), pytest.raises(BadRowsError) as refused:
        parsed(tmp_path, f"{TIME.id},Anna", row)
    assert "afgørelser.csv:3: " in str(refused.value)
    assert said in str(refused.value)


def test_a_second_decision_on_the_same_disagreement_names_the_line_of_the_first(tmp_path: Path) -> None:
    with speaking("en"), pytest.raises(BadRowsError, match=r"csv:3: .* is decided in line 2 too"):
        parsed(tmp_path, f"{MONEY.id},Anna", f"{MONEY.id[:9]},Bo")


def test_all_faulty_rows_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadRowsError) as refused:
        parsed(tmp_path, "d1234,Anna", f"{MONEY.id},ny", f"{TIME.id},Anna")
    assert [fault.line for fault in refused.value.faults] == [2, 3]


@pytest.mark.parametrize("content", ["", "id,valg\nd1,Anna\n", 'id,decision\n"d1,Anna\n'])
def test_a_file_that_is_no_list_of_decisions_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "afgørelser.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"afgørelser\.csv"):
        read_decisions(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="mangler"):
        read_decisions(tmp_path / "mangler.csv")

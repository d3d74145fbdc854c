from pathlib import Path

import pytest

from kodning.reading import find, read

ROOT = Path(__file__).resolve().parents[2]


def test_the_five_interviews_are_found_in_order() -> None:
    assert [path.name for path in find([ROOT / "transcripts"])] == [f"interview-{n}.md" for n in range(1, 6)]


@pytest.mark.parametrize("number", range(1, 6))
def test_an_interview_of_the_sample_reads_without_a_doubt(number: int) -> None:
    found = read(ROOT / "transcripts" / f"interview-{number}.md")
    assert found.notes == ()
    assert found.encoding == "utf-8"
    assert len({turn.speaker for turn in found.turns}) == 2
    assert {turn.role for turn in found.turns} == {"interviewer", "informant"}
    assert len({(turn.speaker, turn.role) for turn in found.turns}) == 2
    assert found.attributes["interview"] == number
    assert found.attributes["konstrueret"] is True


def test_the_fifth_interview_has_a_time_for_every_turn() -> None:
    times = [turn.time_start for turn in read(ROOT / "transcripts" / "interview-5.md").turns]
    known = [time for time in times if time is not None]
    assert known == sorted(known)
    assert len(known) == len(times)

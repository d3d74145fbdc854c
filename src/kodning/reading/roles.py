"""Who interviews and who is interviewed, as far as labels and the importer's word say."""

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.model import Note, Role
from kodning.reading.labels import key_of, key_of_given
from kodning.wording import listing, speaking

_INTERVIEWER = frozenset(
    [
        "i",
        "int",
        "interviewer",
        "intervieweren",
        "intervjuer",
        "spørger",
        "spørgeren",
        "moderator",
        "facilitator",
        "forsker",
        "researcher",
        "q",
    ]
)
_INFORMANT = frozenset(
    [
        "formand",
        "formanden",
        "næstformand",
        "næstformanden",
        "informant",
        "informanten",
        "interviewperson",
        "interviewpersonen",
        "interviewee",
        "ip",
        "respondent",
        "respondenten",
        "r",
        "deltager",
        "deltageren",
        "participant",
    ]
)
# Labels for certain, but they do not say on which side of the microphone.
_NO_SIDE = frozenset(["a", "speaker", "taler"])
_KNOWN = _INTERVIEWER | _INFORMANT | _NO_SIDE

# `IP2`, `Speaker 1`, `SPEAKER_00`, `Informant B`, `Int.`
_NUMBERED = re.compile(r"(?P<word>[^\W\d_]+)(?:[ _-]?[0-9]{1,3}|(?<=[^\W\d_]{3})[ _-][a-zæøå])?\.?")
_IN_PARENTHESES = re.compile(r"(?P<outside>[^()]+)\((?P<inside>[^()]+)\)")
_WHOLE_WORD = 3  # letters: `Int Anne` says who she is, `A Hansen` does not

_TWO = 2


def role_word(name: str) -> str | None:
    """The known word that a label consists of (with or without a number), lower case; None where it is a name."""
    folded = key_of(name)
    if parts := _IN_PARENTHESES.fullmatch(folded):
        return role_word(parts["outside"]) or role_word(parts["inside"])
    found = _NUMBERED.fullmatch(folded.strip())
    return found["word"] if found and found["word"] in _KNOWN else None


def role_of(name: str) -> Role:
    """What a label by itself says of its speaker."""
    first = key_of(name).partition(" ")[0]
    word = role_word(name) or (first if len(first) >= _WHOLE_WORD else "")
    if word in _INTERVIEWER:
        return "interviewer"
    return "informant" if word in _INFORMANT else "unknown"


def assign(
    speakers: Sequence[str], interviewers: Collection[str], path: Path
) -> tuple[dict[str, Role], list[Note]]:
    """The role of each speaker.

    Args:
        speakers: The labels, each once.
        interviewers: Those who interview, by the importer's word.
        path: Named in errors.

    Returns:
        Roles by label, and notes on what was concluded or could not be.

    Raises:
        UnreadableFileError: An interviewer was named who does not speak.
    """
    given = {key_of_given(name) for name in interviewers}
    _check_given(interviewers, speakers, path)
    roles = {name: "interviewer" if key_of(name) in given else role_of(name) for name in speakers}
    if "interviewer" in roles.values():
        return {name: role if role == "interviewer" else "informant" for name, role in roles.items()}, []
    unknown = [name for name, role in roles.items() if role == "unknown"]
    if len(roles) == _TWO and len(unknown) == 1:
        roles[unknown[0]] = "interviewer"
        return roles, [_concluded(unknown[0])]
    return roles, [_who_interviews(unknown)] if unknown else []


def _check_given(interviewers: Collection[str], speakers: Sequence[str], path: Path) -> None:
    known = {key_of(name) for name in speakers}
    for name in interviewers:
        if key_of_given(name) not in known:
            da, en = _names(speakers)
            raise UnreadableFileError(
                path,
                f"ingen taler hedder »{name}«. "
                + (f"Talerne er: {da}." if da else "Filen har ingen talere."),
                f"no speaker is called “{name}”. "
                + (f"The speakers are: {en}." if en else "The file has no speakers."),
            )


def _names(speakers: Sequence[str]) -> tuple[str, str]:
    with speaking("da"):
        danish = listing(list(speakers))
    with speaking("en"):
        return danish, listing(list(speakers))


def _concluded(name: str) -> Note:
    return Note(
        None,
        f"»{name}« er regnet for interviewer, fordi den anden er informant. Ellers brug --interviewer NAVN.",
        f"“{name}” was taken for the interviewer, as the other is the informant. Otherwise use --interviewer NAME.",
    )


def _who_interviews(unknown: Sequence[str]) -> Note:
    da, en = _names(unknown)
    return Note(
        None,
        f"Det fremgår ikke, hvem der interviewer (ukendt rolle: {da}). Angiv det med --interviewer NAVN.",
        f"Nothing says who interviews (role unknown: {en}). Name them with --interviewer NAME.",
    )

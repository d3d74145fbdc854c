"""Utterances to a transcript: one text, and turns that cover it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.model import AttributeValue, Note, Role, TimeMark, Transcript, Turn
from kodning.reading import frontmatter
from kodning.reading.broken_labels import whole_labels, without_asides
from kodning.reading.cleaning import numbered, without_comments
from kodning.reading.noise import made_up
from kodning.reading.notes import in_order
from kodning.reading.roles import assign
from kodning.reading.utterances import Utterance, spoken
from kodning.text import sha256

_BETWEEN_TURNS = "\n\n"
_TEXT = Path("tekst")


def parse(
    text: str,
    *,
    title: str,
    path: Path = _TEXT,
    markdown: bool = True,
    interviewers: Collection[str] = (),
    places: Sequence[int] | None = None,
    more_notes: Sequence[Note] = (),
) -> Transcript:
    """A transcript out of the text of a `.md` or `.txt` file, or the lines of another.

    Args:
        text: The whole file, front matter and all, as decoded.
        title: Used where the front matter has none.
        path: Named in errors.
        markdown: HTML comments are comments, not words.
        interviewers: Labels of those who interview, without regard to case.
        places: Where each line stands in the source, when that is not its number.
        more_notes: What the reader of the format was unsure of.

    Returns:
        The transcript; `encoding` is `utf-8` and the hash is that of the text in UTF-8.

    Raises:
        UnreadableFileError: No words, broken front matter, or an interviewer who does not speak.
    """
    lines, notes = numbered(text)
    if places is not None:
        # What `numbered` gives are lines of our own making; the source has paragraphs, pages or pieces.
        notes = [note._replace(line=_place(places, note.line)) for note in notes]
        lines = [(_place(places, number) or 1, words) for number, words in lines]
    front = frontmatter.split(lines, path)
    body, comment_notes = without_comments(front.body) if markdown else (front.body, [])
    utterances, spoken_notes = spoken(whole_labels(body), interviewers)
    utterances, aside_notes = without_asides(utterances)
    transcript = assemble(
        utterances,
        title=front.title or title,
        path=path,
        attributes=front.attributes,
        interviewers=interviewers,
        notes=[*notes, *front.notes, *comment_notes, *spoken_notes, *aside_notes, *more_notes],
    )
    return transcript._replace(source_sha256=sha256(text))


def _place(places: Sequence[int], line: int | None) -> int | None:
    return None if line is None or not places else places[min(line, len(places)) - 1]


def assemble(
    utterances: Sequence[Utterance],
    *,
    title: str,
    path: Path,
    attributes: Mapping[str, AttributeValue] | None = None,
    interviewers: Collection[str] = (),
    notes: Sequence[Note] = (),
) -> Transcript:
    """The text and turns of what was said: the last step of every reader.

    Args:
        utterances: In order.
        title: The document's title.
        path: Named in errors.
        attributes: Name to value.
        interviewers: Labels of those who interview, without regard to case.
        notes: What the reader was unsure of; what is concluded about roles is added.

    Returns:
        The transcript, its `source_sha256` empty.

    Raises:
        UnreadableFileError: No words, or an interviewer who does not speak.
    """
    if not any(any(map(str.isalnum, each.words)) for each in utterances):
        raise UnreadableFileError(path, "filen har ingen ord.", "the file holds no words.")
    speakers = list(dict.fromkeys(each.speaker for each in utterances if each.speaker is not None))
    roles, role_notes = assign(speakers, interviewers, path)
    return Transcript(
        text=_BETWEEN_TURNS.join(each.words for each in utterances),
        turns=_turns(utterances, roles),
        title=title,
        encoding="utf-8",
        source_sha256="",
        attributes=dict(attributes or {}),
        notes=in_order([*notes, *made_up(utterances), *role_notes]),
        times=tuple(_times(utterances)),
    )


def _times(utterances: Sequence[Utterance]) -> Iterator[TimeMark]:
    at = 0
    for each in utterances:
        for piece in each.pieces:
            yield TimeMark(at + piece.start, at + piece.end, piece.time_start, piece.time_end)
        at += len(each.words) + len(_BETWEEN_TURNS)


def _turns(utterances: Sequence[Utterance], roles: Mapping[str, Role]) -> tuple[Turn, ...]:
    turns = []
    at = 0
    for number, each in enumerate(utterances, start=1):
        end = at + len(each.words)
        role = roles[each.speaker] if each.speaker is not None else "unknown"
        turns.append(Turn(number, at, end, each.speaker, role, each.start, each.end))
        at = end + len(_BETWEEN_TURNS)
    return tuple(turns)

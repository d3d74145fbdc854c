"""What speech recognition writes as JSON: Whisper, WhisperX, whisper.cpp and the pipelines around them."""

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kodning.errors import UnreadableFileError
from kodning.reading.cues import Cue
from kodning.reading.subtitles import clock_seconds

_LOW_LOGPROB = -1.0  # Whisper's own threshold for a piece to be tried again
_SILENCE = 0.6  # Whisper's own threshold for "nobody speaks"
_SURE = 0.5  # mean probability of the words


def cues(text: str, path: Path) -> list[Cue]:
    """The cues of a recogniser's JSON file.

    Raises:
        UnreadableFileError: It is no JSON, or not of a recogniser known here.
    """
    try:
        data = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise UnreadableFileError(
            path,
            f"er ikke gyldig JSON ({getattr(error, 'msg', 'for dybt indlejret')}).",
            f"is not valid JSON ({getattr(error, 'msg', 'nested too deeply')}).",
            line,
        ) from None
    for key, make in _SHAPES:
        pieces = data.get(key) if isinstance(data, dict) else data if key == "segments" else None
        if isinstance(pieces, list) and pieces and all(isinstance(each, dict) for each in pieces):
            found = list(_made(pieces, make))
            if any(cue.words.strip() for cue in found):
                return found
    raise UnreadableFileError(
        path,
        "er ikke en udskrift fra Whisper eller WhisperX (»segments« med »text«).",
        "is no transcript by Whisper or WhisperX (“segments” with “text”).",
    )


def _made(
    pieces: Sequence[Mapping[str, Any]], make: "Callable[[int, Mapping[str, Any]], Iterable[Cue]]"
) -> Iterable[Cue]:
    for number, piece in enumerate(pieces, start=1):
        yield from make(number, piece)


def _segment(number: int, piece: Mapping[str, Any]) -> Iterable[Cue]:
    """A piece of Whisper's; where its words have speakers of their own, one cue for each run of them."""
    words = [each for each in _list(piece.get("words")) if isinstance(each, dict)]
    speakers = [_text(each.get("speaker")) for each in words]
    doubt = _doubt(piece, words)
    named = [who for who in speakers if who]
    if len(set(named)) > 1:
        yield from _by_word(number, words, speakers, doubt)
        return
    yield Cue(
        number,
        _text(piece.get("text")),
        _number(piece.get("start")),
        _number(piece.get("end")),
        _text(piece.get("speaker")).strip() or (named[0] if named else None),
        doubt,
    )


def _by_word(
    number: int, words: Sequence[Mapping[str, Any]], speakers: Sequence[str], doubt: float | None
) -> Iterable[Cue]:
    run: list[Mapping[str, Any]] = []
    who = next(name for name in speakers if name)
    for word, speaker in zip(words, speakers, strict=True):
        if speaker and speaker != who and run:
            yield _run(number, run, who, doubt)
            run = []
        who = speaker or who
        run.append(word)
    if run:
        yield _run(number, run, who, doubt)


def _run(number: int, words: Sequence[Mapping[str, Any]], who: str, doubt: float | None) -> Cue:
    spoken = [_text(each.get("word") or each.get("text")) for each in words]
    glue = "" if any(each.startswith(" ") for each in spoken) else " "
    starts = [at for each in words if (at := _number(each.get("start"))) is not None]
    ends = [at for each in words if (at := _number(each.get("end"))) is not None]
    return Cue(number, glue.join(spoken), min(starts, default=None), max(ends, default=None), who, doubt)


def _chunk(number: int, piece: Mapping[str, Any]) -> Iterable[Cue]:
    """A piece of Hugging Face's pipelines: `timestamp` is [start, end]."""
    times = [*_list(piece.get("timestamp")), None, None]
    who = _text(piece.get("speaker")).strip() or None
    yield Cue(number, _text(piece.get("text")), _number(times[0]), _number(times[1]), who)


def _cpp(number: int, piece: Mapping[str, Any]) -> Iterable[Cue]:
    """A piece of whisper.cpp's: `offsets` in milliseconds, `timestamps` as a clock."""
    offsets, clock = _map(piece.get("offsets")), _map(piece.get("timestamps"))
    times = []
    for side in ("from", "to"):
        offset = _number(offsets.get(side))
        times.append(offset / 1000 if offset is not None else clock_seconds(_text(clock.get(side))))
    probabilities = [
        p for each in _list(piece.get("tokens")) if (p := _number(_map(each).get("p"))) is not None
    ]
    mean = sum(probabilities) / len(probabilities) if probabilities else 1.0
    who = _text(piece.get("speaker")).strip() or None
    yield Cue(number, _text(piece.get("text")), times[0], times[1], who, mean if mean < _SURE else None)


def _doubt(piece: Mapping[str, Any], words: Sequence[Mapping[str, Any]]) -> float | None:
    """The recogniser's confidence where it is low, else None."""
    chances = [p for each in words if (p := _number(each.get("probability", each.get("score")))) is not None]
    logprob, silence = _number(piece.get("avg_logprob")), _number(piece.get("no_speech_prob"))
    sure = min(
        sum(chances) / len(chances) if chances else 1.0,
        math.exp(min(logprob, 0.0)) if logprob is not None and logprob < _LOW_LOGPROB else 1.0,
        1 - silence if silence is not None and silence > _SILENCE else 1.0,
    )
    return max(sure, 0.0) if sure < _SURE else None


def _text(value: object) -> str:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _map(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


_SHAPES = (
    ("speakers", _chunk),
    ("segments", _segment),
    ("transcription", _cpp),
    ("chunks", _chunk),
)

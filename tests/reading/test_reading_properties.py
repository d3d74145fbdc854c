"""Properties: whatever was said comes back, whatever the bytes are nothing but a clear error comes out."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kodning.errors import KodningError
from kodning.model import Transcript
from kodning.reading import parse, read
from kodning.text import normalise

Seconds = float | None


@dataclass(frozen=True)
class Said:
    """What somebody says at a time, in seconds."""

    speaker: str
    words: str
    start: int


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


STYLES: dict[str, tuple[bool, Callable[[str, str], str]]] = {
    "plain": (False, lambda name, _: f"{name}: "),
    "tab": (False, lambda name, _: f"{name}:\t"),
    "own line": (False, lambda name, _: f"{name}:\n"),
    "own paragraph": (False, lambda name, _: f"{name}:\n\n"),
    "bold": (False, lambda name, _: f"**{name}:** "),
    "bold name": (False, lambda name, _: f"**{name}**: "),
    "italic": (False, lambda name, _: f"*{name}:* "),
    "underscores": (False, lambda name, _: f"__{name}:__ "),
    "brackets": (True, lambda name, at: f"[{at}] {name}: "),
    "parentheses": (True, lambda name, at: f"({at}) {name}: "),
    "bare": (True, lambda name, at: f"{at} {name}: "),
    "behind": (True, lambda name, at: f"{name} [{at}]: "),
    "behind in parentheses": (True, lambda name, at: f"{name} ({at}): "),
    "range": (True, lambda name, at: f"[{at} - 99:59:59] {name}: "),
    "bold with time": (True, lambda name, at: f"**[{at}] {name}:** "),
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac-roman"]
CASTS = [
    ("Interviewer", "Formand"),
    ("I", "IP"),
    ("Spørger", "Deltager 2"),
    ("Q", "A"),
    ("INT", "Åse Bræmer"),
]

word = st.text("abcdefghijklmnopqrstuvwxyzæøåéABCÆØÅ0123456789’-…,.?!”()", min_size=1, max_size=9)
line = st.lists(word, min_size=1, max_size=8).map(" ".join)
words = st.lists(
    st.sampled_from(["\n", "\n\n", " "]).flatmap(lambda gap: line.map(lambda text: gap + text)), max_size=3
).map("".join)
# Every file has a word that tells Windows-1252 from Mac Roman, and words at all.
turn = st.tuples(st.sampled_from(["på", "rødgrød", "Ærø,", "blå"]), words).map("".join)
starts = st.integers(0, 99 * 3600)


@st.composite
def conversation(draw: st.DrawFn) -> list[Said]:
    cast = draw(st.sampled_from(CASTS))
    count = draw(st.integers(2, 6))
    times = sorted(draw(st.lists(starts, min_size=count, max_size=count)))
    # Both speak twice, as a name that is no known role must to be a label.
    order = [cast[0], cast[1], cast[0], cast[1], *draw(st.lists(st.sampled_from(cast), max_size=2))]
    return [Said(speaker, draw(turn), at) for speaker, at in zip(order, times * 3, strict=False)]


@given(
    said=conversation(),
    style=st.sampled_from(sorted(STYLES)),
    encoding=st.sampled_from(ENCODINGS),
    line_end=st.sampled_from(["\n", "\r\n"]),
    gap=st.sampled_from(["\n\n", "\n\n\n"]),
)
def test_what_was_said_comes_back_from_every_style_and_encoding(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[Said],
    style: str,
    encoding: str,
    line_end: str,
    gap: str,
) -> None:
    timed, label = STYLES[style]
    source = gap.join(label(each.speaker, clock(each.start)) + each.words for each in said)
    path = tmp_path_factory.getbasetemp() / "samtale.txt"
    path.write_bytes(source.replace("\n", line_end).encode(encoding))
    found = read(path)
    assert [found.text[turn.start : turn.end] for turn in found.turns] == [each.words for each in said]
    assert [turn.speaker for turn in found.turns] == [each.speaker for each in said]
    assert [turn.time_start for turn in found.turns] == [
        float(each.start) if timed else None for each in said
    ]
    interviewer = said[0].speaker
    assert all((turn.role == "interviewer") == (turn.speaker == interviewer) for turn in found.turns)
    assert all(turn.role in {"interviewer", "informant"} for turn in found.turns)


def assert_sound(found: Transcript) -> None:
    """What every transcript promises, whatever it was made of."""
    assert found.text == normalise(found.text)
    assert found.text.encode("utf-8").decode("utf-8") == found.text
    pieces = [found.text[turn.start : turn.end] for turn in found.turns]
    assert "\n\n".join(pieces) == found.text
    assert all(piece and piece == piece.strip() and "\n\n\n" not in piece for piece in pieces)
    assert [turn.number for turn in found.turns] == list(range(1, len(pieces) + 1))
    assert [turn.start for turn in found.turns][1:] == [turn.end + 2 for turn in found.turns][:-1]
    assert all(note.da and note.en and (note.line is None or note.line > 0) for note in found.notes)


def outcome(make: Callable[[], Transcript]) -> Transcript | KodningError:
    try:
        return make()
    except KodningError as error:
        return error


def assert_clear(found: Transcript | KodningError) -> None:
    if isinstance(found, KodningError):
        assert found.da
        assert found.en
        assert "\n" not in found.da
    else:
        assert_sound(found)


FRAGMENTS = [
    *[
        "I:",
        "IP:",
        "Anne:",
        "anne:",
        "**",
        "__",
        "*",
        "_",
        ":",
        "[",
        "]",
        "(",
        ")",
        "<!--",
        "-->",
        "---",
        "- ",
        "#",
    ],
    *[
        "00:12:03",
        "[00:01]",
        "12:30",
        "Kl. 09:16",
        "[99:99:99]",
        " - ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        " ",
        "ord",
    ],
    *[
        "æøå",
        "e\u0301",
        "\u0301",
        "\u00ad",
        "\u200b",
        "\ufeff",
        "\u2028",
        "\x85",
        "\x07",
        "\u00a0",
        "\u200f",
        "👩\u200d🏫",
    ],
    *[
        "title: x",
        "a: 1",
        "a:",
        "{",
        "&a",
        "*a",
        "? ",
        "!!",
        "%YAML 1.1",
        "'",
        '"',
        "|",
        "Ã¦",
        "\ufffd",
        "http://",
        "...",
    ],
]
jumble = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=30).map("".join)


@given(
    text=st.one_of(jumble, jumble.map(lambda text: "---\n" + text + "\n---\nord"), st.text()),
    markdown=st.booleans(),
)
@example(text="I: a\n<!--\u0301-->\u0301b", markdown=True)
@example(text="I: e<!-- -->\u0301", markdown=True)
def test_any_text_gives_a_sound_transcript_or_a_clear_error(text: str, markdown: bool) -> None:
    assert_clear(outcome(lambda: parse(text, title="x", markdown=markdown)))


@given(
    raw=st.one_of(
        st.binary(max_size=300),
        jumble.map(lambda text: text.encode("utf-8", "replace")),
        st.tuples(jumble, st.sampled_from(ENCODINGS)).map(lambda made: made[0].encode(made[1], "replace")),
        st.tuples(jumble, st.binary(max_size=8)).map(
            lambda made: made[0].encode("utf-8", "replace") + made[1]
        ),
    ),
    encoding=st.one_of(
        st.none(),
        st.sampled_from(
            ["utf-8", "cp1252", "latin-1", "mac-roman", "utf-7", "utf-16", "cp865", "hz", "big5"]
        ),
        st.text(max_size=12),
    ),
)
@example(raw=b"+2AA-x", encoding="utf-7")
@example(raw=b"\xff\xfe\x00\xd8a\x00", encoding=None)
def test_any_bytes_give_a_sound_transcript_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, encoding: str | None
) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.md"
    path.write_bytes(raw)
    found = outcome(lambda: read(path, encoding=encoding))
    assert_clear(found)
    if isinstance(found, Transcript):
        assert read(path, encoding=found.encoding).text == found.text


@pytest.mark.parametrize(
    "piece",
    [
        *[
            "[",
            "(",
            "*",
            "_",
            "a:",
            "A:",
            "<!--",
            "<!-- -->",
            " ",
            "\t",
            "[00:",
            "00:",
            "[00:01] ",
            "\u00ad",
            "e\u0301",
        ],
        *[
            "a:\n",
            "I:\n",
            "Aa: x\n",
            "[00:01]\n",
            "---\n",
            "\n",
            "**A** ",
            "A     ",
            "kl. ",
            "\ufeff",
            "Ã¦",
            "<!--\n",
        ],
    ],
)
def test_a_megabyte_of_anything_takes_seconds(piece: str) -> None:
    """Quadratic work on a megabyte would take hours."""
    text = "I: Ja.\n" + piece * (1_000_000 // len(piece))
    began = time.process_time()
    found = parse(text, title="x")
    assert time.process_time() - began < 30
    assert found.turns[0].number == 1


@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? ", "a: ", '"a" ', "&a ", "!", "a\n#\n", "*a, "])
def test_hostile_front_matter_takes_seconds(unit: str) -> None:
    text = "---\n" + unit * (60_000 // len(unit)) + "\n---\nI: Ja."
    began = time.process_time()
    assert_clear(outcome(lambda: parse(text, title="x")))
    assert time.process_time() - began < 30

"""Where coders disagree: passages that not all of those who have read them gave the same code.

- *omission*: somebody has read the words and put the code on none of them;
- *boundary*: all have put the code there, but not on the same words;
- *confusion*: an omission of one code and an omission of another, by different coders, whose words overlap.

Passages of different codes become a confusion the greatest overlap first, each in one confusion at most.
"""

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple, get_args

from kodning.intercoder.passages import DocumentText, Ground, Passage, clipped_to, passages, size, united
from kodning.intercoder.work import CodingWork
from kodning.model import Coding, Turn
from kodning.text import sha256
from kodning.wording import sort_key

Kind = Literal["omission", "boundary", "confusion"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_AROUND = 120  # code points of context on either side


class Mark(NamedTuple):
    """One coder's coding in a disagreement."""

    code: str
    start: int
    end: int
    coding: int
    memo: str


class Disagreement(NamedTuple):
    """A place where coders differ.

    Attributes:
        id: 16 hexadecimal digits of SHA-256 over document, kind, coders and codings; the first is always `d`,
            so that no spreadsheet takes it for a number. It is the same as long as those codings stand.
        kind: `omission`, `boundary` or `confusion`.
        document: Name of the document.
        start: Where the first of the codings begins.
        end: Where the last of them ends.
        coders: Who has read words of it, in the order of the coders compared.
        codings: What each of them put there; empty for those who put nothing.
        codes: The codes in question; the one the coders disagree most about first.
        words: Informants' words that somebody coded.
        differing: How many of those not everybody who read them coded alike.
        text: The words from start to end as they stand.
        before: What stands before, at most 120 characters, from a word border on.
        after: What stands after, likewise.
        turn: Number of the turn it begins in.
        speaker: Who speaks there.
    """

    id: str
    kind: Kind
    document: str
    start: int
    end: int
    coders: tuple[str, ...]
    codings: dict[str, tuple[Mark, ...]]
    codes: tuple[str, ...]
    words: int
    differing: int
    text: str
    before: str
    after: str
    turn: int | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Coders' codings laid beside each other.

    Attributes:
        name: The frozen pass; None for things as they stand.
        coders: Who is compared.
        agreed: Passages that all who read them coded alike.
        disagreements: The others, the codes with most disagreements per coding first.
        codings: Codings compared, by code.
        left_out: Codings of these coders on words that nobody else of them has read, or that no informant said.
    """

    name: str | None
    coders: tuple[str, ...]
    agreed: Sequence[Passage]
    disagreements: Sequence[Disagreement]
    codings: Mapping[str, int]
    left_out: int

    @property
    def by_kind(self) -> dict[Kind, int]:
        """How many disagreements of each kind."""
        count = Counter(found.kind for found in self.disagreements)
        return {kind: count[kind] for kind in KINDS}


def disagreements(
    work: CodingWork, coders: Sequence[str], texts: Mapping[str, DocumentText]
) -> list[Disagreement]:
    """The places where coders differ; see `compare`."""
    return list(compare(work, coders, texts).disagreements)


def compare(work: CodingWork, coders: Sequence[str], texts: Mapping[str, DocumentText]) -> Comparison:
    """Lay coders' codings beside each other.

    Args:
        work: Codings, reviews and codes of one moment.
        coders: Two or more; each word is compared between those of them who have read it.
        texts: The documents, in the order in which they are to stand.

    Returns:
        What they agree on and where they differ. It is the same, but for the order of names, however the
        coders are ordered.
    """
    chosen = tuple(dict.fromkeys(coders))
    found, left_out = _all_passages(work, chosen, texts)
    counts = Counter(p.code for p in found for own in p.codings.values() for _ in own)
    joined = [cluster for part in _by_document(found) for cluster in _clusters(part)]
    ranks = _ranks(joined, counts, [code.key for code in work.codes])
    places = {name: place for place, name in enumerate(texts)}
    ready = [_disagreement(cluster, chosen, ranks, texts[cluster[0].document]) for cluster in joined]
    return Comparison(
        name=work.name,
        coders=chosen,
        agreed=[passage for passage in found if not passage.differing],
        disagreements=sorted(
            ready, key=lambda d: (ranks[d.codes[0]], places[d.document], d.start, d.end, d.id)
        ),
        codings=dict(counts),
        left_out=left_out,
    )


def _all_passages(
    work: CodingWork, coders: Sequence[str], texts: Mapping[str, DocumentText]
) -> tuple[list[Passage], int]:
    read: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for document, coder, start, end in work.reviews:
        if coder in coders:
            read[document][coder].append((start, end))
    codings: dict[str, list[Coding]] = defaultdict(list)
    for coding in work.codings:
        if coding.coder in coders:
            codings[coding.document].append(coding)
    found: list[Passage] = []
    left_out = 0
    for document, text in texts.items():
        here, without = passages(document, Ground(text, read[document]), codings[document], coders)
        found += here
        left_out += without
    return found, left_out


def _by_document(found: Iterable[Passage]) -> Iterator[list[Passage]]:
    differing: dict[str, list[Passage]] = defaultdict(list)
    for passage in found:
        if passage.differing:
            differing[passage.document].append(passage)
    yield from differing.values()


_Cluster = list[Passage]


def _clusters(differing: Sequence[Passage]) -> list[_Cluster]:
    """One list for each disagreement of a document: of one passage, or of several codes that were confused."""
    lacking = [passage for passage in differing if _lacks(passage)]
    cluster = {id(passage): [passage] for passage in differing}
    for one, other in _overlapping(lacking):
        first, second = cluster[id(one)], cluster[id(other)]
        if not _coders(first) & _coders(second):
            both = [*first, *second]
            cluster |= {id(passage): both for passage in both}
    return list({id(members): members for members in cluster.values()}.values())


def _lacks(passage: Passage) -> bool:
    """Whether somebody has read the words and not put the code on any of them."""
    return any(coder not in passage.codings for coder in passage.readers)


def _coders(cluster: _Cluster) -> set[str]:
    return {coder for passage in cluster for coder in passage.codings}


def _overlapping(lacking: Sequence[Passage]) -> list[tuple[Passage, Passage]]:
    """Passages of different codes and coders with words in common, those with most words first."""
    pairs: list[tuple[int, Passage, Passage]] = []
    open_: list[Passage] = []
    for passage in sorted(lacking, key=_place):
        start = passage.covered[0][0]
        open_ = [other for other in open_ if other.covered[-1][1] > start]
        for other in open_:
            if other.code != passage.code and not other.codings.keys() & passage.codings.keys():
                common = size(clipped_to(other.covered, passage.covered))
                pairs += [(common, other, passage)] if common else []
        open_.append(passage)
    pairs.sort(key=lambda pair: (-pair[0], _place(pair[1]), _place(pair[2])))
    return [(one, other) for _, one, other in pairs]


def _place(passage: Passage) -> tuple[int, int, str, list[str]]:
    return passage.covered[0][0], passage.covered[-1][1], passage.code, sorted(passage.codings)


def _ranks(joined: Sequence[_Cluster], counts: Mapping[str, int], codebook: Sequence[str]) -> dict[str, int]:
    """The place of each code: most disagreements per coding first, then as in the codebook."""
    disputed = Counter(code for cluster in joined for code in {passage.code for passage in cluster})
    position = {code: place for place, code in enumerate(codebook)}

    def worst(code: str) -> tuple[float, int, str, str]:
        return -disputed[code] / counts[code], position.get(code, len(position)), sort_key(code), code

    return {code: rank for rank, code in enumerate(sorted(counts, key=worst))}


def _disagreement(
    cluster: _Cluster, coders: Sequence[str], ranks: Mapping[str, int], document: DocumentText
) -> Disagreement:
    kind: Kind = "confusion" if len(cluster) > 1 else "omission" if _lacks(cluster[0]) else "boundary"
    readers = tuple(coder for coder in coders if any(coder in passage.readers for passage in cluster))
    marks = {coder: _marks(cluster, coder) for coder in readers}
    start = min(mark.start for own in marks.values() for mark in own)
    end = max(mark.end for own in marks.values() for mark in own)
    turn = _turn(document.turns, start)
    first, last = around(document.text, start, end)
    return Disagreement(
        id=_identity(cluster[0].document, kind, marks),
        kind=kind,
        document=cluster[0].document,
        start=start,
        end=end,
        coders=readers,
        codings=marks,
        codes=tuple(sorted({passage.code for passage in cluster}, key=ranks.__getitem__)),
        words=size(united(part for passage in cluster for part in passage.covered)),
        differing=size(united(part for passage in cluster for part in passage.differing)),
        text=document.text[start:end],
        before=document.text[first:start],
        after=document.text[end:last],
        turn=turn.number if turn else None,
        speaker=turn.speaker if turn else None,
    )


def _marks(cluster: _Cluster, coder: str) -> tuple[Mark, ...]:
    own = [coding for passage in cluster for coding in passage.codings.get(coder, ())]
    return tuple(
        Mark(c.code, c.start, c.end, c.id, c.memo)
        for c in sorted(own, key=attrgetter("start", "end", "code", "id"))
    )


def _identity(document: str, kind: Kind, marks: Mapping[str, Sequence[Mark]]) -> str:
    codings = sorted((coder, m.code, m.start, m.end) for coder, own in marks.items() for m in own)
    # The coders who put nothing belong to it too: what A and B are asked is not what A and C are asked.
    named = json.dumps([document, kind, sorted(marks), codings], ensure_ascii=False, separators=(",", ":"))
    return "d" + sha256(named)[:15]


def _turn(turns: Sequence[Turn], start: int) -> Turn | None:
    place = bisect_right(turns, start, key=attrgetter("start")) - 1
    return turns[place] if place >= 0 else None


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the context of a span begins and ends: at word borders, at most 120 code points away."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return first, last

"""What a codebook's terms do to what has been coded, and which words might be added."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from kodning.language.compounds import compound_parts
from kodning.language.frequencies import word_log_odds
from kodning.language.lemmas import lemma
from kodning.suggest.descriptive import description
from kodning.suggest.features import Features, content_counts
from kodning.suggest.matching import Matcher
from kodning.suggest.terms import WORD
from kodning.suggest.values import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kodning.model import Code
    from kodning.suggest.matching import Hit
    from kodning.suggest.values import Example

Kind = Literal["no_definition", "no_example", "fires_elsewhere", "inside_words", "alike"]
LEAST_HITS = 4  # before anything is said of a term
TOO_ALIKE = 0.6  # cosine of two definitions
LEAST_Z = 1.96
LEAST_DOCUMENTS = 2


class Finding(NamedTuple):
    """Something in the codebook to look at.

    Attributes:
        code: The code.
        kind: What it is.
        about: The term, or the other code; empty where it is the code itself.
        reason: In words.
    """

    code: str
    kind: Kind
    about: str
    reason: Reason


class Proposal(NamedTuple):
    """A word that might become a term.

    Attributes:
        word: In its dictionary form.
        z: Its log-odds in the code's passages against the others, in standard errors.
        times: How often it stands in the code's passages.
        documents: In how many documents there.
    """

    word: str
    z: float
    times: int
    documents: int


def term_warnings(codes: Sequence[Code], examples: Sequence[Example]) -> list[Finding]:
    """Find codes without definition or example, terms that mislead, and codes that cannot be told apart.

    Args:
        codes: The codebook.
        examples: What has been coded; without examples only the codebook itself is looked at.

    Returns:
        The findings, in the codebook's order.
    """
    found = [*_unfinished(codes), *_misleading(codes, examples), *_alike(codes)]
    order = {code.id: at for at, code in enumerate(codes)}
    return sorted(found, key=lambda finding: order[finding.code])


def _unfinished(codes: Sequence[Code]) -> Iterator[Finding]:
    for code in codes:
        if not code.definition.strip():
            yield Finding(
                code.id,
                "no_definition",
                "",
                Reason(f"»{code.id}« har ingen definition.", f"“{code.id}” has no definition."),
            )
        if not code.examples:
            yield Finding(
                code.id,
                "no_example",
                "",
                Reason(f"»{code.id}« har intet eksempel.", f"“{code.id}” has no example."),
            )


def _misleading(codes: Sequence[Code], examples: Sequence[Example]) -> Iterator[Finding]:
    matcher = Matcher(codes)
    hits: dict[tuple[int, str], list[tuple[Hit, Example]]] = defaultdict(list)
    for example in examples:
        for hit in matcher.find(example.text):
            hits[hit.pattern.code, hit.pattern.text].append((hit, example))
    for (at, term), some in sorted(hits.items()):
        if len(some) >= LEAST_HITS:
            yield from _of_term(codes[at].id, term, some)


def _of_term(code: str, term: str, some: list[tuple[Hit, Example]]) -> Iterator[Finding]:
    coded = [example.codes for _, example in some if example.codes]
    elsewhere = [found for found in coded if code not in found]
    if len(coded) >= LEAST_HITS and 2 * len(elsewhere) > len(coded):
        others = Counter(other for found in elsewhere for other in found)
        most = min(others, key=lambda other: (-others[other], other))
        yield Finding(
            code,
            "fires_elsewhere",
            term,
            Reason(
                f"»{term}« står {len(elsewhere)} af {len(coded)} gange i det, der har fået andre koder, oftest »{most}«.",
                f"“{term}” stands {len(elsewhere)} of {len(coded)} times where other codes were put,"
                f" most often “{most}”.",
            ),
        )
    inside = sum(hit.strength < 1 for hit, _ in some)
    if 2 * inside > len(some):
        yield Finding(
            code,
            "inside_words",
            term,
            Reason(
                f"»{term}« står {inside} af {len(some)} gange inde i andre ord.",
                f"“{term}” stands {inside} of {len(some)} times inside other words.",
            ),
        )


def _alike(codes: Sequence[Code]) -> Iterator[Finding]:
    texts = ["\n".join([code.definition, *code.include]) for code in codes]
    features = Features([description(code) for code in codes])
    vectors = np.array([features.vector(text) for text in texts]).reshape(len(codes), -1) / sqrt(2)
    likeness = (vectors @ vectors.T).round(9)  # a last bit never decides which is the likest
    for first, code in enumerate(codes):
        alike = [at for at in range(first + 1, len(codes)) if likeness[first, at] >= TOO_ALIKE]
        if alike:
            # One line for each code, however many are like it: the likest is the one to look at.
            other = codes[max(alike, key=lambda at: (likeness[first, at], -at))].id
            yield Finding(code.id, "alike", other, _alike_reason(code.id, other, len(alike) - 1))


def _alike_reason(code: str, other: str, more: int) -> Reason:
    many = more > 1
    return Reason(
        f"Definitionerne af »{code}« og »{other}« ligner hinanden så meget, at de næppe kan skelnes"
        + (f"; det samme gælder {more} {'andre koder' if many else 'anden kode'}." if more else "."),
        f"The definitions of “{code}” and “{other}” are so alike that they can hardly be told apart"
        + (f"; so are those of {more} other {'codes' if many else 'code'}." if more else "."),
    )


def propose_terms(
    codes: Sequence[Code], examples: Sequence[Example], top: int = 10
) -> dict[str, list[Proposal]]:
    """Propose terms from what has been coded: words that mark a code's passages against all the others.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, equations 16, 20 and 22),
    the prior being how common a word is in all passages. Words that are terms already are left out. Nothing is
    added to the codebook.

    Args:
        codes: The codebook.
        examples: What has been coded, and what has been read without a code fitting.
        top: At most so many for a code.

    Returns:
        For each code with proposals its words, the clearest first.
    """
    counts = [_lemmas(example.text) for example in examples]
    everything: Counter[str] = sum(counts, Counter())
    # A word of one interview is that informant's way of speaking.
    least = min(LEAST_DOCUMENTS, len({example.document for example in examples}))
    proposals = {}
    for code in codes:
        inside = [at for at, example in enumerate(examples) if code.id in example.codes]
        own: Counter[str] = sum((counts[at] for at in inside), Counter())
        known = {lemma(word) for term in code.terms for word in WORD.findall(term)}
        words = [
            Proposal(
                word,
                round(z, 6),
                own[word],
                len({examples[at].document for at in inside if counts[at][word]}),
            )
            for word, (_, z) in word_log_odds(own, everything).items()
            if z >= LEAST_Z and word not in known
        ]
        words = [word for word in words if word.documents >= least and word.times > 1]
        words.sort(key=lambda proposal: (-proposal.z, proposal.word))
        if words:
            proposals[code.id] = words[:top]
    return proposals


def _lemmas(text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for form, count in content_counts(text).items():
        for word in dict.fromkeys((lemma(form), *compound_parts(form))):
            counts[word] += count
    return counts

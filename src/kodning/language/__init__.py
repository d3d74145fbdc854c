"""Danish language: sentences and words, with the standard library only.

`sentences`, `words`, `word_starts` and `count_words` are loaded when first asked for: the sentence rule compiles large patterns.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kodning.language.counting import count_words, word_starts, words
    from kodning.language.splitting import sentences

__all__ = ["count_words", "sentences", "word_starts", "words"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    module = "splitting" if name == "sentences" else "counting"
    return getattr(import_module(f"kodning.language.{module}"), name)

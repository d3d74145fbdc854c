"""Danish language: sentences and words, with the standard library only."""

from kodning.language.sentences import sentences
from kodning.language.words import count_words, words

__all__ = ["count_words", "sentences", "words"]

"""From source files to text, turns and attributes.

A reader makes utterances of its format (who says what, when); `transcript.assemble` makes the text and
the turns of them. So a new format needs a module that yields utterances, or lines for `utterances.spoken`.
"""

from kodning.reading.files import LARGEST_FILE, SUFFIXES, find, read
from kodning.reading.sources import How, Source, read_all
from kodning.reading.speaking import Cast
from kodning.reading.transcript import assemble, parse
from kodning.reading.utterances import Utterance, spoken

__all__ = [
    "LARGEST_FILE",
    "SUFFIXES",
    "Cast",
    "How",
    "Source",
    "Utterance",
    "assemble",
    "find",
    "parse",
    "read",
    "read_all",
    "spoken",
]

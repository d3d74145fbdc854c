"""What a person types into a search, made into what the index understands.

`råd`, `"vi mangler penge"`, `integrations*`, `*udvalg`, `penge OR økonomi`, `penge NOT budget`, `(a OR b) c`,
`NEAR(penge frivillige, 10)`. The operators are written in capitals, in Danish too: OG, ELLER, IKKE, NÆR.
"""

import re
from collections.abc import Callable, Sequence
from itertools import product
from typing import NamedTuple

from kodning.errors import KodningError

Expand = Callable[[str], Sequence[str]]  # a word, or a pattern with `*`, to the words of the texts

MOST_FORMS = 2_000  # of one word
MOST_TOGETHER = 5_000  # combinations of forms in one NEAR
NEAR_WORDS = 10
_OPERATORS = {"AND": "AND", "OG": "AND", "OR": "OR", "ELLER": "OR", "NOT": "NOT", "IKKE": "NOT"}
_NEAR = {"NEAR", "NÆR"}
_TOKEN = re.compile(r'\s*(?:(?P<phrase>"[^"]*")(?P<star>\*?)|(?P<mark>[(),])|(?P<word>[^\s"(),]+))')
_LETTER = re.compile(r"\w")


class SearchError(KodningError):
    """A search that cannot be understood."""

    def __init__(self, query: str, da: str, en: str) -> None:
        super().__init__(
            f'Søgningen »{query}«: {da}. Skriv fx: råd · "vi mangler penge" · integrations* · '
            "penge OR økonomi · NEAR(penge frivillige, 10).",
            f'The search “{query}”: {en}. Write for instance: råd · "vi mangler penge" · integrations* · '
            "penge OR økonomi · NEAR(penge frivillige, 10).",
        )


class _Token(NamedTuple):
    kind: str  # phrase, word, operator, near, mark
    text: str
    prefix: bool = False


def index_query(query: str, expand: Expand, expand_words: bool = False) -> str:
    """The query in the index's own language.

    Args:
        query: As typed.
        expand: The words of the texts that a pattern means, or that are forms of a word.
        expand_words: Whether plain words mean all their forms.

    Raises:
        SearchError: It cannot be understood, or finds too many words.
    """
    return _Parser(query, expand, expand_words).whole()


class _Parser:
    """Reads a query from left to right."""

    def __init__(self, query: str, expand: Expand, expand_words: bool) -> None:
        self._query = query
        self._expand = expand
        self._expand_words = expand_words
        self._tokens = list(self._read())
        self._at = 0

    def _wrong(self, da: str, en: str) -> SearchError:
        return SearchError(self._query, da, en)

    def _read(self) -> "list[_Token]":
        tokens: list[_Token] = []
        place, text = 0, self._query.rstrip()
        while place < len(text):
            found = _TOKEN.match(text, place)
            if found is None:
                raise self._wrong(
                    'et citationstegn (") mangler sin mage', 'a quotation mark (") has no partner'
                )
            place = found.end()
            if found["phrase"] is not None:
                tokens.append(_Token("phrase", found["phrase"][1:-1], bool(found["star"])))
            elif found["mark"]:
                tokens.append(_Token("mark", found["mark"]))
            elif found["word"] in _OPERATORS:
                tokens.append(_Token("operator", _OPERATORS[found["word"]]))
            elif found["word"] in _NEAR and text[place : place + 1] == "(":
                tokens.append(_Token("near", found["word"]))
            else:
                tokens.append(_Token("word", found["word"]))
        return tokens

    def whole(self) -> str:
        """The whole query."""
        if not self._tokens:
            raise self._wrong("der er intet at søge efter", "there is nothing to search for")
        made = self._either()
        if self._at < len(self._tokens):
            raise self._wrong("en parentes mangler sin mage", "a parenthesis has no partner")
        return made

    def _next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _takes(self, kind: str, text: str) -> bool:
        token = self._next()
        if token is None or (token.kind, token.text) != (kind, text):
            return False
        self._at += 1
        return True

    def _either(self) -> str:
        parts = [self._all()]
        while self._takes("operator", "OR"):
            parts.append(self._all())
        return f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0]

    def _all(self) -> str:
        made = self._one()
        while (token := self._next()) is not None and token.text not in {"OR", ")"}:
            if self._takes("operator", "NOT"):
                made = f"({made} NOT {self._one()})"
            elif self._takes("operator", "AND") or token.kind != "operator":
                made = f"({made} AND {self._one()})"
        return made

    def _one(self) -> str:
        token = self._next()
        if token is None or token.kind == "operator" or token.text == ")":
            raise self._wrong("der mangler et ord ved AND, OR, NOT eller i en parentes",
                              "a word is missing at AND, OR, NOT or in parentheses")  # fmt: skip
        self._at += 1
        if token.kind == "near":
            return self._near()
        if token.text == "(" and token.kind == "mark":
            made = self._either()
            if not self._takes("mark", ")"):
                raise self._wrong("en parentes mangler sin mage", "a parenthesis has no partner")
            return made
        if token.text == "," and token.kind == "mark":
            return self._one()  # a comma between words is a space
        forms = self._forms(token)
        return f"({' OR '.join(forms)})" if len(forms) > 1 else forms[0]

    def _near(self) -> str:
        self._takes("mark", "(")
        phrases: list[list[str]] = []
        distance = str(NEAR_WORDS)
        while not self._takes("mark", ")"):
            token = self._next()
            if token is None or token.kind not in {"word", "phrase", "mark"} or token.text == "(":
                raise self._wrong(
                    "NEAR skrives som NEAR(penge frivillige, 10)",
                    "NEAR is written like NEAR(penge frivillige, 10)",
                )
            self._at += 1
            if token.text == "," and token.kind == "mark":
                number, after = self._next(), self._tokens[self._at + 1 : self._at + 2]
                if number and number.text.isdecimal() and after and after[0].text == ")":
                    distance = str(int(number.text))
                    self._at += 1
                continue
            phrases.append(self._forms(token))
        if len(phrases) < 2:  # noqa: PLR2004 - near what?
            raise self._wrong("NEAR skal have mindst to ord", "NEAR needs at least two words")
        sizes = 1
        for forms in phrases:
            sizes *= len(forms)
        if sizes > MOST_TOGETHER:
            raise self._wrong(
                "NEAR med så mange ordformer er for meget; skriv dem længere",
                "NEAR of so many word forms is too much; write longer words",
            )
        each = [f"NEAR({' '.join(chosen)}, {distance})" for chosen in product(*phrases)]
        return f"({' OR '.join(each)})" if len(each) > 1 else each[0]

    def _forms(self, token: _Token) -> list[str]:
        """The quoted words that a word or phrase means."""
        if not _LETTER.search(token.text):
            raise self._wrong(f"»{token.text}« er ikke et ord", f"“{token.text}” is not a word")
        if token.kind == "phrase":
            return [_quoted(token.text) + ("*" if token.prefix else "")]
        stem = token.text.rstrip("*")
        if "*" in stem:
            found = list(self._expand(token.text))
        elif stem != token.text:
            return [_quoted(stem) + "*"]
        elif self._expand_words:
            found = list(self._expand(token.text)) or [token.text]
        else:
            return [_quoted(token.text)]
        if len(found) > MOST_FORMS:
            raise self._wrong(f"»{token.text}« svarer til {len(found)} ord; skriv flere bogstaver",
                              f"“{token.text}” means {len(found)} words; write more letters")  # fmt: skip
        return [_quoted(word) for word in found] or [_quoted(token.text.replace("*", ""))]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

"""survey.yaml → Survey: the counts of a survey that the findings chapter sets beside the interviews, errors with file:line.

Counts are all that a printed report gives. What it does not give is declared in `unrecoverable`, never guessed.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kodning.errors import KodningError, UnreadableFileError, did_you_mean

SURVEY_NAME = "survey.yaml"
KINDS = ("single", "multiple", "items")
_KEYS = {
    "survey": ("title", "source", "unit", "n", "invited", "note", "questions"),
    "question": (
        "id", "figure", "question", "kind", "max", "n", "codes", "options", "unrecoverable", "sentences", "source", "note",
    ),
    "option": ("answer", "count", "missing"),
}  # fmt: skip
Text = Mapping[str, str]  # by language


class SurveyError(UnreadableFileError):
    """A survey.yaml that is not right, with the line."""


class NoSurveyError(KodningError):
    """The project has no survey.yaml."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} findes ikke. Skriv spørgeskemaets tal i den; et eksempel: kodning demo, og dokumentationen i docs/report.md.",
            f"There is no {path}. Write the survey's counts in it; for an example see kodning demo and docs/report.md.",
        )


@dataclass(frozen=True, slots=True)
class Option:
    """An answer and how many gave it.

    Attributes:
        answer: The answer, by language.
        count: How many gave it.
        missing: Whether it is no answer: unknown, cannot say.
    """

    answer: Text
    count: int
    missing: bool = False


class Question(NamedTuple):
    """A question with its counts.

    Attributes:
        id: Short name.
        figure: Number of the figure in the source, where it is one.
        text: The question, by language; empty where the source does not give it.
        kind: `single`: one answer each, so that the counts add up to n; `multiple`: several; `items`: each option is a
            question of its own.
        most: Most answers that one could give to a multiple question.
        n: How many were asked.
        codes: Ids of the codes that it belongs to.
        options: The answers, in the order of the source.
        unrecoverable: What the source does not give, by language.
        sentences: What the source says of it.
        source: Where the counts are printed; else the survey's.
        note: What else one must know, by language.
        line: Where it stands in the file.
    """

    id: str
    figure: int | None
    text: Text
    kind: str
    most: int | None
    n: int
    codes: tuple[str, ...]
    options: tuple[Option, ...]
    unrecoverable: tuple[Text, ...]
    sentences: tuple[str, ...]
    source: str
    note: Text
    line: int

    @property
    def rest(self) -> int | None:
        """Of a single choice: how many are in no option, because the source does not say."""
        return self.n - sum(option.count for option in self.options) if self.kind == "single" else None


class Survey(NamedTuple):
    """A survey.

    Attributes:
        title: Its name, by language.
        source: Who made it and where it is printed.
        unit: What answers, by language: `integrationsråd`.
        n: How many answered.
        invited: How many were asked to.
        note: What else one must know, by language.
        questions: In the order of the source.
        path: Where it was read.
    """

    title: Text
    source: str
    unit: Text
    n: int
    invited: int | None
    note: Text
    questions: tuple[Question, ...]
    path: Path

    def check_codes(self, codes: Mapping[str, Mapping[str, str]]) -> None:
        """See that the codes named are in the codebook; `codes` has their labels by id.

        Raises:
            SurveyError: One is not.
        """
        for question in self.questions:
            for code in question.codes:
                if code not in codes:
                    da, en = did_you_mean(code, list(codes))
                    raise SurveyError(
                        self.path,
                        f"{question.id}: der er ingen kode »{code}«. {da}",
                        f"{question.id}: no code “{code}”. {en}",
                        question.line,
                    )

    def records(self) -> list[dict[str, Any]]:
        """A row an option, as programs get it."""
        return [
            {
                "question": question.id,
                "figure": question.figure,
                "text": dict(question.text),
                "kind": question.kind,
                "max": question.most,
                "n": question.n,
                "answer": dict(option.answer),
                "count": option.count,
                "share": option.count / question.n,
                "missing": option.missing,
                "codes": list(question.codes),
                "unrecoverable": [dict(text) for text in question.unrecoverable],
                "source": question.source,
            }
            for question in self.questions
            for option in question.options
        ]


def read_survey(path: Path) -> Survey:
    """Read and check a survey.yaml.

    Raises:
        NoSurveyError: There is none.
        SurveyError: It is not right; the message has the line.
    """
    try:
        source = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NoSurveyError(path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyError(path, "kan ikke læses som UTF-8", "cannot be read as UTF-8") from error
    return _Reading(path).survey(_tree(unicodedata.normalize("NFC", source), path))


def _tree(source: str, path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        tree = YAML(typ="rt").load(source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else 1
        what = " ".join(str(error.problem or "").split("\n")[0].split())
        raise SurveyError(path, f"ikke gyldig YAML: {what}", f"not valid YAML: {what}", line) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise SurveyError(path, "ikke gyldig YAML", "not valid YAML") from error
    return tree


class _Reading:
    """Makes a survey of a YAML tree; the first thing that is wrong is raised with its line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _wrong(self, line: int, da: str, en: str) -> SurveyError:
        return SurveyError(self._path, da, en, line)

    def survey(self, tree: Any) -> Survey:
        """The whole file."""
        self._mapping(tree, "survey", 1, "survey.yaml")
        n = self._count(tree, "n", least=1)
        default = self._words(tree, "source")
        if not default:
            raise self._wrong(1, "source: mangler; skriv, hvor tallene står trykt.", "source: is missing; say where the counts are printed.")  # fmt: skip
        questions = self._list(tree, "questions")
        if not questions:
            raise self._wrong(_line(tree, "questions"), "questions: mangler.", "questions: is missing.")
        read = []
        lines: dict[str, int] = {}
        for place, entry in enumerate(questions):
            one = self._question(entry, _item_line(questions, place), place, n, default)
            if one.id in lines:
                raise self._wrong(one.line, f"id »{one.id}« er brugt i linje {lines[one.id]}.", f"id “{one.id}” is used in line {lines[one.id]}.")  # fmt: skip
            lines[one.id] = one.line
            read.append(one)
        invited = self._count(tree, "invited", least=n) if "invited" in tree else None
        return Survey(
            title=self._text(tree, "title"),
            source=default,
            unit=self._text(tree, "unit") or {"da": "svar", "en": "answers"},
            n=n,
            invited=invited,
            note=self._text(tree, "note"),
            questions=tuple(read),
            path=self._path,
        )

    def _question(self, entry: Any, line: int, place: int, n: int, source: str) -> Question:
        where = f"questions.{place + 1}"
        self._mapping(entry, "question", line, where)
        kind = entry.get("kind")
        if kind not in KINDS:
            raise self._wrong(
                _line(entry, "kind", line),
                f"{where}.kind: skriv single (ét svar hver), multiple (flere svar) eller items (hver linje sit spørgsmål).",
                f"{where}.kind: say single (one answer each), multiple (several) or items (a question a line).",
            )
        found = Question(
            id=self._words(entry, "id") or f"q{place + 1}",
            figure=self._count(entry, "figure", least=1) if "figure" in entry else None,
            text=self._text(entry, "question"),
            kind=kind,
            most=self._count(entry, "max", least=1) if "max" in entry else None,
            n=self._count(entry, "n", least=1) if "n" in entry else n,
            codes=self._texts(entry, "codes"),
            options=tuple(
                self._option(option, _item_line(entry["options"], number), f"{where}.options.{number + 1}")
                for number, option in enumerate(self._list(entry, "options"))
            ),
            unrecoverable=self._said(entry, "unrecoverable"),
            sentences=self._texts(entry, "sentences"),
            source=self._words(entry, "source") or source,
            note=self._text(entry, "note"),
            line=line,
        )
        self._check_sums(found, entry, where)
        return found

    def _check_sums(self, question: Question, entry: Any, where: str) -> None:
        line, total = _line(entry, "options", question.line), sum(one.count for one in question.options)
        if not question.options:
            raise self._wrong(question.line, f"{where}.options: mangler.", f"{where}.options: is missing.")
        for number, option in enumerate(question.options):
            if option.count > question.n:
                raise self._wrong(
                    _item_line(entry["options"], number),
                    f"{where}: {option.count} svar, men n er {question.n}.",
                    f"{where}: {option.count} answers, but n is {question.n}.",
                )
        if question.kind == "single" and total > question.n:
            raise self._wrong(
                line,
                f"{where}: svarene er {total} tilsammen, men n er {question.n}. Måtte man give flere svar, så skriv kind: multiple.",
                f"{where}: the answers add up to {total}, but n is {question.n}. If several could be given, say kind: multiple.",
            )
        if question.kind == "single" and total < question.n and not question.unrecoverable:
            raise self._wrong(
                line,
                f"{where}: svarene er {total} tilsammen, men n er {question.n}. Tilføj de manglende svar, eller skriv under "
                "unrecoverable, hvad kilden ikke oplyser.",
                f"{where}: the answers add up to {total}, but n is {question.n}. Add the missing answers, or say under "
                "unrecoverable what the source does not give.",
            )
        if question.most and total > question.most * question.n:
            raise self._wrong(
                line,
                f"{where}: {total} svar, men {question.n} kunne højst give {question.most} hver.",
                f"{where}: {total} answers, but {question.n} could give {question.most} each at most.",
            )

    def _option(self, entry: Any, line: int, where: str) -> Option:
        self._mapping(entry, "option", line, where)
        answer = self._text(entry, "answer")
        if not answer:
            raise self._wrong(line, f"{where}.answer: mangler.", f"{where}.answer: is missing.")
        missing = entry.get("missing", False)
        if not isinstance(missing, bool):
            raise self._wrong(
                line, f"{where}.missing: skriv true eller false.", f"{where}.missing: say true or false."
            )
        return Option(answer, self._count(entry, "count", least=0), missing)

    def _mapping(self, entry: Any, kind: str, line: int, where: str) -> None:
        if not isinstance(entry, dict):
            raise self._wrong(
                line, f"{where}: skal være nøgler og værdier.", f"{where}: must be keys and values."
            )
        for key in entry:
            if key not in _KEYS[kind]:
                da, en = did_you_mean(str(key), list(_KEYS[kind]))
                raise self._wrong(_line(entry, key, line), f"{where}.{key}: ukendt nøgle. {da}", f"{where}.{key}: unknown key. {en}")  # fmt: skip

    def _list(self, entry: Any, key: str) -> Any:
        value = entry.get(key)
        if value is not None and not isinstance(value, list):
            raise self._wrong(_line(entry, key), f"{key}: skal være en liste.", f"{key}: must be a list.")
        return value or []

    def _texts(self, entry: Any, key: str) -> tuple[str, ...]:
        value = entry.get(key)
        items: Iterable[Any] = [value] if isinstance(value, str) else self._list(entry, key)
        found = []
        for item in items:
            if not isinstance(item, str):
                raise self._wrong(_line(entry, key), f"{key}: skal være tekst.", f"{key}: must be text.")
            found.append(" ".join(item.split()))
        return tuple(found)

    def _said(self, entry: Any, key: str) -> tuple[Text, ...]:
        """One text or several, each in one language or in both."""
        value = entry.get(key)
        items = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(self._one_text(item, _line(entry, key), key) for item in items)

    def _words(self, entry: Any, key: str, line: int | None = None) -> str:
        value = entry.get(key, "")
        if value is None:
            return ""
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise self._wrong(line or _line(entry, key), f"{key}: skal være tekst.", f"{key}: must be text.")
        return " ".join(str(value).split())

    def _text(self, entry: Any, key: str) -> Text:
        return self._one_text(entry.get(key), _line(entry, key), key)

    def _one_text(self, value: Any, line: int, key: str) -> Text:
        if not isinstance(value, dict):
            words = self._words({key: value}, key, line)
            return {"da": words, "en": words} if words else {}
        if not value or set(value) - {"da", "en"}:
            raise self._wrong(line, f"{key}: skriv tekst eller {{da: …, en: …}}.", f"{key}: say a text or {{da: …, en: …}}.")  # fmt: skip
        texts = {language: self._words(value, language) for language in value}
        first = next(iter(texts.values()))
        return {language: texts.get(language) or first for language in ("da", "en")}

    def _count(self, entry: Any, key: str, least: int) -> int:
        value = entry.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self._wrong(
                _line(entry, key),
                f"{key}: skal være et helt tal, mindst {least}.",
                f"{key}: must be a whole number, at least {least}.",
            )
        return int(value)


def _line(entry: Any, key: Any, default: int = 1) -> int:
    """The line of a key, else that of the mapping."""
    try:
        return int(entry.lc.key(key)[0]) + 1
    except (AttributeError, KeyError, TypeError):
        line = getattr(getattr(entry, "lc", None), "line", None)
        return default if line is None else int(line) + 1


def _item_line(items: Any, place: int) -> int:
    try:
        return int(items.lc.item(place)[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return 1

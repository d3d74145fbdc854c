"""Disagreements: kinds, identity, order, and agreement with a slow comparison word by word."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kodning.intercoder.confusion import confusion_matrix
from kodning.intercoder.disagreements import KINDS, Comparison, Disagreement, compare, disagreements
from kodning.intercoder.passages import DocumentText
from kodning.intercoder.work import CodingWork
from kodning.model import Coding, Turn
from kodning.project import Project
from kodning.store.queries import CodeRow

LENGTH = 12
TEXT = " ".join(f"o{number:02d}" for number in range(LENGTH))  # word n stands at 4n
Row = tuple[str, str, int, int]  # coder, code, first word, one past the last


def document(text: str = TEXT, role: str = "informant") -> DocumentText:
    assert role in {"informant", "interviewer"}
    return DocumentText(
        text, [Turn(1, 0, len(text), "IP", "informant" if role == "informant" else "interviewer")]
    )


def place(first: int, last: int) -> tuple[int, int]:
    """Code points of a run of words."""
    return 4 * first, 4 * last - 1


def work(rows: Iterable[Row], read: Mapping[str, tuple[int, int]] | str = "AB") -> CodingWork:
    """Codings in one document `i`; `read` is who has read which words, or who has read all of them."""
    reading = read if isinstance(read, Mapping) else dict.fromkeys(read, (0, LENGTH))
    codings = [
        Coding(number, "", "i", *place(first, last), code, coder, "", f"memo {number}", "manual")
        for number, (coder, code, first, last) in enumerate(rows, start=1)
    ]
    codes = [
        CodeRow(number, key, None, number, 0, {"da": key, "en": key}, "", "", in_codebook=True)
        for number, key in enumerate("xyz")
    ]
    reviews = [("i", coder, *place(first, last)) for coder, (first, last) in reading.items() if first < last]
    return CodingWork(codings, reviews, codes, None)


def compared(rows: Iterable[Row], read: Mapping[str, tuple[int, int]] | str = "AB") -> Comparison:
    return compare(work(rows, read), list(read), {"i": document()})


def kinds(rows: Iterable[Row], read: Mapping[str, tuple[int, int]] | str = "AB") -> list[str]:
    return [found.kind for found in compared(rows, read).disagreements]


def test_identical_codings_are_no_disagreement() -> None:
    found = compared([("A", "x", 1, 4), ("B", "x", 1, 4)])
    assert not found.disagreements
    assert [passage.code for passage in found.agreed] == ["x"]


def test_a_coding_of_one_coder_alone_is_an_omission() -> None:
    (found,) = compared([("A", "x", 1, 4)]).disagreements
    assert found.kind == "omission"
    assert {coder: len(own) for coder, own in found.codings.items()} == {"A": 1, "B": 0}
    assert (found.words, found.differing) == (3, 3)


def test_the_same_code_on_other_words_is_a_boundary_disagreement() -> None:
    (found,) = compared([("A", "x", 1, 4), ("B", "x", 2, 6)]).disagreements
    assert (found.kind, found.codes, found.words, found.differing) == ("boundary", ("x",), 5, 3)


def test_different_codes_on_the_same_words_are_one_confusion() -> None:
    (found,) = compared([("A", "x", 1, 4), ("B", "y", 2, 6)]).disagreements
    assert (found.kind, set(found.codes), found.words) == ("confusion", {"x", "y"}, 5)
    assert {coder: own[0].code for coder, own in found.codings.items()} == {"A": "x", "B": "y"}


def test_a_code_that_both_have_put_is_not_confused_with_another() -> None:
    rows = [("A", "x", 1, 4), ("B", "x", 1, 4), ("B", "y", 1, 4)]
    assert kinds(rows) == ["omission"]


def test_a_confusion_takes_the_code_with_most_words_in_common() -> None:
    rows = [("A", "x", 0, 8), ("B", "y", 0, 3), ("B", "z", 3, 8)]
    found = {found.kind: found for found in compared(rows).disagreements}
    assert set(found["confusion"].codes) == {"x", "z"}
    assert found["omission"].codes == ("y",)


def test_several_short_codings_that_cover_a_long_one_agree_with_it() -> None:
    rows = [("A", "x", 0, 6), ("B", "x", 0, 2), ("B", "x", 2, 4), ("B", "x", 4, 6)]
    assert kinds(rows) == []


def test_several_short_codings_against_a_long_one_are_one_disagreement() -> None:
    rows = [("A", "x", 0, 6), ("B", "x", 0, 2), ("B", "x", 4, 6)]
    (found,) = compared(rows).disagreements
    assert (found.kind, found.words, found.differing) == ("boundary", 6, 2)
    assert [len(own) for own in found.codings.values()] == [1, 2]


def test_codings_side_by_side_are_disagreements_of_their_own() -> None:
    rows = [("A", "x", 0, 3), ("A", "x", 3, 6), ("B", "x", 0, 2), ("B", "x", 3, 5)]
    assert kinds(rows) == ["boundary", "boundary"]


def test_punctuation_and_space_at_the_ends_are_no_disagreement() -> None:
    text = "Ja, det gør vi. Altid."
    codings = [
        Coding(1, "", "i", 0, 15, "x", "A", "", "", ""),
        Coding(2, "", "i", 0, 14, "x", "B", "", "", ""),
    ]
    reviews = [("i", coder, 0, len(text)) for coder in "AB"]
    assert not disagreements(CodingWork(codings, reviews, [], None), "AB", {"i": document(text)})


def test_the_interviewers_words_are_not_compared() -> None:
    found = compare(work([("A", "x", 1, 4)]), "AB", {"i": document(role="interviewer")})
    assert not found.disagreements
    assert found.left_out == 1


def test_words_that_only_one_has_read_are_no_disagreement() -> None:
    found = compared([("A", "x", 8, 10)], {"A": (0, LENGTH), "B": (0, 6)})
    assert not found.disagreements
    assert found.left_out == 1


def test_only_the_words_that_both_have_read_are_compared() -> None:
    read = {"A": (0, LENGTH), "B": (0, 6)}
    assert kinds([("A", "x", 4, 10), ("B", "x", 4, 6)], read) == []
    (found,) = compared([("A", "x", 4, 10)], read).disagreements
    assert (found.kind, found.words) == ("omission", 2)


def test_a_coding_without_a_review_is_not_compared() -> None:
    assert kinds([("A", "x", 1, 4)], {"A": (0, 0), "B": (0, LENGTH)}) == []


def test_of_three_coders_the_one_without_the_code_has_omitted_it() -> None:
    (found,) = compared([("A", "x", 1, 4), ("B", "x", 1, 4)], "ABC").disagreements
    assert found.kind == "omission"
    assert [coder for coder, own in found.codings.items() if not own] == ["C"]


def test_three_coders_with_the_same_code_and_other_words_are_one_boundary_disagreement() -> None:
    (found,) = compared([("A", "x", 1, 4), ("B", "x", 1, 5), ("C", "x", 2, 4)], "ABC").disagreements
    assert (found.kind, found.differing) == ("boundary", 2)


def test_three_coders_with_three_codes_are_one_confusion() -> None:
    (found,) = compared([("A", "x", 1, 4), ("B", "y", 1, 4), ("C", "z", 1, 4)], "ABC").disagreements
    assert (found.kind, set(found.codes)) == ("confusion", set("xyz"))


def test_a_coder_who_has_not_read_the_words_is_no_party() -> None:
    read = {"A": (0, LENGTH), "B": (0, LENGTH), "C": (0, 3)}
    (found,) = compared([("A", "x", 6, 8)], read).disagreements
    assert found.coders == ("A", "B")


def test_the_code_with_most_disagreements_per_coding_comes_first() -> None:
    agreed = [(coder, "x", first, first + 1) for coder in "AB" for first in range(4)]
    found = compared([*agreed, ("A", "x", 8, 9), ("A", "y", 10, 11)])
    assert [one.codes for one in found.disagreements] == [("y",), ("x",)]


def test_codes_that_are_equally_bad_come_in_codebook_order_then_by_place() -> None:
    found = compared([("A", "y", 0, 1), ("A", "x", 6, 7), ("A", "x", 4, 5)])
    assert [(one.codes[0], one.start) for one in found.disagreements] == [("x", 16), ("x", 24), ("y", 0)]


def test_a_disagreement_tells_its_words_context_turn_and_speaker() -> None:
    text = "Før " * 60 + "midt i det hele " + "efter " * 60
    start = text.index("midt")
    codings = [Coding(7, "", "i", start, start + 4, "x", "A", "", "tvivl", "")]
    reviews = [("i", coder, 0, len(text)) for coder in "AB"]
    (found,) = disagreements(CodingWork(codings, reviews, [], None), "AB", {"i": document(text)})
    assert found.text == "midt"
    assert 100 < len(found.before) <= 120
    assert found.before.startswith("Før ")
    assert found.after.endswith("efter")
    assert (found.turn, found.speaker) == (1, "IP")
    assert found.codings["A"][0] == ("x", start, start + 4, 7, "tvivl")


def test_an_id_begins_with_a_letter_and_is_another_for_other_coders() -> None:
    """A spreadsheet would take `1234567890123456` for a number."""
    (two,) = compared([("A", "x", 1, 4)]).disagreements
    (others,) = compared([("A", "x", 1, 4)], "AC").disagreements
    assert two.id[0] == "d"
    assert len(two.id) == 16
    assert two.id != others.id


def test_the_confusion_matrix_counts_places_with_the_first_coders_code_first() -> None:
    rows = [
        ("A", "x", 0, 2), ("B", "x", 0, 2),
        ("A", "x", 3, 5), ("B", "x", 3, 4),
        ("A", "x", 6, 7), ("B", "y", 6, 7),
        ("B", "z", 9, 10),
    ]  # fmt: skip
    matrix = confusion_matrix(compared(rows), "xyz")
    assert matrix.counts == {("x", "x"): 2, ("x", "y"): 1, (None, "z"): 1}
    assert (matrix.codes, matrix.places, matrix.same) == ((None, "x", "y", "z"), 4, 2)


def test_the_confusion_matrix_of_three_coders_adds_up_their_pairs_whoever_comes_first() -> None:
    rows = [("A", "y", 0, 2), ("B", "x", 0, 2)]
    matrix = confusion_matrix(compared(rows, "ABC"), "xyz")
    assert matrix.counts == {("x", "y"): 1, (None, "x"): 1, (None, "y"): 1}
    assert not matrix.directed


def test_the_sample_has_disagreements_of_all_kinds(demo: Project) -> None:
    texts = {
        row.name: DocumentText(demo.revision(row.name).text, demo.turns(row.name)) for row in demo.documents()
    }
    found = compare(CodingWork(demo.codings(), demo.reviews(), demo.codes(), None), demo.coders(), texts)
    assert found.by_kind == {"omission": 32, "boundary": 105, "confusion": 3}
    assert sum(found.codings.values()) == len(demo.codings())


_SPANS = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)).filter(lambda span: span[0] < span[1])


def _rows(coders: str) -> st.SearchStrategy[list[Row]]:
    row = st.builds(
        lambda coder, code, span: (coder, code, *span),
        st.sampled_from(coders),
        st.sampled_from("xyz"),
        _SPANS,
    )
    return st.lists(row, max_size=9, unique=True)


def _readings(coders: str) -> st.SearchStrategy[dict[str, tuple[int, int]]]:
    return st.fixed_dictionaries({coder: st.just((0, LENGTH)) | _SPANS for coder in coders})


def _ids(found: Sequence[Disagreement]) -> list[str]:
    return sorted(one.id for one in found)


@given(_rows("ABC"), _readings("ABC"), st.permutations("ABC"))
def test_disagreements_are_the_same_in_any_order_of_coders(
    rows: list[Row], read: dict[str, tuple[int, int]], order: list[str]
) -> None:
    text = {"i": document()}
    one, other = compare(work(rows, read), "ABC", text), compare(work(rows[::-1], read), order, text)
    # Coding numbers differ, for the rows were turned round; they are no part of the id.
    assert _ids(one.disagreements) == _ids(other.disagreements)
    assert [found.id for found in one.disagreements] == [found.id for found in other.disagreements]


@given(_rows("ABC"), _readings("ABC"))
def test_every_coding_compared_is_agreed_or_in_one_disagreement(
    rows: list[Row], read: dict[str, tuple[int, int]]
) -> None:
    found = compared(rows, read)
    agreed = [c.id for passage in found.agreed for own in passage.codings.values() for c in own]
    differing = [mark.coding for one in found.disagreements for own in one.codings.values() for mark in own]
    assert len({*agreed, *differing}) == len(agreed) + len(differing) == sum(found.codings.values())
    assert len(agreed) + len(differing) + found.left_out == len(rows)


@given(_rows("AB"))
def test_a_coder_never_disagrees_with_her_own_work(rows: list[Row]) -> None:
    mirrored = dict.fromkeys((coder, *row[1:]) for row in rows for coder in "AB")
    assert kinds(mirrored) == []


class Slow:
    """The same comparison of two coders, word by word and pair by pair."""

    def __init__(self, rows: Sequence[Row], read: Mapping[str, tuple[int, int]]) -> None:
        shared = set.intersection(*(set(range(*span)) for span in read.values()))
        self.words = {
            number: set(range(first, last)) & shared
            for number, (_, _, first, last) in enumerate(rows, start=1)
        }
        self.rows = dict(enumerate(rows, start=1))
        self.clusters = [cluster for cluster in self._components() if self._differs(cluster)]

    def _components(self) -> list[frozenset[int]]:
        found = {number: frozenset([number]) for number, words in self.words.items() if words}
        for one, other in combinations(list(found), 2):
            if self.rows[one][1] == self.rows[other][1] and self.words[one] & self.words[other]:
                both = found[one] | found[other]
                found |= dict.fromkeys(both, both)
        return list(dict.fromkeys(found.values()))

    def _of(self, cluster: Iterable[int]) -> dict[str, set[int]]:
        put: dict[str, set[int]] = defaultdict(set)
        for number in cluster:
            put[self.rows[number][0]] |= self.words[number]
        return put

    def _differs(self, cluster: Iterable[int]) -> bool:
        put = self._of(cluster)
        return put["A"] != put["B"]

    def expected(self) -> set[tuple[str, frozenset[int]]]:
        """Kind and codings of each disagreement."""
        alone = [cluster for cluster in self.clusters if len(self._of(cluster)) == 1]
        found = {("boundary", cluster) for cluster in self.clusters if cluster not in alone}
        pairs = sorted(
            (-len(common), self._key(one), self._key(other), one, other)
            for one, other in (sorted(pair, key=self._key) for pair in combinations(alone, 2))
            if (common := self._all(one) & self._all(other))
            and self._of(one).keys() != self._of(other).keys()
            and self._code(one) != self._code(other)
        )
        taken: set[frozenset[int]] = set()
        for _, _, _, one, other in pairs:
            if not {one, other} & taken:
                taken |= {one, other}
                found.add(("confusion", one | other))
        return found | {("omission", cluster) for cluster in alone if cluster not in taken}

    def _all(self, cluster: Iterable[int]) -> set[int]:
        return set[int]().union(*(self.words[number] for number in cluster))

    def _code(self, cluster: Iterable[int]) -> str:
        return next(self.rows[number][1] for number in cluster)

    def _key(self, cluster: Iterable[int]) -> tuple[int, int, str, list[str]]:
        words = self._all(cluster)
        return min(words), max(words), self._code(cluster), sorted(self._of(cluster))


@given(_rows("AB"), _readings("AB"))
def test_the_sweep_finds_what_a_comparison_word_by_word_finds(
    rows: list[Row], read: dict[str, tuple[int, int]]
) -> None:
    found = {
        (one.kind, frozenset(mark.coding for own in one.codings.values() for mark in own))
        for one in compared(rows, read).disagreements
    }
    assert found == Slow(rows, read).expected()


@given(_rows("ABC"))
def test_words_differ_in_disagreements_and_nowhere_else(rows: list[Row]) -> None:
    put: dict[tuple[str, int], set[str]] = defaultdict(set)
    for coder, code, first, last in rows:
        for word in range(first, last):
            put[code, word].add(coder)
    apart = {key for key, coders in put.items() if len(coders) < 3}
    found = [one for one in compared(rows, "ABC").disagreements if one.kind != "confusion"]
    for one in found:
        first, last = one.start // 4, (one.end + 1) // 4
        assert one.differing == len({word for word in range(first, last) if (one.codes[0], word) in apart})
    assert bool(apart) == bool(compared(rows, "ABC").disagreements)


def test_every_kind_is_counted_even_where_there_is_none() -> None:
    assert compared([]).by_kind == dict.fromkeys(KINDS, 0)

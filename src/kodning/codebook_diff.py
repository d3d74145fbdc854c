"""What differs between two codebooks, in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from kodning.codebook import Codebook
from kodning.codebook_writing import values_of
from kodning.model import Code
from kodning.wording import listing, speaking

Kind = Literal["new", "gone", "merged", "renamed", "moved", "order", "text", "added", "removed", "codebook"]
_LISTS = frozenset({"include", "exclude", "examples", "terms", "negative_terms", "aliases", "scale"})
IN_WORDS = {
    "label": ("navnet", "the label"),
    "definition": ("definitionen", "the definition"),
    "include": ("med", "include"),
    "exclude": ("ikke med", "exclude"),
    "examples": ("eksempler", "examples"),
    "terms": ("søgeord", "terms"),
    "negative_terms": ("ikke søgeord", "negative terms"),
    "color": ("farven", "the colour"),
    "exclusive": ("exclusive", "exclusive"),
    "scale": ("skalaen", "the scale"),
    "memo": ("memoet", "the memo"),
    "aliases": ("aliaser", "aliases"),
    "retired": ("taget ud af brug", "retired"),
    "title": ("titlen", "the title"),
    "version": ("versionen", "the version"),
    "approach": ("tilgangen", "the approach"),
    "groups": ("grupperne", "the groups"),
}


class Difference(NamedTuple):
    """One thing that differs.

    Attributes:
        kind: What sort of thing.
        code: The code's id afterwards (of one that is gone: before); empty for the codebook itself.
        key: The key of the file that says it, where it is one.
        before: What was said.
        after: What is said now.
    """

    kind: Kind
    code: str
    key: str = ""
    before: str = ""
    after: str = ""

    @property
    def da(self) -> str:
        """In Danish."""
        key = IN_WORDS.get(self.key, (self.key, self.key))[0]
        return {
            "new": f"ny kode{f' under »{self.after}«' if self.after else ''}",
            "gone": "koden er væk",
            "merged": f"slået sammen med »{self.after}«",
            "renamed": f"hed »{self.before}«",
            "moved": f"flyttet fra {f'»{self.before}«' if self.before else 'øverst'} "
            f"til {f'»{self.after}«' if self.after else 'øverst'}",
            "order": "står et andet sted i rækkefølgen",
            "added": f"{key}: »{self.after}« er kommet til",
            "removed": f"{key}: »{self.before}« er taget ud",
        }.get(self.kind) or f"{key}: {_shown(self.before, 'intet')} → {_shown(self.after, 'intet')}"

    @property
    def en(self) -> str:
        """In English."""
        key = IN_WORDS.get(self.key, (self.key, self.key))[1]
        return {
            "new": f"new code{f' under “{self.after}”' if self.after else ''}",
            "gone": "the code is gone",
            "merged": f"merged into “{self.after}”",
            "renamed": f"was called “{self.before}”",
            "moved": f"moved from {f'“{self.before}”' if self.before else 'the top'} "
            f"to {f'“{self.after}”' if self.after else 'the top'}",
            "order": "stands elsewhere in the order",
            "added": f"{key}: “{self.after}” is new",
            "removed": f"{key}: “{self.before}” was taken out",
        }.get(self.kind) or f"{key}: {_shown(self.before, 'nothing')} → {_shown(self.after, 'nothing')}"


def _shown(text: str, nothing: str) -> str:
    return text or f"({nothing})"


def differences(
    before: Codebook, after: Codebook, names: Mapping[str, str] | None = None
) -> list[Difference]:
    """What differs, code by code in the order of the newer codebook; codes that are gone come last.

    Args:
        before: The older codebook.
        after: The newer one.
        names: Older id to newer id of codes known to be the same; aliases and ids that agree are found anyway.
    """
    old = {code.id: code for code in before.codes}
    new = {code.id: code for code in after.codes}
    same = _same(old, new, names or {})  # newer id to older
    found = list(_of_the_book(before, after))
    for code in after.codes:
        was = old.get(same.get(code.id, ""))
        if was is None:
            found.append(Difference("new", code.id, after=code.parent or ""))
        else:
            found += _of_a_code(was, code, same)
    found += [Difference("order", name) for name in _out_of_order(before.codes, after.codes, same)]
    kept = set(same.values())
    into = {alias: code.id for code in after.codes for alias in code.aliases}
    for code in before.codes:
        if code.id not in kept:
            kind: Kind = "merged" if code.id in into else "gone"
            found.append(Difference(kind, code.id, after=into.get(code.id, "")))
    return found


def _same(old: Mapping[str, Code], new: Mapping[str, Code], names: Mapping[str, str]) -> dict[str, str]:
    found = {after: before for before, after in names.items() if before in old and after in new}
    taken = set(found.values())
    for name in new:
        if name not in found and name in old and name not in taken:
            found[name] = name
            taken.add(name)
    for name, code in new.items():
        if name not in found:
            was = next((alias for alias in code.aliases if alias in old and alias not in taken), None)
            if was is not None:
                found[name] = was
                taken.add(was)
    return found


def _of_the_book(before: Codebook, after: Codebook) -> Iterator[Difference]:
    for key in ("title", "version", "approach"):
        was, now = getattr(before, key), getattr(after, key)
        if was != now:
            yield Difference("codebook", "", key, was, now)
    groups = [
        "; ".join(f"{group.id}: {', '.join(group.codes)}" for group in book.groups)
        for book in (before, after)
    ]
    if groups[0] != groups[1]:
        yield Difference("codebook", "", "groups", *groups)


def _of_a_code(was: Code, now: Code, same: Mapping[str, str]) -> Iterator[Difference]:
    if was.id != now.id:
        yield Difference("renamed", now.id, "id", was.id, now.id)
    if was.parent != (same.get(now.parent, now.parent) if now.parent else None):
        yield Difference("moved", now.id, "parent", was.parent or "", now.parent or "")
    old, new = values_of(was), values_of(now)
    for key in dict.fromkeys([*old, *new]):
        if key == "id" or old.get(key) == new.get(key):
            continue
        if key in _LISTS:
            had, has = _texts(old.get(key)), _texts(new.get(key))
            yield from (Difference("removed", now.id, key, before=text) for text in had if text not in has)
            yield from (Difference("added", now.id, key, after=text) for text in has if text not in had)
            if sorted(had) == sorted(has):
                yield Difference("text", now.id, key, ", ".join(had), ", ".join(has))
        else:
            yield Difference("text", now.id, key, _text(old.get(key)), _text(new.get(key)))


def _texts(value: object) -> list[str]:
    return [_text(item) for item in value] if isinstance(value, list) else []


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(map(str, value.values()))
    return "" if value is None else str(value)


def _out_of_order(before: Sequence[Code], after: Sequence[Code], same: Mapping[str, str]) -> list[str]:
    """Codes that have kept their parent but stand otherwise among their siblings."""
    place = {code.id: number for number, code in enumerate(before)}
    above = {code.id: code.parent for code in before}
    moved = []
    latest: dict[str | None, int] = {}
    for code in after:
        was = same.get(code.id)
        parent = same.get(code.parent, code.parent) if code.parent else None
        if was is None or above[was] != parent:
            continue
        if place[was] < latest.get(parent, -1):
            moved.append(code.id)
        latest[parent] = max(latest.get(parent, -1), place[was])
    return moved


def in_short(found: Sequence[Difference]) -> tuple[str, str]:
    """How many of each sort, in Danish and English."""
    counts = {
        kind: len({d.code for d in found if d.kind == kind})
        for kind in ("new", "gone", "merged", "renamed", "moved")
    }
    edited = len({d.code for d in found if d.kind in {"text", "added", "removed"}})
    da = {
        "new": "nye",
        "gone": "væk",
        "merged": "slået sammen med en anden",
        "renamed": "omdøbt",
        "moved": "flyttet",
    }
    en = {
        "new": "new",
        "gone": "gone",
        "merged": "merged into another",
        "renamed": "renamed",
        "moved": "moved",
    }
    parts_da = [f"{number} {da[kind]}" for kind, number in counts.items() if number]
    parts_en = [f"{number} {en[kind]}" for kind, number in counts.items() if number]
    if edited:
        parts_da.append(f"{edited} rettet")
        parts_en.append(f"{edited} edited")
    with speaking("da"):
        said = listing(parts_da) or "ingen koder er ændret"
    with speaking("en"):
        return said, listing(parts_en) or "no code has changed"

"""The shape of `codebook.yaml` as pydantic models. Imported only when a codebook is read anew: it costs 0.1 s."""

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _printable(text: str) -> str:
    if any(unicodedata.category(character) == "Cc" for character in text):
        raise ValueError("control characters")
    return text


def _or_empty_list(value: object) -> object:
    # `include:` with nothing behind it is None in YAML.
    return [] if value is None else value


def _or_empty_text(value: object) -> object:
    return "" if value is None else value


CodeId = Annotated[
    str, AfterValidator(_printable), AfterValidator(_clean), StringConstraints(min_length=1, max_length=200)
]
Text = Annotated[str, BeforeValidator(_or_empty_text), AfterValidator(_clean)]
Item = TypeVar("Item")
Listed = Annotated[list[Item], BeforeValidator(_or_empty_list)]
Texts = Listed[Annotated[str, AfterValidator(_clean)]]
Color = Annotated[str, StringConstraints(pattern=r"^(#[0-9a-fA-F]{6})?$"), BeforeValidator(_or_empty_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class LabelShape(_Strict):
    """A name in each language."""

    da: Text = Field("", description="På dansk. / In Danish.")
    en: Text = Field("", description="På engelsk. / In English.")


def _same_in_both(value: object) -> object:
    if value is None:
        return {}
    return {"da": value, "en": value} if isinstance(value, str) else value


def _no_label() -> LabelShape:
    return LabelShape(da="", en="")


Label = Annotated[LabelShape, BeforeValidator(_same_in_both, json_schema_input_type=str | LabelShape | None)]


class ExampleShape(_Strict):
    """An example with the place it was drawn from."""

    text: Annotated[str, AfterValidator(_clean), StringConstraints(min_length=1)] = Field(
        description="Ordene. / The words."
    )
    document: Text = Field("", description="Dokumentet, de står i. / The document they stand in.")
    place: Text = Field(
        "", description="Stedet: start:slut, t12 (replik) … / The place: start:end, t12 (turn) …"
    )
    note: Text = Field("", description="Hvorfor det er et godt eksempel. / Why it is a good example.")


def _as_example(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Example = Annotated[ExampleShape, BeforeValidator(_as_example, json_schema_input_type=str | ExampleShape)]


class GroupShape(_Strict):
    """Codes that exclude each other: a span gets one of them at most."""

    id: CodeId = Field(description="Gruppens navn. / The group's name.")
    label: Label = Field(default_factory=_no_label, description="Det, der trykkes. / What is printed.")
    codes: Annotated[list[CodeId], Field(min_length=2)] = Field(
        description="Koderne, mindst to. / The codes, two at least."
    )
    ordered: bool = Field(
        default=False,
        description="Står de i rækkefølge, mindst først? / Do they stand in order, least first?",
    )


class CodeShape(_Strict):
    """One entry under `codes:`."""

    id: CodeId = Field(
        description="Kort, fast navn; står i kodningerne. / Short, lasting name used in codings."
    )
    label: Label = Field(
        default_factory=_no_label,
        description="Det, mennesker læser: ét navn eller {da, en}. / What people read: one name, or {da, en}.",
    )
    parent: CodeId | None = Field(
        None,
        description="Koden over denne, hvis den ikke står under den. / The code above, where not nested in it.",
    )
    definition: Text = Field("", description="Hvad koden dækker. / What the code covers.")
    include: Texts = Field(default_factory=list, description="Det skal med. / What belongs to it.")
    exclude: Texts = Field(
        default_factory=list,
        description="Det skal ikke med; »-> kode« peger på den, der så gælder. / What does not; “-> code” names the one that does.",
    )
    examples: Listed[Example] = Field(
        default_factory=list,
        description="Ankereksempler: tekst, eller {text, document, place, note}. / Anchor examples: text, or with the place.",
    )
    terms: Texts = Field(
        default_factory=list, description="Søgeord i grundform. / Words to look for, base forms."
    )
    negative_terms: Texts = Field(
        default_factory=list,
        description="Vendinger, der ligner, men ikke tæller. / Phrases that look alike and do not count.",
    )
    color: Color = Field("", description='Farve som "#1b6ca8". / Colour, such as "#1b6ca8".')
    exclusive: bool = Field(
        default=False,
        description="Udelukker koderne lige under denne hinanden? / Do the codes right under it exclude each other?",
    )
    scale: Listed[CodeId] = Field(
        default_factory=list,
        description="Koderne lige under denne i rækkefølge, mindst først; de udelukker hinanden."
        " / The codes right under it in order, least first; they exclude each other.",
    )
    memo: Text = Field("", description="Noter om koden. / Notes on the code.")
    aliases: Listed[CodeId] = Field(
        default_factory=list,
        description="Navne, koden har haft eller har andre steder. / Names it has had, or has elsewhere.",
    )
    retired: bool | Text = Field(
        default=False,
        description="Taget ud af brug: true, eller hvorfor. / No longer used: true, or the reason.",
    )
    codes: Listed["CodeShape"] = Field(
        default_factory=list, description="Koderne under denne. / The codes under it."
    )


class CodebookShape(_Strict):
    """The whole file."""

    title: Text = Field("", description="Kodebogens navn. / The codebook's name.")
    version: int | float | str = Field(1, description="Din egen nummerering. / Your own numbering.")
    language: Text = Field("", description="Kodebogens sprog. / The codebook's language.")
    approach: Text = Field(
        "", description="Analysens tilgang, fx reflexive. / The approach to analysis, such as reflexive."
    )
    memo: Text = Field("", description="Noter. / Notes.")
    groups: Listed[GroupShape] = Field(
        default_factory=list,
        description="Grupper af koder, der udelukker hinanden. / Groups of codes that exclude each other.",
    )
    codes: Listed[CodeShape] = Field(description="Koderne. / The codes.")


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `codebook.yaml`, for editors that complete and check while one types."""
    made = CodebookShape.model_json_schema(mode="validation")
    for shape in (made, *made["$defs"].values()):
        shape.pop("title", None)
        for key, value in shape["properties"].items():
            value.pop("title", None)
            if value.get("type") == "array" or (
                value.get("type") == "string" and key not in shape.get("required", ())
            ):
                value["type"] = [value["type"], "null"]  # a key with nothing behind it is empty
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "codebook.yaml", **made}


def keys_at(loc: Sequence[int | str]) -> list[str]:
    """The keys that may stand where a validation error found an unknown one."""
    above = [step for step in loc[:-1] if isinstance(step, str)]
    shape: dict[str, type[BaseModel]] = {
        "label": LabelShape,
        "examples": ExampleShape,
        "groups": GroupShape,
        "codes": CodeShape,
    }
    return sorted((shape.get(above[-1], CodebookShape) if above else CodebookShape).model_fields)


_EXPLAINED = {
    "extra_forbidden": ("ukendt nøgle.", "unknown key."),
    "missing": ("mangler.", "is missing."),
    "list_type": ("skal være en liste.", "must be a list."),
    "bool_type": ("skal være true eller false.", "must be true or false."),
    "string_type": ("skal være tekst (sæt den i anførselstegn).", "must be text (put it in quotes)."),
    "too_short": ("skal nævne mindst to koder.", "must name two codes at least."),
    "too_long": ("er for lang.", "is too long."),
    "string_too_short": ("må ikke være tom.", "must not be empty."),
    "string_too_long": ("er for lang (højst 200 tegn).", "is too long (200 characters at most)."),
    "string_pattern_mismatch": ('skal skrives som "#1b6ca8".', 'must be written like "#1b6ca8".'),
    "value_error": ("indeholder styretegn.", "contains control characters."),
}
_SHAPES = {
    "label": ("skal være tekst eller {da: …, en: …}.", "must be text or {da: …, en: …}."),
    "examples": (
        "skal være tekst (sæt den i anførselstegn) eller {text: …, document: …, place: …}.",
        "must be text (put it in quotes) or {text: …, document: …, place: …}.",
    ),
    "groups": ("skal være en gruppe med »id:« og »codes:«.", "must be a group with “id:” and “codes:”."),
    "codes": ("skal være en kode med »id:«.", "must be a code with “id:”."),
}


def explain(detail: "ErrorDetails") -> tuple[str, str]:
    """What a pydantic error means, in Danish and English."""
    if detail["type"] in {"model_type", "model_attributes_type"}:
        named = [step for step in detail["loc"] if step in _SHAPES]
        if named:
            return _SHAPES[str(named[-1])]
    if "retired" in detail["loc"]:
        return "skal være true eller en grund i ord.", "must be true or a reason in words."
    return _EXPLAINED.get(detail["type"], (f"{detail['msg']}.", f"{detail['msg']}."))

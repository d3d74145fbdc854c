"""The shape of `codebook.yaml` as pydantic models. Imported only when a codebook is read anew: it costs 0.1 s."""

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated

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
Texts = Annotated[list[Annotated[str, AfterValidator(_clean)]], BeforeValidator(_or_empty_list)]
Color = Annotated[str, BeforeValidator(_or_empty_text), StringConstraints(pattern=r"^(#[0-9a-fA-F]{6})?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class LabelShape(_Strict):
    """A name in each language."""

    da: Text = ""
    en: Text = ""


def _same_in_both(value: object) -> object:
    if value is None:
        return {}
    return {"da": value, "en": value} if isinstance(value, str) else value


Label = Annotated[LabelShape, BeforeValidator(_same_in_both)]


class CodeShape(_Strict):
    """One entry under `codes:`."""

    id: CodeId
    label: Label = Field(default_factory=LabelShape)
    parent: CodeId | None = None
    definition: Text = ""
    include: Texts = Field(default_factory=list)
    exclude: Texts = Field(default_factory=list)
    examples: Texts = Field(default_factory=list)
    terms: Texts = Field(default_factory=list)
    negative_terms: Texts = Field(default_factory=list)
    color: Color = ""
    memo: Text = ""
    codes: Annotated[list["CodeShape"], BeforeValidator(_or_empty_list)] = Field(default_factory=list)


class CodebookShape(_Strict):
    """The whole file."""

    title: Text = ""
    version: int | float | str = 1
    language: Text = ""
    approach: Text = ""
    memo: Text = ""
    codes: Annotated[list[CodeShape], BeforeValidator(_or_empty_list)]


KEYS = sorted({*CodeShape.model_fields, *CodebookShape.model_fields})

_EXPLAINED = {
    "extra_forbidden": ("ukendt nøgle.", "unknown key."),
    "missing": ("mangler.", "is missing."),
    "list_type": ("skal være en liste.", "must be a list."),
    "string_type": ("skal være tekst (sæt den i anførselstegn).", "must be text (put it in quotes)."),
    "too_short": ("må ikke være tom.", "must not be empty."),
    "too_long": ("er for lang.", "is too long."),
    "string_too_short": ("må ikke være tom.", "must not be empty."),
    "string_too_long": ("er for lang (højst 200 tegn).", "is too long (200 characters at most)."),
    "string_pattern_mismatch": ('skal skrives som "#1b6ca8".', 'must be written like "#1b6ca8".'),
    "model_type": ("skal være en kode med »id:«.", "must be a code with “id:”."),
    "model_attributes_type": ("skal være en kode med »id:«.", "must be a code with “id:”."),
    "value_error": ("indeholder styretegn.", "contains control characters."),
}


def explain(detail: "ErrorDetails") -> tuple[str, str]:
    """What a pydantic error means, in Danish and English."""
    if detail["type"] == "model_type" and detail["loc"][-1] == "label":
        return "skal være tekst eller {da: …, en: …}.", "must be text or {da: …, en: …}."
    return _EXPLAINED.get(detail["type"], (f"{detail['msg']}.", f"{detail['msg']}."))

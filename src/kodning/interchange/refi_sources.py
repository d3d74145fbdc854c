"""The sources of a REFI-QDA project as the file has them: selections, codings, notes and variables, unplaced."""

from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree as ET

from kodning.interchange.foreign import Loss
from kodning.interchange.refi_xml import guid, local, local_name, own_guid
from kodning.model import AttributeValue

_MEDIA = {
    "PictureSource": ("billede", "picture"),
    "AudioSource": ("lydfil", "audio file"),
    "VideoSource": ("videofil", "video file"),
    "PDFSource": ("PDF uden tekst", "PDF without text"),
}


# A Coding element: its id, its code's, its coder's, when, and the ids of its notes.
RawCoding = tuple[str, str, str, str | None, tuple[str, ...]]
# A PlainTextSelection element: its id, name, start and end (None for a coding of the whole source), coder, when,
# description, codings and notes. Plain tuples, since a large study has many and they are written aside.
RawSelection = tuple[
    str,
    str,
    int | None,
    int | None,
    str,
    str | None,
    str,
    tuple[RawCoding, ...],
    tuple[str, ...],
]


@dataclass(slots=True)
class RawSource:
    """A source with a text.

    Attributes:
        guid: Its id.
        name: What people call it.
        path: Of the plain text, as written; empty where the text stands in the XML.
        content: The text in the XML.
        description: Its Description.
        selections: What is selected in it.
        notes: Ids of notes on it.
        values: Variable id to value.
        user: Who made it, for notes.
        created: When.
        sets: Names of the sets that it is in.
        shelved: Where its selections have been written aside; None while they stand in `selections`.
    """

    guid: str
    name: str
    path: str = ""
    content: str | None = None
    description: str = ""
    selections: list[RawSelection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    values: dict[str, AttributeValue] = field(default_factory=dict)
    user: str = ""
    created: str | None = None
    sets: list[str] = field(default_factory=list)
    shelved: int | None = None


def _coding(element: ET.Element, user: str, created: str | None) -> RawCoding:
    code, notes = "", []
    for child in element:
        kind = local_name(child.tag)
        if kind == "CodeRef":
            code = guid(child.get("targetGUID"))
        elif kind == "NoteRef":
            notes.append(guid(child.get("targetGUID")))
    get = element.get
    return (
        own_guid(get("guid")),
        code,
        # Some programs tell the coder on the selection only.
        guid(get("creatingUser")) or user,
        get("creationDateTime") or created,
        tuple(notes),
    )


def _selection(element: ET.Element, place: tuple[int, int] | None = None) -> RawSelection:
    get = element.get
    user = guid(get("creatingUser"))
    created = get("creationDateTime")
    description, codings, notes = "", [], []
    for child in element:
        kind = local_name(child.tag)
        if kind == "Coding":
            codings.append(_coding(child, user, created))
        elif kind == "NoteRef":
            notes.append(guid(child.get("targetGUID")))
        elif kind == "Description":
            description = (child.text or "").strip()
    start, end = place or (_number(get("startPosition")), _number(get("endPosition")))
    return (
        own_guid(get("guid")),
        get("name") or "",
        start,
        end,
        user,
        created,
        description,
        tuple(codings),
        tuple(notes),
    )


def _number(value: str | None) -> int:
    """A place; what is no number stands before every text, and is refused as such later."""
    try:
        return int(value or "")
    except ValueError:
        return -1


def text_source(element: ET.Element) -> RawSource:
    """A TextSource, a Representation or a Note."""
    source = RawSource(
        guid=guid(element.get("guid")),
        name=(element.get("name") or "").strip(),
        path=(element.get("plainTextPath") or "").strip(),
        user=guid(element.get("creatingUser")),
        created=element.get("creationDateTime"),
    )
    _fill(source, element)
    return source


def _fill(source: RawSource, element: ET.Element) -> None:
    for child in element:
        kind = local_name(child.tag)
        if kind == "PlainTextSelection":
            source.selections.append(_selection(child))
        elif kind == "PlainTextContent":
            source.content = child.text or ""
        elif kind == "Description":
            source.description = source.description or (child.text or "").strip()
        elif kind == "NoteRef":
            source.notes.append(guid(child.get("targetGUID")))
        elif kind == "VariableValue":
            source.values.update(variable_value(child))
        elif kind == "Coding":
            whole = _coding(child, source.user, source.created)
            source.selections.append((whole[0], "", None, None, whole[2], whole[3], "", (whole,), ()))


def variable_value(element: ET.Element) -> dict[str, AttributeValue]:
    """A VariableValue as {variable id: value}; empty where it has no value."""
    key, value = "", None
    for child in element:
        kind, text = local(child), (child.text or "").strip()
        if kind == "VariableRef":
            key = guid(child.get("targetGUID"))
        elif text:
            value = _typed(kind, text)
    return {} if value is None else {key: value}


def _typed(kind: str, text: str) -> AttributeValue:
    try:
        if kind == "IntegerValue":
            return int(text)
        if kind == "FloatValue":
            return float(text)
        if kind == "DateValue":
            return date.fromisoformat(text[:10])
    except ValueError:
        return text
    if kind == "BooleanValue":
        return text in {"true", "1"}
    return text


def any_source(element: ET.Element) -> tuple[list[RawSource], list[Loss]]:
    """A child of Sources: the texts in it, and what of it is no text."""
    kind = local(element)
    if kind == "TextSource":
        return [text_source(element)], []
    if kind not in _MEDIA:
        return [], []
    name = (element.get("name") or "").strip()
    texts = [text_source(child) for child in element if local(child) == "Representation"]
    texts += [_transcript(child, name) for child in element if local(child) == "Transcript"]
    for text in texts:
        text.name = text.name or name
    if texts:  # notes, variables and codings of the whole source
        shell = RawSource(guid=texts[0].guid, name=name, user=guid(element.get("creatingUser")))
        _fill(shell, element)
        texts[0].values.update(shell.values)
        texts[0].notes += shell.notes
        texts[0].selections += shell.selections
        texts[0].description = texts[0].description or shell.description
    return texts, _losses(element, texts)


def _losses(element: ET.Element, texts: list[RawSource]) -> list[Loss]:
    kind, name = local(element), (element.get("name") or "").strip()
    there = {selection[0] for text in texts for selection in text.selections}
    lost = codings = 0
    for child in element:
        if not local(child).endswith("Selection"):
            continue
        # The same quotation may stand as a place on the page and as words of the text.
        inside = sum(local(grandchild) == "Coding" for grandchild in child)
        if guid(child.get("guid")) not in there and inside:
            lost += 1
            codings += inside
    losses = []
    if not texts:
        da, en = _MEDIA[kind]
        losses.append(Loss("source", name, f"{da}: kun tekst kan kodes", f"{en}: only text can be coded"))
        codings += sum(local(child) == "Coding" for child in element)
    if codings:
        losses.append(
            Loss(
                "coding",
                name,
                "kodninger af et sted i billede, lyd, video eller på en side",
                "codings of a place in a picture, sound, video or on a page",
                codings,
            )
        )
    return losses


def _transcript(element: ET.Element, name: str) -> RawSource:
    """A transcript of sound or video: its selections go from one synchronisation point to another."""
    source = text_source(element)
    source.name = source.name or name
    points = {
        guid(child.get("guid")): _number(child.get("position"))
        for child in element
        if local(child) == "SyncPoint"
    }
    for child in element:
        if local(child) == "TranscriptSelection":
            first = points.get(guid(child.get("fromSyncPoint")), -1)
            last = points.get(guid(child.get("toSyncPoint")), -1)
            source.selections.append(_selection(child, (first, last)))
    return source

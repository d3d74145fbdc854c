"""Small REFI-QDA projects as other programs write them, put together by hand from what was measured on real files."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

TALK = "Formand: Vi mangler 😀 penge.\r\n\r\nFormand: Det er 🎉 svært, ja.\r\nDet er svært."
CODED = (("mangler 😀 penge", "Økonomi"), ("svært, ja", "Tid"), ("Det er svært.", "Tid"))
GUID = "{:08X}-0000-4000-8000-000000000000".format
DOCUMENT, ANNA, NODES, ECONOMY, TIME = map(GUID, range(1, 6))
CODES = {"Økonomi": ECONOMY, "Tid": TIME}


def units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text.encode("utf-16-le")) // 2


def qdpx(path: Path, files: dict[str, str | bytes]) -> Path:
    """A ZIP of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def project(
    sources: str, *, origin: str, more: str = "", codes: str = "", namespace: str = "urn:QDA-XML:project:1.0"
) -> str:
    """The text of a project.qde."""
    codes = codes or (
        f'<Code guid="{NODES}" name="Nodes" isCodable="false">'
        f'<Code guid="{ECONOMY}" name="Økonomi" isCodable="true" color="rgba(255, 0, 10, 0.5)"/>'
        f'<Code guid="{TIME}" name="Tid" isCodable="true" color="#0f0"/></Code>'
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{namespace}" name="Prøve" origin="{origin}">'
        f'<Users><User guid="{ANNA}" name="Anna"/></Users><CodeBook><Codes>{codes}</Codes></CodeBook>'
        f"<Sources>{sources}</Sources>{more}</Project>"
    )


def source(selections: str, path: str = f"internal://{DOCUMENT}.txt", more: str = "") -> str:
    """A TextSource."""
    return f'<TextSource guid="{DOCUMENT}" name="Interview 1" plainTextPath="{path}">{selections}{more}</TextSource>'


def selection(
    number: int, start: int, end: int, code: str, *, name: str = "", user_on_coding: bool = True
) -> str:
    """A PlainTextSelection with one Coding."""
    user = f' creatingUser="{ANNA}"'
    return (
        f'<PlainTextSelection guid="{GUID(100 + number)}" name={quoteattr(name)} startPosition="{start}" '
        f'endPosition="{end}"{user}><Coding guid="{GUID(200 + number)}"{user if user_on_coding else ""} '
        f'creationDateTime="2024-05-0{number + 1}T10:00:00Z"><CodeRef targetGUID="{CODES[code]}"/></Coding>'
        "</PlainTextSelection>"
    )


def selections(text: str, count: "object", *, named: bool = False, user_on_coding: bool = True) -> str:
    """The codings of the talk, each place counted by `count` of the text before it."""
    assert callable(count)
    made = []
    for number, (words, code) in enumerate(CODED):
        start = text.rindex(words)
        made.append(
            selection(
                number,
                count(text[:start]),
                count(text[: start + len(words)]),
                code,
                name=words if named else "",
                user_on_coding=user_on_coding,
            )
        )
    return "".join(made)


def nvivo_windows(path: Path) -> Path:
    """NVivo 12 for Windows: UTF-16 units, CRLF counts two, a byte order mark, folder Sources/, no names."""
    qde = project(source(selections(TALK, units)), origin="NVivo 12.6.0.959")
    return qdpx(path, {"project.qde": qde, f"Sources/{DOCUMENT}.txt": TALK.encode("utf-8-sig")})


def nvivo_mac(path: Path) -> Path:
    """NVivo for Mac: UTF-16 units, LF, a stray file."""
    text = TALK.replace("\r\n", "\n")
    qde = project(source(selections(text, units)), origin="NVivo 15 (Mac)")
    files: dict[str, str | bytes] = {
        "project.qde": qde,
        f"sources/{DOCUMENT}.txt": text.encode(),
        "sources/.root": b"",
    }
    return qdpx(path, files)


def qualcoder(path: Path) -> Path:
    """QualCoder: code points, LF, a mark that is not counted, the coder on the selection alone, a PDF with its text."""
    text = TALK.replace("\r\n", "\n")
    inside = selections(text, len, named=True, user_on_coding=False)
    pdf = (
        f'<PDFSource guid="{GUID(9)}" name="Bilag.pdf" path="internal://{GUID(9)}.pdf">'
        f'<Representation guid="{GUID(10)}" name="Bilag.pdf" plainTextPath="internal://{GUID(10)}.txt">'
        f"{selection(8, 0, 5, 'Tid', name='Bilag')}</Representation></PDFSource>"
    )
    qde = project(source(inside) + pdf, origin="QualCoder 3.5")
    texts = {
        f"sources/{DOCUMENT}.txt": text.encode("utf-8-sig"),
        f"sources/{GUID(10)}.txt": "Bilag to".encode("utf-8-sig"),
    }
    return qdpx(path, {"project.qde": qde, **texts})


def atlas(path: Path) -> Path:
    """ATLAS.ti: named after the project, CRLF counted as LF, older namespace, PDF quotations twice, links, a network."""
    inside = selections(TALK, lambda before: len(before.replace("\r\n", "\n")), named=True)
    twice = selection(7, 0, 5, "Tid", name="Bilag")
    page = (
        f'<PDFSelection guid="{GUID(107)}" page="0" firstX="0" firstY="0" secondX="1" secondY="1">'
        f'<Coding guid="{GUID(207)}"><CodeRef targetGUID="{TIME}"/></Coding></PDFSelection>'
        f'<PDFSelection guid="{GUID(99)}" page="1" firstX="0" firstY="0" secondX="1" secondY="1">'
        f'<Coding guid="{GUID(98)}"><CodeRef targetGUID="{TIME}"/></Coding></PDFSelection>'
    )
    pdf = (
        f'<PDFSource guid="{GUID(9)}" name="Bilag">{page}<Representation guid="{GUID(10)}" '
        f'plainTextPath="internal://{GUID(10)}.txt">{twice}</Representation></PDFSource>'
    )
    picture = f'<PictureSource guid="{GUID(20)}" name="Foto"><Coding guid="{GUID(21)}"><CodeRef targetGUID="{TIME}"/></Coding></PictureSource>'
    more = (
        f'<Notes><Note guid="{GUID(30)}" name="n"><PlainTextContent>Husk penge</PlainTextContent></Note></Notes>'
        f'<Links><Link guid="{GUID(40)}"/></Links><Graphs><Graph guid="{GUID(41)}"/></Graphs>'
    )
    qde = project(
        source(inside) + pdf + picture, origin="ATLAS.ti 23", more=more, namespace="urn:QDA-XML:project:0:4"
    )
    texts: dict[str, str | bytes] = {
        f"sources/{DOCUMENT}.txt": TALK.encode(),
        f"sources/{GUID(10)}.txt": b"Bilag to",
    }
    return qdpx(path, {"Min undersøgelse.qde": qde, **texts})


def maxqda(path: Path) -> Path:
    """MAXQDA: CRLF, a comment as Description, a TextSource for each answer under one name, variables and a case."""
    inside = selections(TALK, len)
    variable = f'<VariableValue><VariableRef targetGUID="{GUID(50)}"/><IntegerValue>41</IntegerValue></VariableValue>'
    again = f'<TextSource guid="{GUID(11)}" name="Interview 1" plainTextPath="internal://{GUID(11)}.txt"/>'
    more = ""
    qde = project(source(inside, more=variable) + again, origin="MAXQDA 2022", more=more)
    variables = (
        f'<Variables><Variable guid="{GUID(50)}" name="Alder" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{GUID(51)}" name="Råd A"><SourceRef targetGUID="{DOCUMENT}"/></Case></Cases>'
    )
    qde = qde.replace("<Sources>", f"{variables}<Sources>").replace(
        f'plainTextPath="internal://{DOCUMENT}.txt">',
        f'plainTextPath="internal://{DOCUMENT}.txt"><Description>En kommentar</Description>',
    )
    return qdpx(
        path,
        {
            "project.qde": qde,
            f"sources/{DOCUMENT}.txt": TALK.encode(),
            f"sources/{GUID(11)}.txt": b"Nej tak.",
        },
    )

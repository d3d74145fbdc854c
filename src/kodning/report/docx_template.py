"""A Word file as a template: its styles, page, headers and footers are kept, its text is not."""

import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from kodning.errors import KodningError
from kodning.report import docx_parts as parts

_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_STYLE = re.compile(r"<w:style\b.*?</w:style>|<w:style\b[^>]*/>", re.DOTALL)
_ID = re.compile(r'w:styleId="([^"]*)"')
_NAME = re.compile(r'<w:name w:val="([^"]*)"')


class TemplateError(KodningError):
    """What was given as a template is no Word file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} er ikke en Word-fil (.docx eller .dotx). Gem skabelonen som .docx fra Word, og prøv igen.",
            f"{path} is not a Word file (.docx or .dotx). Save the template as .docx from Word and try again.",
        )


class Template(NamedTuple):
    """What is taken from a template.

    Attributes:
        parts: Every part but the document itself.
        opening: What stands before the first paragraph.
        section: The last section's page size, margins, headers and footers.
        keys: Its own ids of styles that we call otherwise.
    """

    parts: dict[str, bytes]
    opening: str
    section: str
    keys: dict[str, str]


def read_template(path: Path) -> Template:
    """Read a template and add the styles it lacks.

    Raises:
        TemplateError: It is no Word file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
            body = found.pop(_BODY).decode("utf-8")
            styles = found[_STYLES].decode("utf-8")
    except (
        OSError,
        zipfile.BadZipFile,
        KeyError,
        UnicodeDecodeError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise TemplateError(path) from error
    start = re.search(r"<w:body\s*>", body)
    if start is None or "</w:styles>" not in styles:
        raise TemplateError(path)
    sections = re.findall(r"<w:sectPr\b.*?</w:sectPr>|<w:sectPr\b[^>]*/>", body, re.DOTALL)
    keys, missing = _styles_of(styles)
    found[_STYLES] = styles.replace("</w:styles>", missing + "</w:styles>").encode("utf-8")
    types = found.get("[Content_Types].xml", b"").decode("utf-8")
    # A template (.dotx) says so of its main part; a document is what is written.
    found["[Content_Types].xml"] = types.replace(
        "wordprocessingml.template.main+xml", "wordprocessingml.document.main+xml"
    ).encode("utf-8")
    return Template(found, body[: start.end()], sections[-1] if sections else "", keys)


def _styles_of(styles: str) -> tuple[dict[str, str], str]:
    """Where the template has our styles under other ids, and the XML of those that it lacks.

    Word gives a style the same name in every language, but not the same id: `heading 1` is `Overskrift1` in Danish.
    """
    there: dict[str, str] = {}
    for style in _STYLE.findall(styles):
        found, name = _ID.search(style), _NAME.search(style)
        if found and name:
            there[name[1].casefold()] = found[1]
    keys: dict[str, str] = {}
    missing = []
    for key, style in {
        **parts.STYLES,
        "KodningTable": parts.TABLE_STYLE,
        "Hyperlink": parts.LINK_STYLE,
    }.items():
        name = _NAME.search(style)
        if name and (known := there.get(name[1].casefold())):
            keys[key] = known
        else:  # its lists are not ours, and it has its own default
            missing.append(re.sub(r"<w:numPr>.*?</w:numPr>| w:default=\"1\"", "", style))
    return keys, "".join(missing)

"""The fixed parts of a Word file: content types, relations, styles, settings. All looks stand in named styles."""

from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = (
    HEADER + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for name, kind in (
            ("word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("word/numbering.xml", "officedocument.wordprocessingml.numbering"),
            ("word/settings.xml", "officedocument.wordprocessingml.settings"),
            ("word/footer1.xml", "officedocument.wordprocessingml.footer"),
            ("docProps/core.xml", "package.core-properties"),
            ("docProps/app.xml", "officedocument.extended-properties"),
        )
    )
    + "</Types>"
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = (
    f'{HEADER}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)
DOCUMENT_RELATIONS = f'{HEADER}<Relationships xmlns="{_RELATIONS}">' + "".join(
    f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    for number, (kind, target) in enumerate(
        (
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
            ("footer", "footer1.xml"),
        ),
        start=1,
    )
)
DOCUMENT_RELATIONS += "</Relationships>"
NUMBERING = (
    f"{HEADER}<w:numbering {NAMESPACES}>"
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="357" w:hanging="357"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
FOOTER = (
    f'{HEADER}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    "</w:p></w:ftr>"
)
# A4; margins that leave about 62 characters on a line.
SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1985" w:bottom="1418" w:left="1701" w:header="709" w:footer="709" w:gutter="0"/>'
    "</w:sectPr>"
)
SETTINGS = (
    f'{HEADER}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="709"/>'
    '<w:autoHyphenation w:val="false"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)
APP = (
    HEADER + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>kodning</Application></Properties>"
)
_INK, _QUIET, _RULE, _ACCENT = "1D1C1A", "5B5850", "B8B2A6", "17497F"


def core_properties(title: str, software: str, made: str) -> str:
    """Title, program and the moment of the last thing done in the project; never the moment of writing."""
    moment = f"{made[:19]}Z" if made else "2000-01-01T00:00:00Z"
    return (
        f'{HEADER}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(software)}</dc:creator>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _style(
    key: str,
    name: str,
    paragraph: str = "",
    letters: str = "",
    *,
    based: str | None = "Normal",
    after: str | None = None,
    ours: bool = False,
) -> str:
    return (
        f'<w:style w:type="paragraph"{" w:customStyle=" + chr(34) + "1" + chr(34) if ours else ""} w:styleId="{key}">'
        f'<w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{after}"/>' if after else "")
        + f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"
    )


def _space(before: int, after: int, line: int | None = None) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def _letters(size: float, *, color: str = _INK, bold: bool = False, italic: bool = False) -> str:
    return (
        ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + f'<w:color w:val="{color}"/><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    )


_KEEP = "<w:keepNext/><w:keepLines/>"


def _heading(level: int, size: float, before: int, after: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'{_KEEP}{_space(before, after)}<w:outlineLvl w:val="{level - 1}"/>',
        _letters(size, bold=True),
        after="Normal",
    )


# Style id → its XML. The built-in ones have Word's own names, so that a template restyles them.
STYLES: dict[str, str] = {
    "Normal": _style("Normal", "Normal", _space(0, 140, 300), based=None).replace(
        'w:type="paragraph"', 'w:type="paragraph" w:default="1"'
    ),
    "Title": _style("Title", "Title", f"{_KEEP}{_space(0, 200)}", _letters(26, bold=True), after="Normal"),
    "Subtitle": _style("Subtitle", "Subtitle", _space(0, 240), _letters(13, color=_QUIET), after="Normal"),
    "Heading1": _heading(1, 18, 480, 120),
    "Heading2": _heading(2, 14.5, 360, 100),
    "Heading3": _heading(3, 12.5, 280, 80),
    "TOCHeading": _style(
        "TOCHeading", "TOC Heading", f"{_KEEP}{_space(360, 120)}", _letters(14.5, bold=True)
    ),
    "TOC1": _style(
        "TOC1",
        "toc 1",
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8220"/></w:tabs>' + _space(60, 0),
    ),
    "TOC2": _style(
        "TOC2",
        "toc 2",
        '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8220"/></w:tabs>'
        + _space(0, 0)
        + '<w:ind w:left="284"/>',
    ),
    "Quote": _style(
        "Quote",
        "Quote",
        f'{_space(200, 60, 300)}<w:ind w:left="567" w:right="284"/>',
        _letters(12),
        after="QuoteSource",
    ),
    "QuoteSource": _style(
        "QuoteSource",
        "Quote Source",
        f'{_space(0, 200)}<w:ind w:left="567" w:right="284"/>',
        _letters(10, color=_QUIET),
        ours=True,
    ),
    "QuoteContext": _style(
        "QuoteContext",
        "Quote Context",
        f'{_space(60, 60)}<w:ind w:left="567" w:right="284"/>',
        _letters(10, color=_QUIET, italic=True),
        ours=True,
    ),
    "CountLine": _style(
        "CountLine", "Count Line", f"<w:keepNext/>{_space(0, 140)}", _letters(12, bold=True), ours=True
    ),
    "NoteLine": _style("NoteLine", "Note Line", _space(40, 120, 264), _letters(10, color=_QUIET), ours=True),
    "ToWrite": _style(
        "ToWrite",
        "To Write",
        "<w:pBdr>" + f'<w:left w:val="single" w:sz="24" w:space="8" w:color="{_ACCENT}"/>' + "</w:pBdr>"
        '<w:shd w:val="clear" w:color="auto" w:fill="EEF3F9"/>'
        + _space(120, 200, 288)
        + '<w:ind w:left="198"/>',
        _letters(11.5),
        ours=True,
    ),
    "ListBullet": _style(
        "ListBullet",
        "List Bullet",
        '<w:numPr><w:numId w:val="1"/></w:numPr>' + _space(0, 80, 288) + "<w:contextualSpacing/>",
    ),
    "Caption": _style("Caption", "caption", f"<w:keepNext/>{_space(280, 100)}", _letters(11, bold=True)),
    "TableText": _style("TableText", "Table Text", _space(40, 40, 252), _letters(10), ours=True),
    "Footer": _style("Footer", "footer", '<w:jc w:val="right"/>', _letters(10, color=_QUIET)),
}
TABLE_STYLE = (
    '<w:style w:type="table" w:customStyle="1" w:styleId="KodningTable"><w:name w:val="Kodning Table"/>'
    '<w:pPr><w:spacing w:after="0"/></w:pPr><w:tblPr><w:tblBorders>'
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{_INK}"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style>'
)
LINK_STYLE = (
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    f'<w:rPr><w:color w:val="{_ACCENT}"/><w:u w:val="single"/></w:rPr></w:style>'
)


def styles(language: str) -> str:
    """The whole of `styles.xml`."""
    spoken = {"da": "da-DK", "en": "en-GB"}[language]
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
        f'{_letters(12)}<w:lang w:val="{spoken}" w:eastAsia="{spoken}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    return f"{HEADER}<w:styles {NAMESPACES}>{defaults}{''.join(STYLES.values())}{TABLE_STYLE}{LINK_STYLE}</w:styles>"

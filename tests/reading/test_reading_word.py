"""What .docx, .odt and .rtf must survive: tables, breaks, tracked changes, notes, boxes, lists, hidden words."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kodning.model import Transcript
from kodning.reading import read

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
O = " ".join(  # noqa: E741 - OpenDocument
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"'
    for name, part in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip

Write = Callable[..., Transcript]


def r(text: str, look: str = "") -> str:
    """A run."""
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def p(*runs: str, look: str = "") -> str:
    """A paragraph."""
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p>"


@pytest.fixture
def docx(tmp_path: Path) -> Write:
    """`docx(body, part=xml…)`: what is read of a Word file with that body."""

    def make(body: str, **parts: str) -> Transcript:
        path = tmp_path / "fil.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(
                "word/document.xml", f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>"
            )
            for name, xml in parts.items():
                package.writestr(f"word/{name}.xml", xml)
        return read(path)

    return make


@pytest.fixture
def odt(tmp_path: Path) -> Write:
    """`odt(body, styles)`: what is read of an OpenDocument text with that body."""

    def make(body: str, styles: str = "") -> Transcript:
        path = tmp_path / "fil.odt"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            package.writestr(
                "content.xml",
                f"<office:document-content {O}><office:automatic-styles>{styles}</office:automatic-styles>"
                f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            )
        return read(path)

    return make


@pytest.fixture
def rtf(tmp_path: Path) -> Write:
    """`rtf(body)`: what is read of an RTF file with that body."""

    def make(body: str) -> Transcript:
        path = tmp_path / "fil.rtf"
        head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
        path.write_bytes(f"{head}{body}}}".encode("cp1252"))
        return read(path)

    return make


def speakers(found: Transcript) -> list[tuple[str | None, str]]:
    """Who says what."""
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


TALK = [
    ("Interviewer", "Hvad gjorde I?"),
    ("Formand", "Vi skrev."),
    ("Interviewer", "Ja."),
    ("Formand", "Det var det."),
]


@pytest.mark.parametrize(
    "label",
    [
        lambda name: r(f"{name}:", "<w:b/>") + r(" "),
        lambda name: r(name, "<w:b/>") + r(": "),
        lambda name: r(name, "<w:b/>") + "<w:r><w:tab/></w:r>",
        lambda name: r(f"{name}:") + "<w:r><w:tab/></w:r>",
        lambda name: r(name[:4], "<w:b/>") + r(f"{name[4:]}: ", "<w:b/>"),
        lambda name: r(name, "<w:b/>") + "<w:r><w:br/></w:r>",
        lambda name: r(f"[00:01:02] {name}: "),
        lambda name: r(f"{name}  00:03") + "<w:r><w:br/></w:r>",
        lambda name: r(f"{name}: ", "<w:rStyle w:val='Strong'/>"),
    ],
    ids=["bold colon", "colon behind bold", "bold tab", "colon tab", "cut in runs", "line of its own", "time", "time line", "style"],
)  # fmt: skip
def test_labels_as_word_has_them(docx: Write, label: Callable[[str], str]) -> None:
    styles = f"<w:styles {W}><w:style w:styleId='Strong'><w:rPr><w:b/></w:rPr></w:style></w:styles>"
    found = docx("".join(p(label(who), r(words)) for who, words in TALK), styles=styles)
    assert speakers(found) == TALK


def test_a_label_in_a_paragraph_of_its_own_belongs_to_the_next(docx: Write) -> None:
    found = docx("".join(p(r(f"{who}:", "<w:b/>")) + p(r(words)) for who, words in TALK))
    assert speakers(found) == TALK


def test_a_table_of_times_speakers_and_words_is_a_conversation(docx: Write) -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{p(r(cell))}</w:tc>' for cell in cells)}</w:tr>"

    rows = [row("Tid", "Taler", "Tekst")]
    rows += [row(f"00:00:0{at}", who, words) for at, (who, words) in enumerate(TALK)]
    found = docx(f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert speakers(found) == TALK
    assert [turn.time_start for turn in found.turns] == [0, 1, 2, 3]
    assert "Tid | Taler | Tekst" in found.notes[0].da


def test_a_table_of_long_texts_is_read_cell_by_cell(docx: Write) -> None:
    left, right = "En lang tekst, der ikke kan være navnet på nogen, for den er alt for lang.", "En anden."
    found = docx(
        f"<w:tbl><w:tr><w:tc>{p(r(left))}</w:tc><w:tc>{p(r(right))}</w:tc></w:tr></w:tbl>{p(r('Efter.'))}"
    )
    assert found.text == f"{left}\n\n{right}\n\nEfter."


def test_tracked_insertions_are_kept_and_deletions_dropped(docx: Write) -> None:
    deleted = "<w:del><w:r><w:delText>aldrig </w:delText></w:r></w:del><w:moveFrom><w:r><w:t>flyttet </w:t></w:r></w:moveFrom>"
    found = docx(p(r("Vi var "), deleted, f"<w:ins>{r('altid ')}</w:ins>", r("enige.")))
    assert found.text == "Vi var altid enige."


def test_a_deleted_paragraph_mark_joins_two_paragraphs(docx: Write) -> None:
    found = docx(p(r("Vi var "), look="<w:rPr><w:del/></w:rPr>") + p(r("enige.")))
    assert found.text == "Vi var enige."


def test_a_deleted_table_row_is_dropped(docx: Write) -> None:
    rows = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('væk'))}</w:tc></w:tr><w:tr><w:tc>{p(r('her'))}</w:tc></w:tr>"
    assert docx(f"<w:tbl>{rows}</w:tbl>").text == "her"


def test_a_footnote_stands_in_brackets_after_its_paragraph(docx: Write) -> None:
    notes = f"<w:footnotes {W}><w:footnote w:type='separator' w:id='0'>{p(r('streg'))}</w:footnote><w:footnote w:id='2'>{p(r('Loven af 1999.'))}</w:footnote></w:footnotes>"
    found = docx(
        p(r("Loven"), "<w:r><w:footnoteReference w:id='2'/></w:r>", r(" siger nej.")), footnotes=notes
    )
    assert found.text == "Loven siger nej. [Note: Loven af 1999.]"


def test_a_text_box_is_read_once_after_its_paragraph(docx: Write) -> None:
    inside = f"<w:txbxContent>{p(r('I boksen.'))}</w:txbxContent>"
    box = f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{inside}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{inside}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    assert docx(p(r("Før "), box, r("efter."))).text == "Før efter.\n\nI boksen."


def test_breaks_tabs_hyphens_and_hidden_words(docx: Write) -> None:
    found = docx(
        p(r("Linje et"), "<w:r><w:br/></w:r>", r("e"), "<w:r><w:noBreakHyphen/></w:r>", r("mail"))
        + p(r("skjult", "<w:vanish/>"), r("en"), "<w:r><w:softHyphen/></w:r>", r("gang "), "<w:r><w:instrText>PAGE</w:instrText></w:r>")
    )  # fmt: skip
    assert found.text == "Linje et\ne-mail\n\nengang"


def test_nested_lists_fields_links_and_controls_keep_their_words(docx: Write) -> None:
    level = "<w:numPr><w:ilvl w:val='{}'/></w:numPr>"
    found = docx(
        p(r("Et."), look=level.format(0))
        + p(r("Et a."), look=level.format(1))
        + p("<w:hyperlink>", r("Et link"), "</w:hyperlink>", "<w:sdt><w:sdtPr/><w:sdtContent>", r(" og mere."), "</w:sdtContent></w:sdt>")
        + p("<w:fldSimple>", r("Felt."), "</w:fldSimple>")
    )  # fmt: skip
    assert found.text == "Et.\n\nEt a.\n\nEt link og mere.\n\nFelt."


def test_unicode_is_kept_and_composed(docx: Write) -> None:
    found = docx(p(r("A\u030ase 👩\u200d🏫 sa\u00adgde\u00a0nej \u200fשלום\u200e.")))
    assert found.text == "Åse 👩\u200d🏫 sagde\u00a0nej \u200fשלום\u200e."


def test_a_note_names_the_paragraph(docx: Write) -> None:
    found = docx(p(r("Først.")) + p(r("sa\u00adgde.")))
    assert [(note.line, note.unit) for note in found.notes if "soft hyphen" in note.en] == [(2, "paragraph")]


def test_an_odt_is_read_as_accepted(odt: Write) -> None:
    found = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>aldrig</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Vi<text:s text:c='2'/>var <text:change/>\n  enige<text:line-break/>om<text:tab/>det"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>En note.</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>Et.</text:p><text:list><text:list-item><text:p>Et a.</text:p></text:list-item></text:list></text:list-item></text:list>"
        "<text:p>Før<draw:frame><draw:text-box><text:p>I boksen.</text:p></draw:text-box></draw:frame> efter.</text:p>"
    )
    assert found.text == "Vi  var enige\nom\tdet. [Note: En note.]\n\nEt.\n\nEt a.\n\nFør efter.\n\nI boksen."


def test_bold_labels_and_tables_of_an_odt(odt: Write) -> None:
    style = "<style:style style:name='T1'><style:text-properties fo:font-weight='bold'/></style:style>"
    body = "".join(
        f"<text:p><text:span text:style-name='T1'>{who}</text:span><text:tab/>{words}</text:p>"
        for who, words in TALK
    )
    assert speakers(odt(body, style)) == TALK
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{who}</text:p></table:table-cell><table:table-cell><text:p>{words}</text:p></table:table-cell></table:table-row>"
        for who, words in TALK
    )
    assert speakers(odt(f"<table:table>{rows}</table:table>")) == TALK


def test_an_rtf_is_read_as_accepted(rtf: Write) -> None:
    found = rtf(
        r"{\header Fortroligt}{\*\generator X;}{\info{\title Titel}}"
        r"Vi var {\deleted aldrig }{\revised altid }{\v skjult }enige\line om\tab det"
        r"{\footnote {\super 1} En note.}.{\*\atnauthor Anne}{\*\annotation Sikker?}\par "
        r"\u197?se s\'e5 {\f1\'ef} \u-10179?\u-8704? \emdash\~x\par}\pard "[:-7]
    )
    assert found.text == "Vi var altid enige\nom\tdet. [Note: 1 En note.]\n\nÅse så п 😀 —\u00a0x"
    assert any("Anne: Sikker?" in note.da for note in found.notes)


def test_bold_labels_and_tables_of_an_rtf(rtf: Write) -> None:
    assert speakers(rtf("".join(rf"{{\b {who}:}} {words}\par " for who, words in TALK))) == TALK
    rows = "".join(rf"\trowd\pard\intbl {who}\cell {words}\cell\row " for who, words in TALK)
    assert speakers(rtf(rows + r"\pard")) == TALK


def test_hidden_and_binary_parts_of_an_rtf_are_no_words(rtf: Write) -> None:
    assert rtf(r"Før {\pict\bin5 {}{}}}efter.\par").text == "Før efter."

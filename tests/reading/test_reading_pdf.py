"""PDF: how lines become paragraphs again, and what is told of the doubts."""

import zlib
from pathlib import Path

import pytest

from kodning.reading import read
from kodning.reading.pdf import _joined


def pdf(path: Path, *pages: list[str], bold: str = "") -> Path:
    """A PDF of these lines, 14 points apart, an empty line a gap; lines that begin with `bold` have it in bold."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts = [
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name
        for name in (b"Helvetica", b"Helvetica-Bold")
    ]
    objects += fonts
    kids = []
    for lines in pages:
        drawn, y = b"", 760
        for line in lines:
            if line:
                head = bold if bold and line.startswith(bold) else ""
                parts = [(b"/F2", head), (b"/F1", line[len(head) :])]
                shown = b" ".join(
                    b"%s 11 Tf (%s) Tj"
                    % (font, text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)"))
                    for font, text in parts
                    if text
                )
                drawn += b"BT %d %d Td %s ET\n" % (72, y, shown)
            y -= 14
        content = zlib.compress(drawn)
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content)
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    raw, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(raw)
    raw += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in places
    )
    raw += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    path.write_bytes(raw)
    return path


FULL = "Vi mødtes i rådet hver måned, og der var altid kaffe på kanden, og mange kom hver"


def test_lines_become_paragraphs_and_divided_words_one(tmp_path: Path) -> None:
    path = pdf(
        tmp_path / "a.pdf",
        ["Interviewer: Hvad gjorde I?", "", "Formand: " + FULL[:70], "gang, og integrations-", "og kulturrådet skrev til inte-", "grationsministeren.", "", "Et nyt afsnit."],
    )  # fmt: skip
    found = read(path)
    assert [turn.speaker for turn in found.turns] == ["Interviewer", "Formand"]
    said = found.text[found.turns[1].start :]
    assert (
        said
        == FULL[:70].strip()
        + " gang, og integrations- og kulturrådet skrev til integrationsministeren.\n\nEt nyt afsnit."
    )


def test_bold_names_alone_are_labels(tmp_path: Path) -> None:
    lines = [
        "Anna Holm",
        "Det ved jeg ikke.",
        "",
        "Bo Lund",
        "Det gør jeg.",
        "",
        "Anna Holm",
        "Nå.",
        "",
        "Bo Lund",
        "Ja.",
    ]
    path = pdf(tmp_path / "a.pdf", [line for line in lines if line != "Bo Lund"] + [""], bold="Anna Holm")
    assert {turn.speaker for turn in read(path).turns} == {"Anna Holm"}


def test_headers_page_numbers_and_words_across_pages(tmp_path: Path) -> None:
    pages = [
        [
            "Fortroligt udkast",
            "",
            "I: Nå?",
            "",
            f"IP: {FULL}",
            *[FULL] * 43,
            FULL[:60] + " kommu-",
            "",
            f"{number}",
        ]
        for number in (1, 2, 3)
    ]
    pages[1][2:5] = [
        "",
        "",
        "nen lå stille hen, og alle sov længe, for der var ikke noget at stå op til mere, sagde de",
    ]
    found = read(pdf(tmp_path / "a.pdf", *pages))
    assert "Fortroligt" not in found.text
    assert "kommunen lå stille hen" in found.text
    notes = " ".join(note.en for note in found.notes)
    assert "(3 times) was taken out: “Fortroligt udkast”" in notes
    assert "“kommu- | nen → kommunen”" in notes


def test_glued_words_are_told(tmp_path: Path) -> None:
    found = read(pdf(tmp_path / "a.pdf", ["I: Nå?", "", "IP: Det var kommunenRådene talte om i går."]))
    assert any("“kommunenRådene” looks like two words" in note.en for note in found.notes)
    assert [note.unit for note in found.notes if "glued" in note.en] == ["page"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("til inte-", "grationen", "til integrationen"),
        ("børne-", "og unge", "børne- og unge"),
        ("EU-", "landene", "EU-landene"),
        ("Anne-", "Marie", "Anne-Marie"),
        ("2016-", "planen", "2016- planen"),
        ("e-", "mail", "e-mail"),
        ("tv-", "avisen", "tv-avisen"),
        ("det er –", "tror jeg", "det er – tror jeg"),
        ("inte\u00ad", "gration", "integration"),
        ("inte\x02", "gration", "integration"),
    ],
)
def test_a_hyphen_at_a_line_end_is_judged_by_what_stands_around_it(
    before: str, after: str, joined: str
) -> None:
    assert _joined(before, after)[0] == joined

"""Make the golden files anew: one constructed interview in every format, by real programs.

Needs pandoc and LibreOffice (`soffice`). Run it in this folder: `python make.py`. The files are committed, because the
programs write other bytes at every run; what is compared is the text, the turns and the offsets that come out.

- `samtale.md` is the source. The conversation is constructed.
- `word.docx` is written here as Word writes it: tracked insertions and deletions, a comment, a header and a footer
  with page numbers, soft hyphens and a language for every run, runs cut in the middle of words.
- `word-rent.docx` is the same without changes and comment; LibreOffice makes PDF of it.
- `pandoc.*` are made of `samtale.md` by pandoc, `soffice.*` of `word.docx` by LibreOffice.
"""

import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WHEN = 'w:author="Anne Test" w:date="2016-09-14T09:00:00Z"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def paragraphs() -> list[tuple[str, str]]:
    """(label or empty, words) of each paragraph of the source."""
    found = []
    for block in (HERE / "samtale.md").read_text(encoding="utf-8").strip().split("\n\n"):
        label = re.match(r"\*\*(\w+):\*\* ", block)
        found.append((label[1] if label else "", block[label.end() :] if label else block))
    return found


def run(text: str, *, bold: bool = False, deleted: bool = False) -> str:
    """A run as Word writes it."""
    tag = "delText" if deleted else "t"
    look = f"<w:rPr>{'<w:b/>' if bold else ''}<w:lang w:val='da-DK'/></w:rPr>"
    return f"<w:r>{look}<w:{tag} xml:space='preserve'>{escape(text)}</w:{tag}></w:r>"


def word_paragraph(number: int, label: str, words: str, *, tracked: bool) -> str:
    """A paragraph whose words are cut into runs; in a tracked one the third word was inserted, another deleted."""
    pieces = [run(f"{label}:", bold=True), run(" ")] if label else []
    first, second, third, *rest = [*words.split(" "), "", "", ""]
    rest = [word for word in rest if word]
    pieces.append(run(f"{first} {second} " if second else first))
    if tracked and third:
        pieces.append(f"<w:ins w:id='{number}1' {WHEN}>{run(third)}</w:ins>")
        pieces.append(f"<w:del w:id='{number}2' {WHEN}>{run('SLETTET', deleted=True)}</w:del>")
    elif third:
        pieces.append(run(third))
    body = (" " if rest else "") + " ".join(rest)
    half = len(body) // 2
    pieces += [run(body[:half]), "<w:proofErr w:type='spellStart'/>", run(body[half:])] if body else []
    if tracked and number == 2:
        pieces.insert(1, "<w:commentRangeStart w:id='0'/>")
        pieces.append("<w:commentRangeEnd w:id='0'/><w:r><w:commentReference w:id='0'/></w:r>")
    return f"<w:p><w:pPr><w:spacing w:after='160'/><w:jc w:val='left'/></w:pPr>{''.join(pieces)}</w:p>"


def word(path: Path, *, tracked: bool) -> None:
    """Write a .docx as Word does."""
    body = "".join(
        word_paragraph(at, *each, tracked=tracked) for at, each in enumerate(paragraphs(), start=1)
    )
    if tracked:
        body += f"<w:p><w:pPr><w:rPr><w:del w:id='990' {WHEN}/></w:rPr></w:pPr><w:del w:id='991' {WHEN}>{run('Slettet afsnit.', deleted=True)}</w:del></w:p>"
    section = (
        "<w:sectPr><w:headerReference w:type='default' r:id='rId1'/><w:footerReference w:type='default' r:id='rId2'/>"
        "<w:pgSz w:w='8391' w:h='5669'/><w:pgMar w:top='1134' w:right='1134' w:bottom='1134' w:left='1134'"
        " w:header='567' w:footer='567'/></w:sectPr>"
    )
    page = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    parts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        "<Default Extension='xml' ContentType='application/xml'/>"
        f"<Override PartName='/word/document.xml' ContentType='{WORD}.document.main+xml'/>"
        f"<Override PartName='/word/header1.xml' ContentType='{WORD}.header+xml'/>"
        f"<Override PartName='/word/footer1.xml' ContentType='{WORD}.footer+xml'/>"
        f"<Override PartName='/word/comments.xml' ContentType='{WORD}.comments+xml'/></Types>",
        "_rels/.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='rId1' Type='{OFFICE}/officeDocument' Target='word/document.xml'/></Relationships>",
        "word/_rels/document.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='rId1' Type='{OFFICE}/header' Target='header1.xml'/>"
        f"<Relationship Id='rId2' Type='{OFFICE}/footer' Target='footer1.xml'/>"
        f"<Relationship Id='rId3' Type='{OFFICE}/comments' Target='comments.xml'/></Relationships>",
        "word/document.xml": f"<w:document {W} {R}><w:body>{body}{section}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {W}><w:p><w:r><w:t>Fortroligt: interview med en formand</w:t></w:r></w:p></w:hdr>",
        "word/footer1.xml": f"<w:ftr {W}><w:p><w:r><w:t xml:space='preserve'>Side </w:t></w:r>{page}</w:p></w:ftr>",
        "word/comments.xml": f"<w:comments {W}><w:comment w:id='0' {WHEN}><w:p>{run('Spørg ind til valget.')}</w:p></w:comment></w:comments>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2016, 9, 14, 9, 0, 0))
            package.writestr(
                entry,
                f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n{text}",
                zipfile.ZIP_DEFLATED,
            )


def seconds(value: float) -> str:
    """Seconds as WebVTT writes them."""
    return f"{int(value) // 3600:02d}:{int(value) // 60 % 60:02d}:{value % 60:06.3f}"


def cues() -> list[tuple[str, float, float, str]]:
    """(speaker, start, end, words) of each piece, six words a piece, two words a second; no paragraphs in them."""
    found, at, speaker = [], 0.0, ""
    for label, words in paragraphs():
        speaker = label or speaker
        said = words.split(" ")
        for begin in range(0, len(said), 6):
            piece = said[begin : begin + 6]
            found.append((speaker, at, at + len(piece) / 2, " ".join(piece)))
            at += len(piece) / 2
    return found


def timed() -> None:
    """The subtitles and what a recogniser writes."""
    spoken = cues()
    vtt = "".join(
        f"\n{seconds(a)} --> {seconds(b)}\n<v {who}>{escape(words)}</v>\n" for who, a, b, words in spoken
    )
    (HERE / "samtale.vtt").write_text(f"WEBVTT\n{vtt}", encoding="utf-8")
    srt, before = "", ""
    for number, (who, a, b, words) in enumerate(spoken, start=1):
        label = f"{who}: " if who != before else ""
        before = who
        srt += (
            f"{number}\n{seconds(a).replace('.', ',')} --> {seconds(b).replace('.', ',')}\n{label}{words}\n\n"
        )
    (HERE / "samtale.srt").write_text(srt, encoding="utf-8-sig", newline="\r\n")
    names = {"Interviewer": "SPEAKER_00", "Formand": "SPEAKER_01"}
    segments = [
        {"start": a, "end": b, "text": f" {words}", "speaker": names[who]} for who, a, b, words in spoken
    ]
    (HERE / "whisperx.json").write_text(
        json.dumps({"segments": segments, "language": "da"}, indent=1), encoding="utf-8"
    )


def main() -> None:
    """Make all."""
    word(HERE / "word.docx", tracked=True)
    word(HERE / "word-rent.docx", tracked=False)
    timed()
    for suffix in ("docx", "odt", "rtf", "html"):
        subprocess.run(
            ["pandoc", "-s", "--metadata", "title=", "samtale.md", "-o", f"pandoc.{suffix}"],
            cwd=HERE,
            check=True,
        )
    with tempfile.TemporaryDirectory() as folder:
        for source, suffixes in (("word.docx", ("odt", "rtf", "docx")), ("word-rent.docx", ("pdf", "html"))):
            for suffix in suffixes:
                shutil.copy(HERE / source, Path(folder) / "ind.docx")
                profile = f"-env:UserInstallation=file://{folder}/profil"
                subprocess.run(
                    [
                        "soffice",
                        profile,
                        "--headless",
                        "--convert-to",
                        suffix,
                        "--outdir",
                        f"{folder}/ud",
                        f"{folder}/ind.docx",
                    ],
                    check=True,
                )
                shutil.move(f"{folder}/ud/ind.{suffix}", HERE / f"soffice.{suffix}")
    text = "\n\n".join(f"{label}: {words}" if label else words for label, words in paragraphs())
    (HERE / "utf-16.txt").write_text(text, encoding="utf-16")
    (HERE / "windows-1252.txt").write_bytes(text.encode("cp1252").replace(b"\n", b"\r\n"))
    (HERE / "mac-roman.txt").write_bytes(text.encode("mac-roman").replace(b"\n", b"\r"))


if __name__ == "__main__":
    main()

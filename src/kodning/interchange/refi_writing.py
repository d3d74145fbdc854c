"""A project as REFI-QDA (`.qdpx`), as strictly as the programs that read it need.

One file in `project.qde`'s order, texts as UTF-8 without byte order mark in `sources/`, one selection for each span and
coder, names of codes unique in the whole tree, ids that are the same at every export: the same project twice gives the
same bytes. What the standard cannot carry stands in `kodning.json` beside it.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import IO

from kodning.interchange.code_guids import code_guids, project_uid
from kodning.interchange.documents_in import without_emoji
from kodning.interchange.mapping import OffsetMap, labelled
from kodning.interchange.offsets import is_wide
from kodning.interchange.refi_cases import Cases
from kodning.interchange.refi_codes import unique_names, write_codes
from kodning.interchange.refi_notes import Notes
from kodning.interchange.refi_sets import SetOut, code_sets, write_sets
from kodning.interchange.refi_variables import Variables
from kodning.interchange.refi_xml import DECLARATION, PROJECT_NAMESPACE, attributes, derived, quoted
from kodning.interchange.side_file import SIDE_FILE, SideDocument, SideFile
from kodning.model import Coding, Document
from kodning.project import Project
from kodning.text import sha256

_FIXED = (1980, 1, 1, 0, 0, 0)  # a ZIP's earliest time
_UNIX = 3
_SET = "set"


@dataclass(slots=True)
class ExportReport:
    """What an export wrote, and what the receiver should know: (Danish, English)."""

    documents: int = 0
    codes: int = 0
    codings: int = 0
    memos: int = 0
    coders: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


def write_qdpx(
    project: Project,
    file: IO[bytes],
    *,
    origin: str,
    language: str,
    coder: str | None = None,
    speakers: bool = True,
    bmp_only: bool = False,
) -> ExportReport:
    """Write the project to an open file.

    Args:
        project: The project.
        file: Where to.
        origin: The program's name and version.
        language: Of labels and of the headings in descriptions.
        coder: Only her codings.
        speakers: Put each turn's speaker before it, so that other programs show who speaks.
        bmp_only: U+FFFD for emoji and the like, for programs that count them as two.
    """
    writer = _Writer(project, origin, language, coder, speakers=speakers, bmp_only=bmp_only)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        writer.write(archive)
    return writer.report


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _FIXED)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = 0o100644 << 16
    return info


class _Writer:
    """Writes one project."""

    def __init__(
        self,
        project: Project,
        origin: str,
        language: str,
        coder: str | None,
        *,
        speakers: bool,
        bmp_only: bool,
    ) -> None:
        self._project = project
        self._origin = origin
        self._language = language
        self._coder = coder
        self._speakers = speakers
        self._bmp_only = bmp_only
        self._uid = project_uid(project)
        self._derived = partial(derived, self._uid)
        self._people = dict(project.connection.execute("SELECT name, upper(uid) FROM coder").fetchall())
        self._codes = project.codebook().codes
        self._code_guids = code_guids(project)
        self._documents = project.documents()
        self._document_guids = {document.name: document.uid.upper() for document in self._documents}
        self._notes = Notes(project, self._people, self._derived, self._document_guids, coder)
        self._variables = Variables(project, self._derived, self._document_guids)
        self._cases = Cases(project, self._variables, self._derived, self._document_guids)
        self._side = SideFile(codebook=project.codebook().source, cases=self._cases.in_side_file)
        self.report = ExportReport(documents=len(self._documents), codes=len(self._codes))

    def write(self, archive: zipfile.ZipFile) -> None:
        """Texts, then the XML, then the side file."""
        wide = 0
        for document in self._documents:
            text, _ = self._text(document, remember=True)
            wide += is_wide(text)
            with archive.open(_entry(f"sources/{document.uid.upper()}.txt"), "w") as out:
                out.write(text.encode("utf-8", "replace"))
        with archive.open(_entry("project.qde"), "w") as out:
            for part in self._xml():
                out.write(part.encode("utf-8"))
        for name, text in self._notes.texts():
            archive.writestr(_entry(f"sources/{name}.txt"), text.encode("utf-8", "replace"))
        self._side.memos = self._notes.memos_on_codings
        archive.writestr(_entry(SIDE_FILE), self._side.text().encode("utf-8", "replace"))
        self.report.memos = self._notes.count
        self._remarks(wide)

    def _text(self, document: Document, *, remember: bool = False) -> tuple[str, OffsetMap]:
        """A document's text as other programs get it, and where the stored places are in it."""
        revision = self._project.revision(document.name)
        turns = self._project.turns_of(revision)
        text, there, back = labelled(revision.text, turns if self._speakers else [])
        if self._bmp_only:
            text = without_emoji(text)
        if remember:
            ends = back.ends
            labels = [
                (end, start)
                for end, start in zip([0, *ends], [*back.starts, len(text)], strict=True)
                if end < start
            ]
            row = self._project.connection.execute(
                "SELECT source_name, encoding FROM current_revision WHERE id = ?", (revision.id,)
            ).fetchone()
            self._side.documents[document.uid.upper()] = SideDocument(
                name=document.name,
                title=document.title,
                sha256=sha256(text),
                labels=labels,
                turns=tuple(turns),
                kinds=self._variables.kinds(document.name),
                source_name=row[0],
                encoding=row[1],
            )
        return text, there

    def _xml(self) -> Iterator[str]:
        created = self._project.connection.execute("SELECT created FROM project").fetchone()[0]
        name = self._project.codebook().title or self._project.folder.absolute().name
        head = {"name": name, "origin": self._origin, "creationDateTime": created, "xmlns": PROJECT_NAMESPACE}
        yield f"{DECLARATION}<Project{attributes(head)}>\n"
        yield from self._users()
        yield from self._codebook()
        yield from self._variables.declared()
        yield from self._cases.elements()
        if self._documents:
            yield "  <Sources>\n"
            for document in self._documents:
                yield from self._source(document)
            yield "  </Sources>\n"
        yield from self._notes.elements()
        yield from write_sets(self._sets(), "  ")
        yield "".join(f'  <NoteRef targetGUID="{note}"/>\n' for note in self._notes.on_project)
        yield "</Project>\n"
        self._side.code_ids = {self._code_guids[code.id]: code.id for code in self._codes}
        self._side.reviews = [
            (self._document_guids[document], coder, start, end)
            for document, coder, start, end in self._project.reviews()
            if self._coder in {None, coder}
        ]

    def _users(self) -> Iterator[str]:
        coders = [name for name in self._project.coders() if self._coder in {None, name}]
        self.report.coders = coders
        names = dict.fromkeys([*coders, *self._notes.authors])
        if names:
            yield "  <Users>\n"
            for name in names:
                yield f"    <User{attributes({'guid': self._people[name], 'name': name})}/>\n"
            yield "  </Users>\n"

    def _codebook(self) -> Iterator[str]:
        if not self._codes:
            return
        coded = frozenset(
            row[0] for row in self._project.connection.execute("SELECT DISTINCT code FROM current_coding")
        )
        names = unique_names(self._codes, self._language)
        changed = [
            code.label(self._language) for code in self._codes if names[code.id] != code.label(self._language)
        ]
        if changed:
            count = len(changed)
            self.report.remarks.append(
                (
                    f"{count} koder deler navn med en anden og hedder i filen også det, der står over dem",
                    f"{count} codes share a name with another; in the file the names above them come first",
                )
            )
        yield "  <CodeBook>\n"
        yield from write_codes(
            self._codes,
            names,
            self._code_guids,
            coded=coded,
            language=self._language,
            notes=self._notes.on_code,
            indent="    ",
        )
        yield "  </CodeBook>\n"

    def _source(self, document: Document) -> Iterator[str]:
        text, there = self._text(document)
        key = document.uid.upper()
        head = attributes(
            {
                "guid": key,
                "name": document.name,
                "plainTextPath": f"internal://{key}.txt",
                "creationDateTime": document.created,
            }
        )
        inside = [
            *self._selections(document, text, there),
            *self._notes.on_spans(document, text, there),
            *self._turns(document, text, there),
            *(
                f'      <NoteRef targetGUID="{note}"/>\n'
                for note in self._notes.on_document.get(document.name, ())
            ),
            *self._variables.values(document.name),
        ]
        if inside:
            yield f"    <TextSource{head}>\n"
            yield "".join(inside)
            yield "    </TextSource>\n"
        else:
            yield f"    <TextSource{head}/>\n"

    def _selections(self, document: Document, text: str, there: OffsetMap) -> Iterator[str]:
        codings = self._project.codings(document=document.name, coder=self._coder)
        self.report.codings += len(codings)
        for (start, end, coder), some in _by_span_and_coder(codings):
            first, last = there.span(start, end)
            user = self._people[coder]
            key = self._derived("selection", document.uid, start, end, coder)
            yield (
                f'      <PlainTextSelection guid="{key}" name="{quoted(text[first:last])}" startPosition="{first}"'
                f' endPosition="{last}" creatingUser="{user}" creationDateTime="{some[0].created}">\n'
            )
            for coding in some:
                yield self._coding(coding, user)
            yield "      </PlainTextSelection>\n"

    def _turns(self, document: Document, text: str, there: OffsetMap) -> Iterator[str]:
        """Selections without a code for the turns of people whose cases point at them."""
        for key, start, end in self._cases.turns(document.name):
            first, last = there.span(start, end)
            yield (
                f'      <PlainTextSelection guid="{key}" name="{quoted(text[first:last])}" startPosition="{first}"'
                f' endPosition="{last}"/>\n'
            )

    def _sets(self) -> list[SetOut]:
        book = self._project.codebook()
        sets = code_sets(book.codes, book.groups, self._code_guids, self._derived, self._language)
        for name, documents in sorted(self._variables.documents_by(_SET).items()):
            members = [self._document_guids[document] for document in documents]
            sets.append(SetOut(self._derived("set", name), name, "", [("MemberSource", members)]))
        return sets

    def _coding(self, coding: Coding, user: str) -> str:
        key = coding.uid.upper()
        self._side.origins[key] = coding.origin
        notes = "".join(f'          <NoteRef targetGUID="{note}"/>\n' for note in self._notes.of(coding))
        return (
            f'        <Coding guid="{key}" creatingUser="{user}" creationDateTime="{coding.created}">\n'
            f'          <CodeRef targetGUID="{self._code_guids[coding.code]}"/>\n{notes}'
            "        </Coding>\n"
        )

    def _remarks(self, wide: int) -> None:
        if wide and not self._bmp_only:
            self.report.remarks.append(
                (
                    f"NVivo tæller emoji som to tegn ({wide} dokumenter). Skal filen dertil, så tilføj --bmp-only",
                    f"NVivo counts an emoji as two characters ({wide} documents). If the file is for NVivo, add --bmp-only",
                )
            )


def _by_span_and_coder(
    codings: Iterable[Coding],
) -> Iterator[tuple[tuple[int, int, str], Sequence[Coding]]]:
    """Codings of a document, those of one coder on one span together, in the order of the text."""
    groups: dict[tuple[int, int, str], list[Coding]] = {}
    for coding in codings:
        groups.setdefault((coding.start, coding.end, coding.coder), []).append(coding)
    for key in sorted(groups):
        some = groups[key]
        yield key, sorted(some, key=lambda coding: (coding.created, coding.uid)) if len(some) > 1 else some

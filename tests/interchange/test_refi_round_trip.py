"""kodning's own REFI-QDA files: valid against the schemas, the same bytes each time, and nothing lost on the way back."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kodning.interchange.code_guids import code_guids, project_uid
from kodning.interchange.codes_in import CodeFinder
from kodning.interchange.exchanging import begin_from, import_foreign
from kodning.interchange.refi_codes import qdc, read_qdc, unique_names
from kodning.interchange.refi_writing import write_qdpx
from kodning.model import AttributeValue, NewCoding, Role, Transcript, Turn
from kodning.project import Project

_SCHEMAS = Path(__file__).with_name("refi_qda")
_CODEBOOK = """\
title: Prøve & <prøve>
groups:
  - {id: tone, label: {da: Tonen, en: The tone}, codes: [økonomi, åben], ordered: true}
  - {id: sted, codes: [andet, åben-andet]}
codes:
  - id: tema  # en kommentar
    label: {da: Tema, en: Theme}
    definition: Det, der "tales" om & <meget>
    include: [Når de siger det]
    exclude: [Ellers -> andet]
    examples:
      - Vi mangler penge.
      - {text: "Kassen | er tom.", document: interview 2, place: t14, note: Så kort}
      - {text: Vi har ikke råd., place: t2}
    terms: [penge, råd]
    negative_terms: [ungpenge]
    memo: Skærp den.
    color: "#1b6ca8"
    scale: [andet, økonomi]
    codes:
      - id: økonomi
        aliases: [penge, "råd: alle"]
        label: {da: Penge}
      - id: andet
        label: Andet
  - id: åben
    exclusive: true
    definition: "Memo: ikke et memo"
    codes:
      - id: åben-andet
        label: Andet
      - {id: gammel, retired: true}
      - {id: ældre, retired: Skrevet sammen med gammel}
"""
_KEYS = ("tema", "økonomi", "andet", "åben", "åben-andet")
_RETIRED = ("gammel", "ældre")
_WORDS = st.lists(
    st.sampled_from(
        ["Vi", "mangler", "penge", "😀", "Q\u0323\u0307", "👩🏽\u200d🎓", "<&>", '"ja"', "\u0007"]
    ),
    min_size=1,
)
_TALK = st.lists(
    st.tuples(st.sampled_from(["Anna", "Interviewer", None]), _WORDS.map(" ".join)), min_size=1, max_size=5
)


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(_SCHEMAS / "Project.xsd")


def transcript(
    name: str, talk: list[tuple[str | None, str]], attributes: dict[str, AttributeValue]
) -> Transcript:
    """A transcript out of who says what."""
    turns, at = [], 0
    for number, (speaker, words) in enumerate(talk, 1):
        role: Role = "interviewer" if speaker == "Interviewer" else "informant"
        turns.append(Turn(number, at, at + len(words), speaker, role, number * 1.5))
        at += len(words) + 2
    text = "\n\n".join(words for _, words in talk)
    return Transcript(text, tuple(turns), f"Titel på {name}", "utf-8", name, attributes)


def exported(project: Project, *, speakers: bool = True, bmp_only: bool = False) -> bytes:
    """The project as a `.qdpx`."""
    file = io.BytesIO()
    write_qdpx(project, file, origin="kodning", language="da", speakers=speakers, bmp_only=bmp_only)
    return file.getvalue()


def everything(project: Project) -> dict[str, object]:
    """All that a project says, without numbers that another project counts otherwise."""
    number = {coding.id: coding.uid for coding in project.codings()}
    return {
        "codebook": project.codebook().source,
        "identities": code_guids(project),
        "documents": [(d.name, d.title, d.sha256, d.words, d.informant_words) for d in project.documents()],
        "turns": {d.name: project.turns(d.name) for d in project.documents()},
        "attributes": sorted(
            tuple(row)
            for row in project.connection.execute(
                "SELECT document_name, '', name, value, kind FROM current_attribute UNION ALL"
                " SELECT document_name, speaker, name, value, kind FROM current_participant"
            )
        ),
        "codings": sorted(coding[1:] for coding in project.codings()),
        "memos": sorted(
            (memo.created, memo.coder, str(memo[3:7]), number.get(memo.coding or 0, ""), memo.text)
            for memo in project.memos()
        ),
        "reviews": sorted(project.reviews()),
    }


@st.composite
def _filled(draw: st.DrawFn, project: Project) -> None:
    """Fill a project with documents, overlapping codings of several coders, memos, attributes and reviews."""
    names = draw(st.lists(st.sampled_from(["a", "b.c", "Æ ø", "x"]), min_size=1, max_size=3, unique=True))
    values: st.SearchStrategy[AttributeValue] = st.sampled_from(
        [1, 2.5, True, False, "tekst; <&>", "12", 1e-9, date(2024, 5, 1)]
    )
    for at, name in enumerate(names):
        talk = [(who, f"{words} {at}") for who, words in draw(_TALK)]
        attributes = draw(
            st.dictionaries(st.sampled_from(["alder", "Køn", "set", "case"]), values, max_size=2)
        )
        project.import_transcripts(
            [(Path(f"{name}.md"), transcript(name, talk, attributes))], "forsker", name
        )
        for speaker in draw(
            st.lists(st.sampled_from(["Anna", "Bo", "Interviewer"]), max_size=2, unique=True)
        ):
            known = draw(st.dictionaries(st.sampled_from(["alder", "rolle", "case"]), values, min_size=1))
            project.set_attributes({name: known}, "forsker", speaker)
    codings = []
    for _ in range(draw(st.integers(0, 8))):
        name = draw(st.sampled_from(names))
        text = project.revision(name).text
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        if text[start:end].strip():
            coder, memo = (
                draw(st.sampled_from(["anna", "bo & co"])),
                draw(st.sampled_from(["", "Hvorfor?\nFordi."])),
            )
            codings.append(NewCoding(name, start, end, draw(st.sampled_from(_KEYS)), coder, memo=memo))
    project.import_codings(codings, "forsker", "kilde")
    name = draw(st.sampled_from(names))
    project.code(name, f"0:{len(project.revision(name).text)}", ["økonomi"], "cilla", memo="håndkodet")
    for target in draw(
        st.lists(st.sampled_from(["project", "document", "span", "code", "coding"]), unique=True)
    ):
        project.memo(f"om {target}", "anna", **_target(project, target, name))
    project.mark_reviewed([name], "anna")
    if draw(st.booleans()):
        project.retire_code("økonomi", "forsker", reason="Delt")


def _target(project: Project, target: str, name: str) -> dict[str, str]:
    return {
        "project": {},
        "document": {"document": name},
        "span": {"document": name, "span": "0:1"},
        "code": {"code": "tema"},
        "coding": {"coding": str(project.codings()[0].id)},
    }[target]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_project_comes_back_as_it_was(schema: xmlschema.XMLSchema, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        here = Path(folder)
        with Project.create(here / "ud", _CODEBOOK, "forsker") as project:
            data.draw(_filled(project))
            file = here / "projekt.qdpx"
            file.write_bytes(exported(project))
            assert exported(project) == file.read_bytes()
            before = everything(project)
        with zipfile.ZipFile(file) as archive:
            schema.validate(io.BytesIO(archive.read("project.qde")))
        report = begin_from(here / "ind", file, "modtager")
        assert (report.lost, report.count("reanchored"), report.by_place) == (0, 0, 0)
        with Project.open(here / "ind") as project:
            assert everything(project) == before
            assert project.problems() == []
            assert import_foreign(project, file, "modtager").added == 0
            assert everything(project) == before


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with a talk of two speakers, coded once."""
    with Project.create(tmp_path / "projekt", _CODEBOOK, "forsker") as made:
        talk: list[tuple[str | None, str]] = [("Anna", "Vi mangler 😀 penge."), ("Interviewer", "Nå.")]
        made.import_transcripts([(Path("a.md"), transcript("a", talk, {"alder": 40}))], "forsker", "a")
        made.code("a", "0:19", ["økonomi", "åben"], "anna", memo="Hvorfor?")
        made.code("a", "0:19", ["økonomi"], "bo")
        yield made


def _members(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_other_programs_stumble_over_is_not_written(project: Project) -> None:
    members = _members(exported(project))
    qde = members["project.qde"].decode("utf-8")
    assert all(name.startswith("sources/") for name in members if name not in {"project.qde", "kodning.json"})
    assert not any(data.startswith(b"\xef\xbb\xbf") or b"\r" in data for data in members.values())
    assert "PlainTextContent" not in qde
    assert 'plainTextPath="internal://' in qde
    assert qde.count("<PlainTextSelection") == 2  # one for each coder, not for each coding
    assert qde.count("<Coding ") == 3
    assert 'name="Vi mangler 😀 penge."' in qde
    guids = [part.split('"')[0] for part in qde.split('uid="')[1:]]
    assert all(guid == guid.upper() for guid in guids)
    assert len(guids) == len(set(guids))
    assert '<Code guid="' in qde
    assert 'name="Tema" isCodable="false"' in qde
    assert 'name="Tema / Andet"' in qde
    assert "<Cases" not in qde  # nobody's attributes are known
    assert qde.count("<Set ") == 2  # the codebook's groups; a scale stands in its theme's description


def test_speakers_stand_in_the_text_unless_they_are_not_wanted(project: Project) -> None:
    uid = project.documents()[0].uid.upper()
    assert (
        _members(exported(project))[f"sources/{uid}.txt"].decode()
        == "Anna: Vi mangler 😀 penge.\n\nInterviewer: Nå."
    )
    assert (
        _members(exported(project, speakers=False))[f"sources/{uid}.txt"].decode()
        == "Vi mangler 😀 penge.\n\nNå."
    )


def test_a_text_without_emoji_is_still_the_same_document(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "nvivo.qdpx"
    file.write_bytes(exported(project, bmp_only=True))
    assert "😀" not in _members(file.read_bytes())["project.qde"].decode()
    report = import_foreign(project, file, "anna")
    assert (report.documents_new, report.added, report.there_already) == (0, 0, 3)


def test_a_file_that_comes_back_without_our_side_file_still_fits(project: Project, tmp_path: Path) -> None:
    """As another program exports it: text with speakers, CRLF, new ids, one new coding."""
    members = _members(exported(project))
    del members["kodning.json"]
    file = tmp_path / "retur.qdpx"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    report = import_foreign(project, file, "anna")
    assert (report.documents_new, report.codes_new, report.added, report.there_already) == (0, 0, 0, 3)


def test_a_side_file_of_a_newer_kodning_is_refused(project: Project, tmp_path: Path) -> None:
    from kodning.errors import UnreadableFileError

    file = tmp_path / "ny.qdpx"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in _members(exported(project)).items():
            changed = (
                json.dumps({**json.loads(data), "kodning": 99}).encode() if name == "kodning.json" else data
            )
            archive.writestr(name, changed)
    with pytest.raises(UnreadableFileError, match="newer kodning"):
        import_foreign(project, file, "anna")


def test_a_codebook_file_carries_all_that_the_codebook_says(project: Project, tmp_path: Path) -> None:
    schema = xmlschema.XMLSchema(_SCHEMAS / "Codebook.xsd")
    codes = project.codebook().codes
    groups, uid = project.codebook().groups, project_uid(project)
    text = qdc(codes, code_guids(project), origin="kodning", language="da", groups=groups, uid=uid)
    assert text == qdc(codes, code_guids(project), origin="kodning", language="da", groups=groups, uid=uid)
    schema.validate(text)
    file = tmp_path / "bog.qdc"
    file.write_text(text, encoding="utf-8")
    begin_from(tmp_path / "ny", file, "anna")
    with Project.open(tmp_path / "ny") as other:
        back = [code._replace(line=None) for code in other.codebook().codes]
        assert back == [code._replace(line=None) for code in codes]
        assert other.codebook().groups == groups
        assert code_guids(other) == code_guids(project)


def test_names_are_unique_in_the_whole_tree(project: Project) -> None:
    names = unique_names(project.codebook().codes, "da")
    assert names["andet"] == "Tema / Andet"
    assert names["åben-andet"] == "åben / Andet"
    assert len({name.casefold() for name in names.values()}) == len(names)


def test_codes_are_known_again_by_name_alone(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "bog.qdc"
    other = {
        key: f"{number:08d}-0000-4000-8000-000000000000" for number, key in enumerate((*_KEYS, *_RETIRED))
    }
    file.write_text(qdc(project.codebook().codes, other, origin="x", language="da"), encoding="utf-8")
    foreign = read_qdc(file)
    plain = [code._replace(description="", id="") for code in foreign.codes]
    finder = CodeFinder(project.codes(), {})
    finder.find_all(plain)
    assert finder.new == []
    assert list(finder.ids.values()) == [*_KEYS, *_RETIRED]


def test_an_import_is_one_action_and_undone_as_one(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "ud.qdpx"
    file.write_bytes(exported(project))
    shutil.copytree(project.folder, tmp_path / "kopi")
    with Project.open(tmp_path / "kopi") as copy:
        copy.retract([str(coding.id) for coding in copy.codings()], "anna")
        before = len(copy.history())
        import_foreign(copy, file, "anna")
        assert len(copy.history()) == before + 1
        assert len(copy.codings()) == 3
        copy.undo("anna")
        assert copy.codings() == []

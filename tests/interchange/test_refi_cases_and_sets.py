"""People as cases and groups of codes as sets: in what kodning writes, and in files of other programs."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema

from kodning.interchange.exchanging import begin_from, import_foreign
from kodning.interchange.refi_writing import write_qdpx
from kodning.project import Project
from kodning.reading.transcript import parse

_SCHEMA = Path(__file__).with_name("refi_qda") / "Project.xsd"
_CODEBOOK = """
title: Prøve
groups:
  - {id: tone, label: {da: Tonen, en: The tone}, codes: [glad, vred], ordered: true}
codes: [{id: glad}, {id: vred}, {id: tid}]
"""
_GROUP = "Anna: Vi mangler penge.\n\nBo: Det er svært, ja.\n\nAnna: Og 😀 tid."
_ALONE = "Interviewer: Hvad nu?\n\nInformant: Jeg går hjem."
_SPACE = "{urn:QDA-XML:project:1.0}"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A group talk and an interview, with what is known of those who speak."""
    with Project.create(tmp_path / "projekt", _CODEBOOK, "forsker") as made:
        texts = {"gruppe": _GROUP, "alene": _ALONE, "alene 2": _ALONE.replace("hjem", "ud")}
        made.import_transcripts([(Path(f"{n}.md"), parse(t, title=n)) for n, t in texts.items()], "forsker")
        made.set_attributes({"gruppe": {"alder": 41, "født": date(1983, 5, 1)}}, "forsker", "Anna")
        made.set_attributes({"gruppe": {"alder": "ukendt"}}, "forsker", "Bo")
        made.set_attributes({"alene": {"rolle": "formand", "valgt": True}}, "forsker", "Informant")
        made.set_attributes({"alene 2": {"rolle": "medlem"}}, "forsker", "Informant")
        made.set_attributes({"alene": {"case": "Råd A; Råd B", "set": "først"}}, "forsker")
        made.code("gruppe", "0:3", ["glad"], "forsker")
        yield made


def _written(project: Project, path: Path) -> ET.Element:
    file = io.BytesIO()
    write_qdpx(project, file, origin="kodning", language="da")
    path.write_bytes(file.getvalue())
    with zipfile.ZipFile(path) as archive:
        qde = archive.read("project.qde")
    xmlschema.XMLSchema(_SCHEMA).validate(io.BytesIO(qde))
    return ET.fromstring(qde)  # noqa: S314 - our own file


def _without_side_file(path: Path, target: Path, changes: dict[str, str] | None = None) -> Path:
    """The file as another program would hand it on."""
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as out:
        for name in archive.namelist():
            if name != "kodning.json":
                data = archive.read(name)
                for old, new in (changes or {}).items():
                    if name == "project.qde":
                        assert old.encode() in data
                        data = data.replace(old.encode(), new.encode())
                out.writestr(name, data)
    return target


def test_each_person_is_a_case_with_typed_values_and_her_own_words(project: Project, tmp_path: Path) -> None:
    root = _written(project, tmp_path / "ud.qdpx")
    cases = {case.get("name"): case for case in root.iter(f"{_SPACE}Case")}
    assert list(cases) == ["Anna", "Bo", "alene / Informant", "alene 2 / Informant", "Råd A", "Råd B"]
    words = {s.get("guid"): s.get("name") for s in root.iter(f"{_SPACE}PlainTextSelection")}
    anna = [words[ref.get("targetGUID")] for ref in cases["Anna"].iter(f"{_SPACE}SelectionRef")]
    assert anna == ["Vi mangler penge.", "Og 😀 tid."]
    sources = {source.get("guid"): source.get("name") for source in root.iter(f"{_SPACE}TextSource")}
    alone = cases["alene / Informant"]
    assert [sources[ref.get("targetGUID")] for ref in alone.iter(f"{_SPACE}SourceRef")] == ["alene"]
    assert alone.find(f"{_SPACE}SelectionRef") is None
    assert [value.text for value in alone.iter(f"{_SPACE}BooleanValue")] == ["true"]
    assert [value.text for value in cases["Anna"].iter(f"{_SPACE}DateValue")] == ["1983-05-01"]
    assert [value.text for value in cases["Anna"].iter(f"{_SPACE}TextValue")] == ["41"]  # Bo's is no number


def test_a_group_of_codes_is_a_set_and_comes_back_as_one(project: Project, tmp_path: Path) -> None:
    root = _written(project, tmp_path / "ud.qdpx")
    tone, first = root.iter(f"{_SPACE}Set")
    assert (tone.get("name"), len(tone.findall(f"{_SPACE}MemberCode"))) == ("Tonen", 2)
    assert (first.get("name"), len(first.findall(f"{_SPACE}MemberSource"))) == ("først", 1)
    file = _without_side_file(tmp_path / "ud.qdpx", tmp_path / "retur.qdpx")
    report = begin_from(tmp_path / "ind", file, "mig")
    assert report.losses == []
    with Project.open(tmp_path / "ind") as back:
        assert back.codebook().groups == project.codebook().groups


def test_people_are_known_again_in_a_file_that_another_program_handed_on(
    project: Project, tmp_path: Path
) -> None:
    _written(project, tmp_path / "ud.qdpx")
    file = _without_side_file(tmp_path / "ud.qdpx", tmp_path / "retur.qdpx")
    begin_from(tmp_path / "ind", file, "mig")
    with Project.open(tmp_path / "ind") as back:
        people = project.participants()
        assert back.participants() == people
        assert back.attributes() == {"alene": {"case": "Råd A; Råd B", "set": "først"}}
        assert import_foreign(back, file, "mig").attributes_new == 0


def test_values_that_another_program_added_arrive_and_ours_stay(project: Project, tmp_path: Path) -> None:
    _written(project, tmp_path / "ud.qdpx")
    changes = {">formand<": ">kasserer<", 'name="Bo"': 'name="Gæst"'}
    file = _without_side_file(tmp_path / "ud.qdpx", tmp_path / "retur.qdpx", changes)
    report = import_foreign(project, file, "mig")
    assert project.participants()["alene"]["Informant"]["rolle"] == "formand"
    assert any("rolle er »formand« her og »kasserer« i filen" in da for da, _ in report.remarks)
    # Called otherwise, but made of Bo's turns.
    assert project.participants()["gruppe"]["Bo"] == {"alder": "ukendt", "case": "Gæst"}


_TWIN = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Tvilling" origin="NVivo 14">
<CodeBook><Codes><Code guid="{0}1" name="Glad" isCodable="true"/><Code guid="{0}2" name="Vred" isCodable="true"/></Codes></CodeBook>
<Variables><Variable guid="{0}3" name="Alder" typeOfVariable="Integer"/></Variables>
<Cases>
<Case guid="{0}4" name="Råd A"><VariableValue><VariableRef targetGUID="{0}3"/><IntegerValue>7</IntegerValue></VariableValue><SourceRef targetGUID="{0}9"/></Case>
<Case guid="{0}5" name="To på en gang"><VariableValue><VariableRef targetGUID="{0}3"/><IntegerValue>8</IntegerValue></VariableValue><SelectionRef targetGUID="{0}7"/></Case>
<Case guid="{0}6" name="Tom"><CodeRef targetGUID="{0}1"/></Case>
</Cases>
<Sources><TextSource guid="{0}9" name="Talk" plainTextPath="internal://t.txt"><PlainTextSelection guid="{0}7" startPosition="0" endPosition="40"/></TextSource></Sources>
<Sets><Set guid="{0}8" name="Stemning"><Description>Følelser</Description><MemberCode targetGUID="{0}1"/><MemberCode targetGUID="{0}2"/></Set></Sets>
</Project>
""".replace("{0}", "00000000-0000-4000-8000-00000000000")


def test_foreign_cases_and_sets_of_codes_come_or_are_accounted_for(tmp_path: Path) -> None:
    file = tmp_path / "tvilling.qdpx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", _TWIN)
        archive.writestr("sources/t.txt", _GROUP)
    xmlschema.XMLSchema(_SCHEMA).validate(_TWIN)
    report = begin_from(tmp_path / "ind", file, "mig")
    assert [(loss.kind, loss.place) for loss in report.losses] == [
        ("case", "Tom"),  # the code that it stands for
        ("case", "To på en gang"),  # words of two people: nobody's attributes
        ("case", "Tom"),  # it has no document
    ]
    with Project.open(tmp_path / "ind") as project:
        assert project.attributes() == {"Talk": {"Alder": "7", "case": "Råd A"}}
        assert project.participants() == {}
        # Nothing says that they exclude each other: no group is made of it.
        assert project.codebook().groups == ()
        assert [memo.text for memo in project.memos()] == ["Stemning: Glad, Vred\nFølelser"]
        assert any("»Stemning«" in da for da, _ in report.remarks)
        assert not any("hvem" in da for da, _ in report.remarks)
        assert import_foreign(project, file, "mig").memos_new == 0


def test_groups_come_into_a_codebook_that_is_there(project: Project, tmp_path: Path) -> None:
    _written(project, tmp_path / "ud.qdpx")
    file = _without_side_file(tmp_path / "ud.qdpx", tmp_path / "retur.qdpx")
    book = "groups: [{id: x, codes: [tid, nyt]}]\ncodes:\n  - id: tid  # min egen\n  - id: nyt\n"
    for number, text in enumerate((book, book.replace("groups: [{id: x, codes: [tid, nyt]}]\n", ""))):
        with Project.create(tmp_path / f"andet {number}", text, "mig") as other:
            assert import_foreign(other, file, "mig").lost == 0
            source = other.codebook().source
            assert "# min egen" in source
            tone = next(group for group in other.codebook().groups if group.id == "tone")
            assert (tone.codes, tone.ordered) == (("glad", "vred"), True)
            assert import_foreign(other, file, "mig").codes_new == 0
            assert other.codebook().source == source
            other.undo("mig")
            assert other.codebook().source == text

"""The JSON Schema that editors complete by says the same as kodning."""

import json
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from ruamel.yaml import YAML

from kodning.codebook import CodebookError, parse_codebook
from kodning.codebook_shape import CodebookShape, CodeShape, ExampleShape, GroupShape, LabelShape, json_schema
from kodning.sample import sample_folder

FILE = Path("codebook.yaml")
SCHEMA = Path(__file__).parents[2] / "docs" / "codebook.schema.json"


@pytest.fixture(scope="module")
def schema() -> Any:
    """The schema as it is published."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def _as_json(source: str) -> Any:
    return json.loads(json.dumps(YAML(typ="safe").load(source)))


def test_the_published_schema_is_up_to_date(schema: Any) -> None:
    assert schema == json_schema()


def test_every_key_is_explained(schema: Any) -> None:
    for name, shape in (
        ("", CodebookShape),
        *((s.__name__, s) for s in (CodeShape, ExampleShape, GroupShape, LabelShape)),
    ):
        described = (schema["$defs"][name] if name else schema)["properties"]
        assert described.keys() == shape.model_fields.keys()
        assert all(" / " in value["description"] for value in described.values())


def test_the_samples_codebook_follows_the_schema(schema: Any) -> None:
    source = (sample_folder() / FILE).read_text(encoding="utf-8")
    fastjsonschema.compile(schema)(_as_json(source))


@pytest.mark.parametrize(
    "source",
    [
        "codes: []\n",
        "codes:\n",
        "codes:\n  - id: a\n    label:\n    definition:\n    include:\n    color:\n    retired: true\n",
        "codes:\n  - {id: a, label: A, examples: [b, {text: c, document: d}], codes: [{id: e, color: '#aabbcc'}]}\n",
        "codes:\n  - {id: a, aliases: [b], retired: hvorfor}\n  - id: c\ngroups:\n  - {id: g, codes: [a, c], ordered: true}\n",
    ],
)
def test_what_kodning_takes_the_schema_takes(schema: Any, source: str) -> None:
    parse_codebook(source, FILE)
    fastjsonschema.compile(schema)(_as_json(source))


@pytest.mark.parametrize(
    "source",
    [
        "title: a\n",
        "codes:\n  - label: a\n",
        "codes:\n  - {id: a, labell: b}\n",
        "codes:\n  - {id: ''}\n",
        "codes:\n  - {id: a, color: red}\n",
        "codes:\n  - {id: a, examples: [12]}\n",
        "codes:\n  - {id: a, codes: [b]}\n",
        "codes:\n  - {id: a}\ngroups:\n  - {id: g, codes: [a]}\n",
    ],
)
def test_what_kodning_refuses_in_shape_the_schema_refuses(schema: Any, source: str) -> None:
    with pytest.raises(CodebookError):
        parse_codebook(source, FILE)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        fastjsonschema.compile(schema)(_as_json(source))

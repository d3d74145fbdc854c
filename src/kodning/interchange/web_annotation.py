"""Codings as W3C Web Annotations (JSON-LD): each with its words, what stands around them, and its place.

https://www.w3.org/TR/annotation-model/ : a TextQuoteSelector refined by nothing and a TextPositionSelector, which
counts code points from 0 and excludes the end, as kodning does.
"""

import json
from collections.abc import Iterator

from kodning.interchange.code_guids import code_guids
from kodning.project import Project

_AROUND = 32
_CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def annotations(project: Project, *, coder: str | None = None) -> str:
    """The codings in force as an annotation page."""
    items = list(_items(project, coder))
    page = {"@context": _CONTEXT, "type": "AnnotationPage", "items": items}
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def _items(project: Project, coder: str | None) -> Iterator[dict[str, object]]:
    guids = {key: value.lower() for key, value in code_guids(project).items()}
    labels = {code.key: code.labels for code in project.codes()}
    people = dict(project.connection.execute("SELECT name, uid FROM coder").fetchall())
    for document in project.documents():
        text = project.revision(document.name).text
        for coding in project.codings(document=document.name, coder=coder):
            body: list[dict[str, object]] = [
                {
                    "type": "SpecificResource",
                    "purpose": "classifying",
                    "source": {
                        "id": f"urn:uuid:{guids[coding.code]}",
                        "type": "Concept",
                        "value": coding.code,
                        "label": labels[coding.code],
                    },
                }
            ]
            if coding.memo:
                body.append({"type": "TextualBody", "purpose": "commenting", "value": coding.memo})
            yield {
                "id": f"urn:uuid:{coding.uid}",
                "type": "Annotation",
                "motivation": "classifying",
                "creator": {"id": f"urn:uuid:{people[coding.coder]}", "type": "Person", "name": coding.coder},
                "created": coding.created,
                "body": body,
                "target": {
                    "source": {
                        "id": f"urn:uuid:{document.uid}",
                        "type": "Text",
                        "name": document.name,
                        "digest": f"sha256:{document.sha256}",
                    },
                    "selector": [
                        {
                            "type": "TextQuoteSelector",
                            "exact": text[coding.start : coding.end],
                            "prefix": text[max(0, coding.start - _AROUND) : coding.start],
                            "suffix": text[coding.end : coding.end + _AROUND],
                        },
                        {"type": "TextPositionSelector", "start": coding.start, "end": coding.end},
                    ],
                },
            }

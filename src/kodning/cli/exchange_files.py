"""The files that `exchange export` writes: `.qdpx`, `.qdc`, `.jsonld`."""

import sys
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING

from kodning.cli.exchange import written
from kodning.cli.output import OutputError, write_file, write_text
from kodning.project import Project
from kodning.wording import language

if TYPE_CHECKING:
    from kodning.interchange.refi_writing import ExportReport


def export_to(
    project: Project, kind: str, output: Path | None, *, coder: str | None, speakers: bool, bmp_only: bool
) -> None:
    """Write the project in one of the formats that are files."""
    origin = f"kodning {version('kodning')}"
    if kind == "qdc":
        from kodning.interchange.code_guids import code_guids, project_uid
        from kodning.interchange.refi_codes import qdc

        book = project.codebook()
        if not book.codes:
            raise OutputError(
                "Kodebogen har ingen koder; en .qdc-fil skal have mindst én.",
                "The codebook has no codes; a .qdc file must have one at least.",
            )
        guids, uid = code_guids(project), project_uid(project)
        text = qdc(book.codes, guids, origin=origin, language=language(), groups=book.groups, uid=uid)
        write_text(text, output)
        return
    if kind == "jsonld":
        from kodning.interchange.web_annotation import annotations

        write_text(annotations(project, coder=coder), output)
        return
    from kodning.interchange.refi_writing import write_qdpx

    write = partial(
        write_qdpx,
        project,
        origin=origin,
        language=language(),
        coder=coder,
        speakers=speakers,
        bmp_only=bmp_only,
    )
    if output is None:
        _to_stdout(write)
        return
    written(write_file(output, write))


def _to_stdout(write: "partial[ExportReport]") -> None:
    import io

    if sys.stdout.isatty():
        raise OutputError(
            "Et .qdpx-projekt kan ikke vises i terminalen; skriv --output FIL.qdpx.",
            "A .qdpx project cannot be shown in a terminal; say --output FILE.qdpx.",
        )
    buffer: IO[bytes] = io.BytesIO()
    write(buffer)
    buffer.seek(0)
    sys.stdout.buffer.write(buffer.read())

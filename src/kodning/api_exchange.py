"""Exchange with other programs as methods of `Project`."""

from importlib.metadata import version
from pathlib import Path

from kodning.interchange.code_guids import code_guids
from kodning.interchange.exchanging import begin_from, import_foreign
from kodning.interchange.import_report import ExchangeReport
from kodning.interchange.offsets import named
from kodning.interchange.refi_codes import qdc
from kodning.interchange.refi_writing import ExportReport, write_qdpx
from kodning.interchange.web_annotation import annotations
from kodning.project import Project as CoreProject
from kodning.wording import language


class ExchangeMethods(CoreProject):
    """Other programs' projects, in and out."""

    def exchange_import(
        self,
        path: str | Path,
        *,
        coder: str,
        offsets: str | None = None,
        reviewed: bool = False,
        strict: bool = False,
        dry_run: bool = False,
    ) -> ExchangeReport:
        """Take in a `.qdpx`, `.qdc`, Taguette, QualCoder or qualitative-coding project; see `exchange import`.

        Raises:
            UnreadableFileError: Damaged, hostile or of no format that is read.
            UncertainOffsetsError: How its places are counted cannot be told; say so with `offsets`.
            LossError: `strict`, and something would be lost.
        """
        return import_foreign(
            self,
            Path(path),
            coder,
            counting=named(offsets) if offsets else None,
            reviewed=reviewed,
            strict=strict,
            dry_run=dry_run,
        )

    @staticmethod
    def begin_from(folder: str | Path, path: str | Path, *, coder: str) -> ExchangeReport:
        """Make a new project of another program's file; see `init --from`.

        Raises:
            FolderInUseError: The folder holds other things.
        """
        return begin_from(Path(folder), Path(path), coder)

    def exchange_export(
        self, path: str | Path, *, coder: str | None = None, speakers: bool = True, bmp_only: bool = False
    ) -> ExportReport | None:
        """Write a `.qdpx`, `.qdc` or `.jsonld` file, by the ending; the report is that of a `.qdpx`.

        Raises:
            ValueError: Another ending.
        """
        file = Path(path)
        origin = f"kodning {version('kodning')}"
        suffix = file.suffix.casefold()
        if suffix == ".qdpx":
            with file.open("wb") as out:
                return write_qdpx(
                    self,
                    out,
                    origin=origin,
                    language=language(),
                    coder=coder,
                    speakers=speakers,
                    bmp_only=bmp_only,
                )
        if suffix == ".qdc":
            text = qdc(self.codebook().codes, code_guids(self), origin=origin, language=language())
        elif suffix == ".jsonld":
            text = annotations(self, coder=coder)
        else:
            raise ValueError(f"{file.suffix}: .qdpx, .qdc or .jsonld")
        file.write_text(text, encoding="utf-8", newline="\n")
        return None

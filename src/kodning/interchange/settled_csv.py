"""Places for lost codings as CSV: the table of `kodning revise --lost`, filled in and given back."""

import csv
import io
from pathlib import Path

from kodning.errors import UnreadableFileError
from kodning.reading.encoding import decode

# What a column is called in the file: by its key, or as Excel's form has it in either language.
_HEADINGS = {"coding": {"coding", "nr.", "no."}, "place": {"place", "plads"}}


def read_places(path: Path) -> dict[str, str | None]:
    """Number of each coding to the span it is given; None where the cell holds `-`. Rows without a place are left out.

    Raises:
        UnreadableFileError: Not there, not text, not CSV, or without the columns `coding` and `place`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, "filen kan ikke læses.", "the file cannot be read.") from error
    text = decode(data, path).text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        heading = [name.strip().casefold() for name in next(rows, [])]
        found = {
            key: place for place, name in enumerate(heading) for key in _HEADINGS if name in _HEADINGS[key]
        }
        if set(found) != set(_HEADINGS):
            raise UnreadableFileError(
                path,
                "første linje skal nævne kolonnerne coding og place; skriv filen med »kodning revise --lost --format csv«.",
                "the first line must name the columns coding and place; write the file with "
                "“kodning revise --lost --format csv”.",
                1,
            )
        places: dict[str, str | None] = {}
        for values in rows:
            place = values[found["place"]].strip() if len(values) > found["place"] else ""
            if place:
                places[values[found["coding"]].strip()] = None if place == "-" else place
    except csv.Error as error:
        raise UnreadableFileError(
            path, f"ikke gyldig CSV: {error}", f"not valid CSV: {error}", rows.line_num
        ) from error
    return places

"""SPSS files (.sav): values as stored, user-missing values as no answer, labels kept beside."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from survey.errors import BearingError
from survey.fieldwork.importing.table import Table, find_columns, refuse_empty
from survey.fieldwork.importing.values import as_text, as_texts, canonical


class SpssBroken(BearingError):
    """The file ends in .sav and is no SPSS file that can be read."""

    code: ClassVar[str] = "IMPORT-NOT-SAV"


def read_spss(file: Path, wanted: Sequence[str]) -> Table:
    """Return the wanted columns of an SPSS file; rows are numbered as in SPSS's data view.

    Raises ``SpssBroken`` and the errors of ``table``.
    """
    import pyreadstat

    try:
        frame, about = pyreadstat.read_sav(file)
    except (pyreadstat.ReadstatError, UnicodeError, ValueError):
        raise SpssBroken(
            f"{file.name} is not a readable SPSS file: save it again from SPSS as .sav."
        ) from None
    headings = list(about.column_names)
    found = find_columns(file, ("row", 1), headings, wanted, [])
    if frame.empty:
        raise refuse_empty(file, "row", 1)
    columns = {heading: as_texts(frame[heading].tolist()) for heading in wanted}
    labels = {
        heading: {canonical(as_text(code)): str(label) for code, label in named.items()}
        for heading, named in about.variable_value_labels.items()
        if heading in found
    }
    places = {heading: position + 1 for heading, position in found.items()}
    lines = range(1, len(frame) + 1)
    return Table(file.name, "row", lines, dict(columns), places, labels)

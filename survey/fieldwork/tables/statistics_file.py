"""Files of SPSS (.sav, .zsav) and Stata (.dta): values as stored, their labels kept beside.

Values that the file declares missing are no answer.
"""

import io
from typing import ClassVar

from survey.fieldwork.tables.table import Sheet, TableRefused, refuse_empty
from survey.fieldwork.tables.values import as_text, as_texts, canonical


class SpssBroken(TableRefused):
    """The file ends in .sav or .zsav and is no SPSS file that can be read."""

    code: ClassVar[str] = "IMPORT-NOT-SAV"


class StataBroken(TableRefused):
    """The file ends in .dta and is no Stata file that can be read."""

    code: ClassVar[str] = "IMPORT-NOT-DTA"


def read_statistics(file: str, content: bytes, *, stata: bool) -> Sheet:
    """Return a statistics file; row 1 is the first case, as in the program's data view.

    Raises ``SpssBroken``, ``StataBroken`` or ``FileEmpty``.
    """
    import pyreadstat

    try:
        read = pyreadstat.read_dta if stata else pyreadstat.read_sav
        frame, about = read(io.BytesIO(content))
    except (pyreadstat.ReadstatError, UnicodeError, ValueError):
        kind, ending = ("Stata", ".dta") if stata else ("SPSS", ".sav")
        raise (StataBroken if stata else SpssBroken)(
            "{file} is not a readable {kind} file: save it again from {kind} as {ending}.",
            file=file,
            kind=kind,
            ending=ending,
        ) from None
    if frame.empty:
        raise refuse_empty(file, "row", 1)
    columns = [as_texts(frame[heading].tolist()) for heading in about.column_names]
    labels = {
        heading: {canonical(as_text(code)): str(label) for code, label in named.items()}
        for heading, named in about.variable_value_labels.items()
    }
    rows = [(1, list(about.column_names)), *enumerate(map(list, zip(*columns, strict=True)), 1)]
    return Sheet(file, "row", rows, (), labels)

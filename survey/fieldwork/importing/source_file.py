"""Which kind of file an answer file is: its name's ending says so, and its first bytes agree."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.importing.csv_file import read_csv
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.sheet_file import WorkbookBroken, read_sheet
from survey.fieldwork.importing.spss_file import SpssBroken, read_spss
from survey.fieldwork.importing.table import Table, refuse_empty

TEXT_ENDINGS: Final = (".csv", ".tsv", ".txt")
ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
SPSS: Final = (b"$FL2", b"$FL3")


class FileUnreadable(BearingError):
    """The file of answers is not there or cannot be opened."""

    code: ClassVar[str] = "IMPORT-FILE"


class FileKindUnknown(BearingError):
    """The file is none of CSV, XLSX and SAV, or its ending says another kind than its content."""

    code: ClassVar[str] = "IMPORT-KIND"


def read_table(file: Path, mapping: Mapping, wanted: Sequence[str]) -> Table:
    """Return the wanted columns of a CSV, XLSX or SAV file as text.

    Raises the errors of this module and of the reader for that kind.
    """
    start = _start(file)
    ending = file.suffix.lower()
    if ending not in (*TEXT_ENDINGS, ".xlsx", ".sav"):
        raise FileKindUnknown(
            f"{file.name} has an ending that is not known here: save it as .csv, .xlsx or .sav."
        )
    if not start:
        raise refuse_empty(file, "line" if ending in TEXT_ENDINGS else "row", None)
    if ending == ".xlsx":
        _refuse_unless(start.startswith(ZIP), WorkbookBroken, file, "an Excel workbook (.xlsx)")
        return read_sheet(file, mapping.sheet, wanted)
    if ending == ".sav":
        _refuse_unless(start.startswith(SPSS), SpssBroken, file, "an SPSS file (.sav)")
        return read_spss(file, wanted)
    if start.startswith((ZIP, OLD_OFFICE, *SPSS)):
        raise FileKindUnknown(
            f"{file.name} is named as a text file, but is a workbook or an SPSS file: give it its"
            " right ending, .xlsx or .sav."
        )
    return read_csv(file, mapping.encoding, wanted)


def _start(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return content.read(8)
    except OSError as refused:
        raise FileUnreadable(
            f"{file} cannot be read ({refused.strerror}): check the path of the file."
        ) from None


def _refuse_unless(fits: bool, failure: type[BearingError], file: Path, kind: str) -> None:
    if not fits:
        raise failure(
            f"{file.name} is not {kind}, whatever its ending says, or is locked by a password:"
            " save it again in that format, or give it its right ending."
        )

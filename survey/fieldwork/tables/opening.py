"""Which kind of file a table is: its name's ending says so, and its first bytes agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final, Self

from survey.errors import Said
from survey.fieldwork.tables.statistics_file import SpssBroken, StataBroken, read_statistics
from survey.fieldwork.tables.table import Layout, Sheet, TableRefused, refuse_empty
from survey.fieldwork.tables.text_file import Known, read_text
from survey.fieldwork.tables.workbook import WorkbookBroken, read_workbook

TEXT_ENDINGS: Final = (".csv", ".tsv", ".txt")
LIST_ENDINGS: Final = (*TEXT_ENDINGS, ".xlsx")
STATISTICS_ENDINGS: Final = (".sav", ".zsav", ".dta")
ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
SPSS: Final = (b"$FL2", b"$FL3")
STATA: Final = (b"<stata", b"\x6e", b"\x6f", b"\x71", b"\x72", b"\x73")


class FileUnreadable(TableRefused):
    """The file is not there or cannot be opened."""

    code: ClassVar[str] = "IMPORT-FILE"


class FileKindUnknown(TableRefused):
    """The file is of no kind that is read, or its ending says another kind than its content."""

    code: ClassVar[str] = "IMPORT-KIND"


@dataclass(frozen=True)
class Source:
    """A file that somebody brought: its name, for messages and its kind, and its bytes."""

    name: str
    content: bytes

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return the file at a path. Raises ``FileUnreadable``."""
        try:
            return cls(path.name, path.read_bytes())
        except OSError as refused:
            raise FileUnreadable(
                "{file} cannot be read ({strerror}): check the path of the file.",
                file=path,
                strerror=refused.strerror,
            ) from None

    @property
    def ending(self) -> str:
        """The ending of the name, in small letters: ".csv"."""
        return Path(self.name).suffix.lower()


def open_sheet(
    source: Source,
    layout: Layout,
    known: Known,
    endings: Iterable[str] = (*LIST_ENDINGS, *STATISTICS_ENDINGS),
) -> Sheet:
    """Return the rows of a file of any of the kinds whose endings are given.

    ``known`` says how many of the headings that are looked for stand in a row. Raises the errors
    of this module and of the reader for that kind.
    """
    ending, start = source.ending, source.content[:8]
    if ending not in endings:
        raise FileKindUnknown(
            "{name} has an ending that is not known here: save it as {endings}.",
            name=source.name,
            endings=", ".join(endings),
        )
    if not source.content:
        raise refuse_empty(source.name, "line" if ending in TEXT_ENDINGS else "row", None)
    if ending == ".xlsx":
        _refuse_unless(
            start.startswith(ZIP), WorkbookBroken, source, Said("an Excel workbook (.xlsx)")
        )
        return read_workbook(source.name, source.content, layout.sheet)
    if ending == ".dta":
        _refuse_unless(start.startswith(STATA), StataBroken, source, Said("a Stata file (.dta)"))
        return read_statistics(source.name, source.content, stata=True)
    if ending in STATISTICS_ENDINGS:
        _refuse_unless(start.startswith(SPSS), SpssBroken, source, Said("an SPSS file (.sav)"))
        return read_statistics(source.name, source.content, stata=False)
    if start.startswith((ZIP, OLD_OFFICE, *SPSS)):
        raise FileKindUnknown(
            "{name} is named as a text file, but is a workbook or an SPSS file: give it its"
            " right ending, .xlsx or .sav.",
            name=source.name,
        )
    return read_text(source.name, source.content, layout.encoding, layout.separator, known)


def _refuse_unless(fits: bool, failure: type[TableRefused], source: Source, kind: Said) -> None:
    if not fits:
        raise failure(
            "{name} is not {kind}, whatever its ending says, or is locked by a password:"
            " save it again in that format, or give it its right ending.",
            name=source.name,
            kind=kind,
        )

"""Excel workbooks (.xlsx), read as they stand: what cells show is not computed again."""

import io
import zlib
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any, ClassVar, Final
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from survey.errors import Said
from survey.fieldwork.tables.table import Sheet, TableRefused, refuse_empty
from survey.fieldwork.tables.worksheet import Looks, local, read_cells, text_of

ROOT: Final = "_rels/.rels"


class WorkbookBroken(TableRefused):
    """The file ends in .xlsx and is no workbook that can be read."""

    code: ClassVar[str] = "IMPORT-NOT-XLSX"


class SheetMissing(TableRefused):
    """The sheet that was named is not in the workbook."""

    code: ClassVar[str] = "IMPORT-SHEET"


@dataclass(frozen=True)
class _SheetPart:
    name: str
    hidden: bool
    part: str


def read_workbook(file: str, content: bytes, sheet: str | None) -> Sheet:
    """Return a worksheet: the one named, else the first that is not hidden.

    Rows without any value are passed over; rows that a filter hides are read and said. Raises the
    errors of this module and ``FileEmpty``.
    """
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            return _read(file, archive, sheet)
    except (BadZipFile, zlib.error, KeyError, ValueError, IndexError, ET.ParseError):
        raise WorkbookBroken(
            "{file} is not a readable Excel workbook, or is locked by a password: open it in"
            " Excel, save it as .xlsx without a password, and use that file.",
            file=file,
        ) from None


def _read(file: str, archive: ZipFile, sheet: str | None) -> Sheet:
    main = next(
        target for kind, target in _targets(archive, ROOT, "").values() if kind == "officeDocument"
    )
    book = ET.fromstring(archive.read(main))  # noqa: S314 - expat bounds what entities grow to
    parts = _targets(archive, _rels_of(main), main)
    chosen, notes = _choose(file, _sheets(book, parts), sheet)
    with archive.open(chosen.part) as source:
        cells = read_cells(source, _looks(archive, book, parts))
    if cells.hidden:
        notes += (
            Said(
                "{file}: {rows} rows are hidden in the sheet, and were read.",
                file=file,
                rows=cells.hidden,
            ),
        )
    if cells.merged:
        notes += (
            Said(
                "{file}: merged cells were read as filled: {cells}.",
                file=file,
                cells=", ".join(cells.merged),
            ),
        )
    return Sheet(file, "row", sorted(cells.rows.items()), notes)


def _targets(archive: ZipFile, rels: str, main: str) -> dict[str, tuple[str, str]]:
    """Return what a part points to: by id, the kind and the name of the other part."""
    if rels not in archive.namelist():
        raise KeyError(rels)
    folder = main.rpartition("/")[0]
    return {
        each.get("Id", ""): (
            each.get("Type", "").rpartition("/")[2],
            normpath(join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in ET.fromstring(archive.read(rels))  # noqa: S314
    }


def _rels_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return join(folder, "_rels", f"{name}.rels")


def _sheets(book: "ET.Element[str]", parts: dict[str, tuple[str, str]]) -> list[_SheetPart]:
    found = []
    for each in book.iter():
        if local(each.tag) != "sheet":
            continue
        key = next(value for name, value in each.items() if local(name) == "id")
        kind, part = parts[key]
        if kind == "worksheet":  # a sheet may also be a chart
            found.append(_SheetPart(each.get("name", ""), each.get("state", "visible") != "visible",
                                    part))  # fmt: skip
    return found


def _choose(
    file: str, sheets: list[_SheetPart], name: str | None
) -> tuple[_SheetPart, tuple[Said, ...]]:
    if name is not None:
        for each in sheets:
            if each.name == name:
                return each, ()
        raise SheetMissing(
            "{file} has no sheet {name!r}: correct sheet in the mapping. The sheets are {sheets}.",
            file=file,
            name=name,
            sheets=", ".join(repr(each.name) for each in sheets),
        )
    shown = [each for each in sheets if not each.hidden]
    if not shown:
        raise refuse_empty(file, "row", None)
    notes: tuple[Said, ...] = ()
    if len(sheets) > 1:
        notes = (
            Said(
                "{file} has {count} sheets; the first one was read: {sheet!r}.",
                file=file,
                count=len(sheets),
                sheet=shown[0].name,
            ),
        )
    hidden = [repr(each.name) for each in sheets if each.hidden]
    if hidden:
        notes += (
            Said(
                "{file}: hidden sheets are not read: {sheets}.", file=file, sheets=", ".join(hidden)
            ),
        )
    return shown[0], notes


def _looks(archive: ZipFile, book: "ET.Element[str]", parts: dict[str, tuple[str, str]]) -> Looks:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

    by_kind = dict(parts.values())
    texts: list[str] = []
    if "sharedStrings" in by_kind:
        shared = ET.fromstring(archive.read(by_kind["sharedStrings"]))  # noqa: S314
        texts = [text_of(each) for each in shared if local(each.tag) == "si"]
    formats = _formats(archive, by_kind.get("styles"))
    mac = any(local(each.tag) == "workbookPr" and each.get("date1904") in ("1", "true")
              for each in book.iter())  # fmt: skip
    return Looks(
        texts,
        frozenset(style for style, shown in enumerate(formats) if _is_date(shown)),
        frozenset(style for style, shown in enumerate(formats) if "%" in shown),
        CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900,
    )


def _formats(archive: ZipFile, part: str | None) -> list[str]:
    """Return the number format of each cell style."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    if part is None:
        return []
    known: dict[int, str] = dict(BUILTIN_FORMATS)
    styles: Any = ET.fromstring(archive.read(part))  # noqa: S314
    for each in styles.iter():
        if local(each.tag) == "numFmt" and "formatCode" in each.attrib:
            known[int(each.get("numFmtId"))] = each.get("formatCode")
    return [
        known.get(int(style.get("numFmtId", 0)), "General")
        for group in styles
        if local(group.tag) == "cellXfs"
        for style in group
    ]


def _is_date(shown: str) -> bool:
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(shown))

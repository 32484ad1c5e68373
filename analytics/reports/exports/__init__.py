"""From a release to the files that leave the house, in the columns of docs/contracts.md.

Every file follows from the release alone: the same release gives the same bytes on any day.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from analytics.release.content import Release
from analytics.reports.exports.codebook import write_codebook
from analytics.reports.exports.datapackage import write_datapackage
from analytics.reports.exports.parquet import write_parquet
from analytics.reports.exports.read_me import write_read_me
from analytics.reports.exports.spss import write_spss
from analytics.reports.exports.text_tables import write_cells, write_estimates
from analytics.reports.exports.workbook import write_workbook
from survey.errors import BearingError, Said

Writer = Callable[[Path, Release], None]
Entered = Callable[[Sequence[Path]], None]

WRITERS: Final[dict[str, Writer]] = {
    "cells.csv": write_cells,
    "estimates.csv": write_estimates,
    "codebook.csv": write_codebook,
    "cells.xlsx": write_workbook,
    "cells.sav": write_spss,
    "cells.parquet": write_parquet,
    "README.txt": write_read_me,
    "datapackage.json": write_datapackage,
}
"""The files of an export by name, with what writes each; the last one reads the others."""


class ExportFolderUnusable(BearingError):
    """The folder for an export cannot be made or written into."""

    code: ClassVar[str] = "EXPORT-FOLDER"


def export_release(
    release: Release,
    folder: Path,
    entered: Entered = lambda _files: None,
    language: str = "en",
) -> list[Path]:
    """Write all files of an export into ``folder`` and return their paths.

    ``entered`` gets the finished files before any of them is in the folder: an entry without its
    files tells nobody anything, files without their entry would. ``language`` is that of the sheets
    of the workbook that a person reads.

    The folder is made if there is none; files of an earlier export in it are replaced, others
    stay. All files are made elsewhere first, so that a failure leaves the folder as it was.
    Raises ``ExportFolderUnusable``.
    """
    _check_folder(folder)
    with tempfile.TemporaryDirectory(prefix="bearing-export-") as building:
        for name, write in _writers(language).items():
            write(Path(building) / name, release)
        entered([Path(building) / name for name in WRITERS])
        try:
            return _move_in(Path(building), folder)
        except OSError as refused:
            raise _unusable(folder, Said("it cannot be written to")) from refused


def _writers(language: str) -> dict[str, Writer]:
    return {**WRITERS, "cells.xlsx": partial(write_workbook, language=language)}


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise _unusable(folder, Said("it is a file"))
    for name in WRITERS:
        if (folder / name).is_dir():
            raise _unusable(folder, Said("{name} is a folder there", name=name))


def _move_in(building: Path, folder: Path) -> list[Path]:
    """Copy the files beside their places, then put them there, each in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    arriving = {folder / name: folder / f".{name}.arriving" for name in WRITERS}
    try:
        for path, beside in arriving.items():
            shutil.copyfile(building / path.name, beside)
        for path, beside in arriving.items():
            beside.replace(path)
    finally:
        for beside in arriving.values():
            beside.unlink(missing_ok=True)
    return list(arriving)


def _unusable(folder: Path, why: Said) -> ExportFolderUnusable:
    return ExportFolderUnusable(
        "The folder {folder} cannot hold an export ({why}): name another one after --to.",
        folder=folder,
        why=why,
    )

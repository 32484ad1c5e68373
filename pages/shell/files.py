"""Files made from a release when their button is pressed, written down in the ledger.

Each entry says what for, by which role, and the hash of the file, so that a file that turns up
somewhere can be found in the trail.
"""

import hashlib
import io
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analytics.release.content import Release
from analytics.reports.sheets.kind import Sheet
from pages.shell.written import written
from survey.access.ledger import Action, record
from survey.organisation.letterhead import letterhead_of
from survey.settings import Workspace
from survey.vocabulary import Purpose, Role

FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The only date in the archive: the same release gives the same bytes on any day."""


@dataclass(frozen=True)
class Taker:
    """Who takes results along, by role, and what for."""

    purpose: Purpose = Purpose.OWN_WORK
    role: Role | None = None

    @property
    def details(self) -> dict[str, str]:
        """What an entry of the ledger says of it."""
        role = {} if self.role is None else {"role": self.role.value}
        return {"purpose": self.purpose.value, **role}


NOBODY_SAID: Final = Taker()


def report_file(
    workspace: Workspace,
    release: Release,
    language: str,
    department: str | None,
    taker: Taker = NOBODY_SAID,
    ending: str = ".pdf",
) -> bytes:
    """Return the report of a release, or of one of its departments, in a kind out of ``KINDS``."""
    from analytics.reports.background import background_of
    from analytics.reports.kinds import write_report

    head = letterhead_of(workspace)
    beside = background_of(workspace, release, taker.role)

    def write(path: Path) -> None:
        write_report(release, path, language, department, head, ending, beside=beside)

    content = written(write)
    record(
        workspace, Action.REPORT_WRITTEN, release.manifest.wave, language=language,
        sha256=hashlib.sha256(content).hexdigest(), **taker.details, **release.scope.entered,
    )  # fmt: skip
    return content


def sheet_file(
    workspace: Workspace,
    release: Release,
    sheet: Sheet,
    *,
    language: str,
    place: tuple[str, str] | None = None,
    taker: Taker = NOBODY_SAID,
) -> bytes:
    """Return a sheet of one page: of the team at ``place``, department and name, or for all."""
    from analytics.reports.background import background_of
    from analytics.reports.sheets.written import write_sheet

    head, beside = letterhead_of(workspace), background_of(workspace, release, taker.role)
    department, team = place or (None, None)

    def write(path: Path) -> None:
        write_sheet(
            release, sheet, path, language=language, department=department, team=team,
            letterhead=head, beside=beside,
        )  # fmt: skip

    content = written(write)
    record(
        workspace, Action.REPORT_WRITTEN, release.manifest.wave, language=language,
        sheet=sheet.value, sha256=hashlib.sha256(content).hexdigest(), **taker.details,
        **release.scope.entered,
    )  # fmt: skip
    return content


def exports_zip(
    workspace: Workspace, release: Release, taker: Taker = NOBODY_SAID, language: str = "en"
) -> bytes:
    """Return all exports of a release in one archive; its workbook is read in ``language``."""
    from analytics.reports.exports import export_release

    with tempfile.TemporaryDirectory() as folder:
        files = export_release(release, Path(folder), language=language)
        content = archive(Path(path) for path in files)
    record(
        workspace, Action.RELEASE_EXPORTED, release.manifest.wave, files=len(files),
        sha256=hashlib.sha256(content).hexdigest(), **taker.details, **release.scope.entered,
    )  # fmt: skip
    return content


def kept_file(workspace: Workspace, wave: str, content: bytes, taker: Taker) -> bytes:
    """Return a file made of one picture or table, once the ledger says that it was taken."""
    record(
        workspace, Action.RELEASE_EXPORTED, wave, files=1,
        sha256=hashlib.sha256(content).hexdigest(), **taker.details,
    )  # fmt: skip
    return content


def archive(paths: Iterable[Path]) -> bytes:
    """Return files as a zip archive whose bytes follow from their names and contents alone."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(path.name, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, path.read_bytes())
    return content.getvalue()

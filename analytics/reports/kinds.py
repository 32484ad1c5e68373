"""A report in the kind that its file's ending says: to read, to edit, to present."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from analytics.release.content import Release
from analytics.reports.background import ALONE, Background
from analytics.reports.report import write_pdf
from analytics.reports.scope import Scope
from analytics.reports.slide_show import write_slides
from analytics.reports.word import write_document
from survey.errors import BearingError
from survey.i18n.catalogue import texts
from survey.organisation.letterhead import PLAIN, Letterhead

Writer = Callable[[Scope, Path, Letterhead], None]

KINDS: Final[dict[str, Writer]] = {
    ".pdf": write_pdf,
    ".docx": write_document,
    ".pptx": write_slides,
}


class ReportKindUnknown(BearingError):
    """No report is written in files with such an ending."""

    code: ClassVar[str] = "REPORT-KIND"


def write_report(
    release: Release,
    path: Path,
    language: str,
    department: str | None = None,
    letterhead: Letterhead = PLAIN,
    ending: str | None = None,
    *,
    beside: Background = ALONE,
) -> None:
    """Write a report to ``path``, in the kind that ``ending`` or else its own says.

    ``beside`` is what stands beside the release; all else is as of ``report``.

    Raises
    ------
    ReportKindUnknown
        The ending is none of ``KINDS``; nothing is written.
    """
    write = KINDS.get(path.suffix.lower() if ending is None else ending)
    if write is None:
        raise ReportKindUnknown(
            "{file} has no ending that says what to write. Use one of: {endings}.",
            file=path.name,
            endings=tuple(KINDS),
        )
    write(Scope.of(release, texts(language), department, beside), path, letterhead)

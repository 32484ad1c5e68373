"""A sheet as a PDF of one page, in any language that employees read."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from analytics.release.content import Release
from analytics.reports.background import ALONE, Background
from analytics.reports.scope import Scope
from analytics.reports.sheets.kind import Sheet
from analytics.reports.sheets.staff import StaffSheet
from analytics.reports.sheets.team import TeamSheet, TeamUnknown
from survey.i18n.catalogue import SHEET_PARTS, texts
from survey.i18n.typesetting import typeset
from survey.organisation.letterhead import PLAIN, Letterhead

TEMPLATE: Final = Path(__file__).with_name("results.typ")


def write_sheet(  # noqa: PLR0913  - all but three are settings, given by name
    release: Release,
    sheet: Sheet,
    path: Path,
    *,
    language: str,
    department: str | None = None,
    team: str | None = None,
    letterhead: Letterhead = PLAIN,
    beside: Background = ALONE,
) -> None:
    """Write a sheet to ``path``, a PDF of one page, whole or not at all.

    Raises
    ------
    DepartmentUnknown
        The release has no such department.
    TeamUnknown
        It has no such team, or none was named for a team's sheet.
    """
    say = texts(language, *SHEET_PARTS)
    said: TeamSheet | StaffSheet
    if sheet is Sheet.STAFF:
        said = StaffSheet(Scope.of(release, say, None, beside))
    elif department is None or team is None:
        raise TeamUnknown("A team's sheet needs its department and its name: name both.")
    else:
        said = TeamSheet(Scope.of(release, say, department, beside), team)
    content = {
        "language": say.language,
        "title": say(f"sheets.{sheet}.title"),
        "about": said.about,
        "paper": "a4",
        "release": say("sheets.release", id=release.manifest.id[:12]),
        "blocks": [{"kind": type(one).__name__.lower(), **asdict(one)} for one in said.blocks()],
        **letterhead.content(say("common.product")),
    }
    typeset(TEMPLATE, content, letterhead.pictures(), path)

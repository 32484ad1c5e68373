"""Groups by measures: heat maps, cut so that each fits a page, and the tables of the same cells."""

from collections.abc import Iterator, Sequence

from analytics.charts.grid import by_department, lay_out, row_of
from analytics.charts.headings import NARROW, PAPER
from analytics.charts.heat_map import heat_map
from analytics.charts.theme import LIGHT
from analytics.release.model import TOTAL, Cell, MeasureEntry
from analytics.reports.blocks import Block, Figure, Heading, Paragraph
from analytics.reports.scope import Scope
from analytics.reports.tables import grid_table
from survey.vocabulary import MeasureRole

ROWS_A_PAGE = 26
HEAT_MAP_WIDTH = 430


def teams(scope: Scope) -> Iterator[Block]:
    """Yield the working conditions of every group, then the health of departments or teams.

    The report on the organisation shows health by department; a department's own shows it by
    team.
    """
    texts = scope.texts
    yield Heading(texts("report.conditions"))
    yield Paragraph(texts("report.conditions_intro"), style="intro")
    yield from _maps(scope, scope.measures(MeasureRole.FACTOR), scope.cells, "conditions")
    yield Heading(texts("report.health"))
    by_team = scope.department is not None
    intro = "report.health_by_team" if by_team else "report.health_by_department"
    yield Paragraph(texts(intro), style="intro")
    cells = [cell for cell in scope.cells if by_team or cell.team == TOTAL]
    yield from _maps(scope, scope.measures(MeasureRole.OUTCOME), cells, "health")


def _maps(
    scope: Scope, measures: Sequence[MeasureEntry], cells: Sequence[Cell], part: str
) -> Iterator[Block]:
    keys = {entry.key for entry in measures}
    wanted = [cell for cell in cells if cell.measure in keys]
    pages = paged(wanted)
    for at, page in enumerate(pages, start=1):
        numbering = {"part": at, "parts": len(pages)}
        picture = heat_map(
            page, measures, scope.texts, LIGHT, groups=scope.release.groups, style=PAPER
        )
        suffix = "_part" if len(pages) > 1 else ""
        map_caption = scope.texts(f"report.{part}_map{suffix}", **numbering)
        yield Figure(map_caption, picture, max(HEAT_MAP_WIDTH, NARROW * len(measures)))
        table_caption = scope.texts(f"report.{part}_table{suffix}", **numbering)
        grid = lay_out(
            page, measures, scope.texts, None, scope.release.groups, PAPER.under_department
        )
        yield grid_table(grid, measures, table_caption, scope)


def paged(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the cells in pages of whole departments, each under the organisation's own row.

    A department with more rows than fit a page is cut between its rows.
    """
    whole = [cell for cell in cells if row_of(cell) == (TOTAL, TOTAL)]
    rows = sorted({row_of(cell) for cell in cells} - {(TOTAL, TOTAL)}, key=by_department)
    pages: list[list[tuple[str, str]]] = []
    for department in dict.fromkeys(department for department, _ in rows):
        own = [row for row in rows if row[0] == department]
        if not pages or len(pages[-1]) + len(own) > ROWS_A_PAGE:
            pages.append([])
        for row in own:
            if len(pages[-1]) == ROWS_A_PAGE:
                pages.append([])
            pages[-1].append(row)
    ordered = sorted(cells, key=lambda cell: by_department(row_of(cell)))
    return [[*whole, *(cell for cell in ordered if row_of(cell) in page)] for page in pages] or [
        whole
    ]

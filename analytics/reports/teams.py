"""Groups by measures: heat maps, cut so that each fits a page, and the tables of the same cells."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from analytics.charts.grid import by_department, lay_out, row_of
from analytics.charts.headings import NARROW, PAPER
from analytics.charts.heat_map import heat_map
from analytics.charts.theme import LIGHT
from analytics.charts.words import group_name
from analytics.release.model import TOTAL, Cell, MeasureEntry
from analytics.reports.blocks import Block, Bullets, Figure, Heading, Paragraph
from analytics.reports.caveats import by_chance
from analytics.reports.scope import Scope
from analytics.reports.tables import grid_table
from analytics.statistics.analysis_reading import flag_sentences
from survey.i18n.catalogue import Texts
from survey.vocabulary import MeasureRole

MAP_HEIGHT = 720
"""Pixels of rows that fit a page beside headings and a paragraph."""

HEAT_MAP_WIDTH = 430
MOST_COLUMNS = 5
"""Measures beside each other whose words are still of 8.5 points."""
MOST_ROWS = 60
"""With more rows than this, the organisation's report shows departments alone."""


def teams(scope: Scope) -> Iterator[Block]:
    """Yield the working conditions of every group, then the health of departments or teams.

    The report on the organisation shows health by department, and in a large one working
    conditions too; a department's own report shows both by team.
    """
    texts = scope.texts
    yield Heading(texts("report.conditions"))
    yield Paragraph(texts("report.conditions_intro"), style="intro")
    detailed = shows_teams(scope)
    if not detailed:
        yield Paragraph(texts("report.by_department"), style="intro")
    cells = [cell for cell in scope.cells if detailed or cell.team == TOTAL]
    factors = scope.measures(MeasureRole.FACTOR)
    yield from _maps(scope, factors, cells, "conditions")
    by_key = {entry.key: entry for entry in factors}
    yield from by_chance(scope, [cell for cell in cells if cell.measure in by_key])
    flags = flag_sentences(scope.release.analyses, by_key, by_key, texts)
    yield from [Bullets(flags)] if flags else []
    yield Heading(texts("report.health"))
    by_team = scope.department is not None
    intro = "report.health_by_team" if by_team else "report.health_by_department"
    yield Paragraph(texts(intro), style="intro")
    cells = [cell for cell in scope.cells if by_team or cell.team == TOTAL]
    yield from _maps(scope, scope.measures(MeasureRole.OUTCOME), cells, "health")


def shows_teams(scope: Scope) -> bool:
    """Tell whether the report shows the working conditions of single teams."""
    if scope.department is not None:
        return True
    return len({row_of(cell) for cell in scope.cells}) <= MOST_ROWS


def _maps(
    scope: Scope, measures: Sequence[MeasureEntry], cells: Sequence[Cell], part: str
) -> Iterator[Block]:
    keys = {entry.key for entry in measures}
    wanted = [cell for cell in cells if cell.measure in keys]
    pages = paged(wanted, rows_a_page(wanted, scope.texts))
    parts = [(page, chosen) for page in pages for chosen in beside_each_other(measures)]
    for at, (page, chosen) in enumerate(parts, start=1):
        numbering = {"part": at, "parts": len(parts)}
        yield from _map(scope, chosen, page, part, numbering if len(parts) > 1 else {})


def _map(
    scope: Scope,
    measures: Sequence[MeasureEntry],
    cells: Sequence[Cell],
    part: str,
    numbering: Mapping[str, int],
) -> Iterator[Block]:
    texts, groups = scope.texts, scope.release.groups
    keys = {entry.key for entry in measures}
    shown = [cell for cell in cells if cell.measure in keys]
    suffix = "_part" if numbering else ""
    picture = heat_map(shown, measures, texts, LIGHT, groups=groups, style=PAPER)
    caption = texts(f"report.{part}_map{suffix}", **numbering)
    yield Figure(caption, picture, max(HEAT_MAP_WIDTH, NARROW * len(measures)))
    grid = lay_out(shown, measures, texts, None, groups, PAPER.under_department)
    yield grid_table(grid, measures, texts(f"report.{part}_table{suffix}", **numbering), scope)


def beside_each_other(measures: Sequence[MeasureEntry]) -> list[Sequence[MeasureEntry]]:
    """Return the measures in as few parts as fit a page's width, each about as many."""
    parts = -(-len(measures) // MOST_COLUMNS)
    ends = [len(measures) * at // parts for at in range(parts + 1)] if parts else []
    return [measures[first:last] for first, last in pairwise(ends)]


def rows_a_page(cells: Sequence[Cell], texts: Texts) -> int:
    """Return how many rows fit a page, each as high as the longest name needs."""
    names = [group_name(cell.department, cell.team, texts) for cell in cells]
    return MAP_HEIGHT // PAPER.step(names)


def paged(cells: Sequence[Cell], most: int) -> list[list[Cell]]:
    """Return the cells in pages of whole departments, each under the organisation's own row.

    A department with more than ``most`` rows is cut between its rows.
    """
    whole = [cell for cell in cells if row_of(cell) == (TOTAL, TOTAL)]
    rows = sorted({row_of(cell) for cell in cells} - {(TOTAL, TOTAL)}, key=by_department)
    pages: list[list[tuple[str, str]]] = []
    for department in dict.fromkeys(department for department, _ in rows):
        own = [row for row in rows if row[0] == department]
        if not pages or len(pages[-1]) + len(own) > most:
            pages.append([])
        for row in own:
            if len(pages[-1]) == most:
                pages.append([])
            pages[-1].append(row)
    ordered = sorted(cells, key=lambda cell: by_department(row_of(cell)))
    return [[*whole, *(cell for cell in ordered if row_of(cell) in page)] for page in pages] or [
        whole
    ]

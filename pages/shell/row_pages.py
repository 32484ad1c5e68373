"""The rows of a long table a page at a time; what to look at first is on each of them."""

from collections.abc import Sequence
from typing import Final

from analytics.charts.grid import ORGANISATION, SortBy, ordered_rows, row_of
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, MeasureEntry
from pages.shell import choice
from pages.shell.first_things import first_things
from pages.shell.language import words
from pages.shell.lead import paragraph

MOST: Final = 60
"""More rows at once are read by nobody, and take long to draw."""


def shown_rows(
    release: Release, cells: Sequence[Cell], measures: Sequence[MeasureEntry], order: SortBy
) -> tuple[tuple[Cell, ...], str]:
    """Return the cells of the rows to show and which part it is; "" where there is but one.

    Draws the choice of a part where there are many.
    """
    rows = [one for one in ordered_rows(cells, measures, order) if one != ORGANISATION]
    if len(rows) <= MOST:
        return tuple(cells), ""
    text = words()
    starts = range(0, len(rows), MOST)
    start = choice.selectbox(
        text("results.pages.label"),
        starts,
        choice.Part("rows", "rows_part", lambda at: str(at + 1)),
        format_func=lambda at: text(
            "results.pages.part", first=at + 1, last=min(at + MOST, len(rows)), rows=len(rows)
        ),
    )
    worst = {row_of(one.cell) for one in first_things(release)}
    paragraph(text("results.pages.worst"))
    kept = {ORGANISATION, *worst, *rows[start : start + MOST]}
    if order is None:  # else a team of one department would stand under the name of another
        kept |= {(department, TOTAL) for department, _ in kept}
    return tuple(one for one in cells if row_of(one) in kept), str(start)

"""How far the numbers of a report can be leaned on: what chance alone does to a page of them."""

from collections.abc import Iterator, Sequence

from analytics.charts.grid import row_of
from analytics.release.model import TOTAL, Cell
from analytics.reports.blocks import Block, Paragraph
from analytics.reports.scope import Scope
from analytics.statistics.by_chance import standing_out
from analytics.statistics.chance_reading import chance_sentence


def by_chance(scope: Scope, cells: Sequence[Cell]) -> Iterator[Block]:
    """Yield how many of these numbers stand out, and would by chance; nothing without numbers.

    ``cells`` are those that one picture shows, the organisation's own among them.
    """
    wholes = {cell.measure: cell for cell in cells if row_of(cell) == (TOTAL, TOTAL)}
    said = chance_sentence(standing_out(cells, wholes), scope.texts)
    yield from [Paragraph(said)] if said else []

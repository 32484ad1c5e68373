"""A breakdown: categories of people as rows with intervals, in the order of the answers."""

from collections.abc import Sequence

from analytics.charts.interval_rows import IntervalRow
from analytics.charts.words import cell_words, in_language
from analytics.release.model import GROUP_JOIN, BreakdownEntry, Cell, Statistic
from analytics.statistics.apart import better_by
from survey.i18n.catalogue import Texts
from survey.vocabulary import GoodEnd


def category_words(name: str, breakdown: BreakdownEntry, texts: Texts) -> str:
    """Return a category in the reader's language; of several shown together, all of them."""
    wordings = {one.name: one.wording for one in breakdown.categories}
    parts = [
        in_language(wordings[part], texts.language) if part in wordings else part
        for part in name.split(GROUP_JOIN)
    ]
    return GROUP_JOIN.join(parts)


def category_rows(
    cells: Sequence[Cell], whole: Cell | None, breakdown: BreakdownEntry, texts: Texts
) -> list[IntervalRow]:
    """Return the cells of one measure by one breakdown, held against the row of everybody."""
    order = [one.name for one in breakdown.categories]

    def place(cell: Cell) -> int:
        first = cell.category.split(GROUP_JOIN)[0]
        return order.index(first) if first in order else len(order)

    def points(cell: Cell, number: float | None) -> float | None:
        return None if number is None else number * (100 if _is_share(cell) else 1)

    beside = None if whole is None else points(whole, whole.value)
    rows = []
    for cell in sorted(cells, key=place):
        value, low, high = (points(cell, one) for one in (cell.value, cell.low, cell.high))
        apart = better_by(cell, whole.value if whole else None, GoodEnd.LOW) != 0
        name = category_words(cell.category, breakdown, texts)
        rows.append(IntervalRow(name, cell_words(cell, texts), value, low, high, beside, apart))
    return rows


def _is_share(cell: Cell) -> bool:
    return cell.statistic is Statistic.SHARE

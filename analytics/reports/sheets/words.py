"""Numbers, states and differences as a sheet says them, in every language that employees read."""

from analytics.charts.grid import compare
from analytics.release.model import Analysis, Cell, CellStatus, MeasureEntry, Statistic
from analytics.reports.blocks import Entry
from analytics.statistics.change_reading import Move, latest_move
from survey.fieldwork.actions import PlannedAction
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal
from survey.i18n.writing import isolated
from survey.vocabulary import GoodEnd


def figure_words(cell: Cell | None, texts: Texts) -> str:
    """Return a cell with its interval, a share with its base: "62 (58 to 66)"; or why not."""
    if cell is None or cell.status is CellStatus.WITHHELD:
        return texts("sheets.too_few")
    times = 100 if cell.statistic is Statistic.SHARE else 1
    value, low, high = (
        decimal((one or 0.0) * times, 0, texts.language)
        for one in (cell.value, cell.low, cell.high)
    )
    if cell.status is CellStatus.BOUNDED:
        return texts(f"sheets.range.{'share' if times > 1 else 'score'}", low=low, high=high)
    if times == 1:
        return texts("sheets.score", value=value, low=low, high=high)
    if cell.n is None:
        return texts("sheets.per_cent", value=value, low=low, high=high)
    count = round((cell.value or 0.0) * cell.n)
    return texts("sheets.share", count=count, n=cell.n, value=value, low=low, high=high)


def compared_words(cell: Cell | None, whole: Cell | None, entry: MeasureEntry, texts: Texts) -> str:
    """Return how a group lies to the organisation: better or worse only where that is clear."""
    if cell is None or whole is None or cell.status is not CellStatus.SHOWN:
        return ""
    band = compare(cell, whole, entry.good_end)
    side = "better" if band > 0 else "worse" if band < 0 else "same"
    return texts(f"sheets.{side}")


def moved_words(row: Analysis | None, entry: MeasureEntry, texts: Texts) -> str:
    """Return whether a number became better or worse since the wave before, where it is clear."""
    move = latest_move(row)
    if move in (Move.UNKNOWN, Move.SAME):
        return texts(f"sheets.moved.{move}")
    good = (move is Move.HIGHER) == (entry.good_end is GoodEnd.HIGH)
    return texts(f"sheets.moved.{'better' if good else 'worse'}")


def action_words(action: PlannedAction, texts: Texts) -> str:
    """Return what is being done, and where it stands."""
    aim = isolated(action.aim, texts.language)
    return texts("sheets.action", aim=aim, state=texts(f"sheets.state.{action.state}"))


def name_entry(entry: MeasureEntry, name: str, texts: Texts) -> Entry:
    """Return a measure's name with the end that is good for those who work there."""
    return Entry(texts("sheets.measure", name=name, good=texts(f"sheets.good.{entry.good_end}")))

"""Key figures at the head of a page: each with its interval, its base and its change."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from jinja2 import Environment, Template, select_autoescape

from analytics.charts.words import cell_short, cell_words, in_language
from analytics.release.model import Analysis, Cell, CellStatus, MeasureEntry, Statistic
from analytics.statistics.change_reading import change_words
from pages.shell import language
from pages.shell.lead import unbroken
from survey.i18n.catalogue import Texts


@dataclass(frozen=True)
class Figure:
    """A figure in words, and where it lies between 0 and 100; ``at`` is None for a range."""

    name: str
    value: str
    base: str
    good: str = ""
    change: str = ""
    at: float | None = None
    low: float | None = None
    high: float | None = None


def figure(entry: MeasureEntry, cell: Cell, moved: Analysis | None, text: Texts) -> Figure:
    """Return a measure's figure: "44 %", "297 of 673 (44 %, 40 to 48)", what changed since."""
    at, low, high = (_points(cell, one) for one in (cell.value, cell.low, cell.high))
    change = ""
    if moved is not None and moved.value is not None:
        since = text("screens.overview.column.change", wave=moved.category)
        change = f"{since}: {change_words(moved, entry, text)}"
    return Figure(
        in_language(entry.name, text.language),
        cell_short(cell, text),
        "" if cell.status is CellStatus.WITHHELD else cell_words(cell, text),
        text(f"charts.good.{entry.good_end}"),
        change,
        at,
        low,
        high,
    )


def participation(cell: Cell, answers: str, text: Texts) -> Figure:
    """Return how many took part; in steps, so a range and never a point."""
    low, high = (_points(cell, one) for one in (cell.low, cell.high))
    name = text("results.figures.participation")
    return Figure(name, cell_words(cell, text, base=False), answers, low=low, high=high)


def show(figures: Sequence[Figure]) -> None:
    """Draw the figures side by side, below each other on a phone."""
    if figures:
        st.html(_template().render(figures=figures, language=language.current()))


def _points(cell: Cell, number: float | None) -> float | None:
    if number is None:
        return None
    return min(100.0, number * (100 if cell.statistic is Statistic.SHARE else 1))


@cache
def _template() -> Template:
    environment = Environment(autoescape=select_autoescape(default=True))
    environment.filters["unbroken"] = unbroken
    return environment.from_string((Path(__file__).parent / "figures.html").read_text("utf-8"))

"""What followed an action: how much more its groups changed than the others, and what to think."""

import streamlit as st

from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.picture import Picture
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import Analysis, MeasureEntry
from analytics.statistics.difference_reading import amount
from analytics.statistics.effect_reading import effect
from pages.shell import chart
from pages.shell.lead import findings
from pages.shell.selection import main_outcome
from survey.fieldwork.actions import PlannedAction
from survey.i18n.catalogue import Texts

REACH = 40.0
"""Points either way on the axis of differences, at least."""


def show_effect(action: PlannedAction, before: Release, after: Release, text: Texts) -> None:
    """Draw the answer, the differences on one axis, and folded what to think of them."""
    outcome = main_outcome(after)
    found = effect(action, before, after, outcome.key if outcome else "", text)
    findings(found.answers)
    if found.differences:
        chart.draw(
            chart.kept(
                (before.manifest.id, after.manifest.id, "effect", repr(action)),
                lambda: _picture(found.differences, after, text),
            )
        )
    if found.hedges:
        with st.expander(text("results.effect.hedges")):
            findings(found.hedges)


def _picture(rows: tuple[Analysis, ...], after: Release, text: Texts) -> Picture:
    by_key = {entry.key: entry for entry in after.measures}
    drawn = [_row(row, by_key[row.outcome], text) for row in rows]
    reach = max([REACH, *(abs(end) for row in drawn for end in (row.low or 0, row.high or 0))])
    axis = Axis(-reach, reach, none=0.0)
    headings = (text("screens.overview.column.measure"), text("results.effect.column"))
    return interval_rows(drawn, axis, headings, text, chart.palette())


def _row(row: Analysis, entry: MeasureEntry, text: Texts) -> IntervalRow:
    yes_no = entry.kind == "yes_no"
    value, low, high = (
        None if one is None else one * (100 if yes_no else 1)
        for one in (row.value, row.low, row.high)
    )
    good = text(f"charts.good.{entry.good_end}")
    name = f"{in_language(entry.name, text.language)} ({good})"
    found = amount(row, text, yes_no=yes_no)
    if found is None:
        return IntervalRow(name, "", value, low, high)
    side = {-1: "lower", 0: "same", 1: "higher"}[found.side]
    said = text(f"results.effect.{side}", value=found.value, low=found.low, high=found.high)
    return IntervalRow(name, said, value, low, high, apart=found.side != 0)

"""What followed an action: how much more its groups changed than the others, and what to think."""

from dataclasses import dataclass

import streamlit as st

from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.picture import Picture
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import Analysis, MeasureEntry
from analytics.statistics.analysis_reading import analysis_sentence, trial_sentence
from analytics.statistics.difference_reading import amount
from analytics.statistics.evidence import trials
from analytics.statistics.rows.between_waves import Programme, action_rows
from pages.shell import chart
from pages.shell.lead import findings
from pages.shell.selection import main_outcome
from survey.fieldwork.actions import PlannedAction
from survey.i18n.catalogue import Texts

TOLD = ("difference", "least", "drift")
REACH = 40.0
"""Points either way on the axis of differences, at least."""


@dataclass(frozen=True)
class Effect:
    """What followed an action: the sentences that answer, those that hedge, and the picture."""

    answers: tuple[str, ...]
    hedges: tuple[str, ...]
    differences: tuple[Analysis, ...]


def effect_rows(action: PlannedAction, before: Release, after: Release) -> tuple[Analysis, ...]:
    """Return the rows on the action's own factor and on the main outcome, of released cells."""
    programme = Programme(action.aim, action.start, action.end, frozenset(action.units))
    outcome = main_outcome(after)
    wanted = {action.factor, *([outcome.key] if outcome else [])}
    return tuple(
        row
        for row in action_rows(programme, before, after)
        if row.outcome in wanted and row.statistic in TOLD
    )


def effect(action: PlannedAction, before: Release, after: Release, text: Texts) -> Effect:
    """Return what can be said of an action, what would have happened anyway, what a trial saw.

    The published trial is of a treatment and of few people: it stands beside, for the size.
    """
    by_key = {entry.key: entry for entry in after.measures}
    rows = effect_rows(action, before, after)
    main = [row for row in rows if row.statistic == "difference"]
    rest = [analysis_sentence(row, by_key, text) for row in rows if row not in main]
    if any(row.value is not None for row in rows):
        rest.append(text("analyses.action.regression"))
        rest += [f"{trial_sentence(trial, text)} ({trial.cite})" for trial in trials()]
    answers = tuple(analysis_sentence(row, by_key, text) for row in main)
    numbered = tuple(row for row in main if row.low is not None and row.high is not None)
    return Effect(answers, tuple(rest), numbered)


def show_effect(action: PlannedAction, before: Release, after: Release, text: Texts) -> None:
    """Draw the answer, the differences on one axis, and folded what to think of them."""
    found = effect(action, before, after, text)
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

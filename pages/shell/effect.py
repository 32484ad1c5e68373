"""What followed an action: how much more its groups changed than the others, in sentences."""

from analytics.release.content import Release
from analytics.release.model import Analysis
from analytics.statistics.analysis_reading import analysis_sentence, trial_sentence
from analytics.statistics.evidence import trials
from analytics.statistics.rows.change import Programme, action_rows
from pages.shell.selection import main_outcome
from survey.fieldwork.actions import PlannedAction
from survey.i18n.catalogue import Texts

TOLD = ("difference", "least", "drift")


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


def effect_sentences(
    action: PlannedAction, before: Release, after: Release, text: Texts
) -> list[str]:
    """Return what can be said of an action, what would have happened anyway, and what a trial saw.

    The published trial is of a treatment and of few people: it stands beside, for the size.
    """
    by_key = {entry.key: entry for entry in after.measures}
    rows = effect_rows(action, before, after)
    said = [analysis_sentence(row, by_key, text) for row in rows]
    if any(row.value is not None for row in rows):
        said.append(text("analyses.action.regression"))
        said += [f"{trial_sentence(trial, text)} ({trial.cite})" for trial in trials()]
    return said

"""What followed an action, in words: how much more its groups changed than the others.

Made of the published cells of two releases. What a published trial saw stands beside, for the size:
it is of a treatment and of few people.
"""

from dataclasses import dataclass

from analytics.release.content import Release
from analytics.release.model import Analysis
from analytics.statistics.analysis_reading import analysis_sentence, trial_sentence
from analytics.statistics.evidence import trials
from analytics.statistics.rows.between_waves import Programme, action_rows
from survey.fieldwork.actions import PlannedAction
from survey.i18n.catalogue import Texts

TOLD = ("difference", "least", "drift")


@dataclass(frozen=True)
class Effect:
    """What followed an action: the sentences that answer, those that hedge, and the picture."""

    answers: tuple[str, ...]
    hedges: tuple[str, ...]
    differences: tuple[Analysis, ...]


def effect_rows(
    action: PlannedAction, before: Release, after: Release, outcome: str
) -> tuple[Analysis, ...]:
    """Return the rows on the action's own factor and on an outcome, of released cells."""
    programme = Programme(action.aim, action.start, action.end, frozenset(action.units))
    wanted = {action.factor, outcome}
    return tuple(
        row
        for row in action_rows(programme, before, after)
        if row.outcome in wanted and row.statistic in TOLD
    )


def effect(
    action: PlannedAction, before: Release, after: Release, outcome: str, text: Texts
) -> Effect:
    """Return what can be said of an action, what would have happened anyway, what a trial saw.

    ``outcome`` is the key of what is told beside the action's own factor; empty for nothing.
    """
    by_key = {entry.key: entry for entry in after.measures}
    rows = effect_rows(action, before, after, outcome)
    main = [row for row in rows if row.statistic == "difference"]
    rest = [analysis_sentence(row, by_key, text) for row in rows if row not in main]
    if any(row.value is not None for row in rows):
        rest.append(text("analyses.action.regression"))
        rest += [f"{trial_sentence(trial, text)} ({trial.cite})" for trial in trials()]
    answers = tuple(analysis_sentence(row, by_key, text) for row in main)
    numbered = tuple(row for row in main if row.low is not None and row.high is not None)
    return Effect(answers, tuple(rest), numbered)

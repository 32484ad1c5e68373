"""The page that a director reads: the verdict, what to do first, what changed, what became of it.

A few sentences each; the parts that follow prove them.
"""

from collections.abc import Iterator
from typing import Final

from analytics.reports.blocks import Block, Bullets, Heading, Paragraph
from analytics.reports.findings import difference_sentence, first_things, main_outcome, verdict
from analytics.reports.over_time import change_sentences, later_than
from analytics.reports.scope import Scope
from analytics.statistics.effect_reading import effect
from analytics.statistics.priorities import Priority
from analytics.statistics.priority_reading import why_words
from survey.fieldwork.actions import PlannedAction

MOST_FIRST: Final = 3
MOST_CHANGES: Final = 4
MOST_ACTIONS: Final = 4


def director(scope: Scope) -> Iterator[Block]:
    """Yield what has to be known before all figures.

    That groups are ranges because of an earlier release stands before everything.
    """
    texts = scope.texts
    if scope.release.so_soon:
        yield Paragraph(texts("screens.so_soon"), style="lead")
    yield Heading(texts("report.findings"))
    yield Bullets(verdict(scope) or (texts("report.links_none"),))
    yield Heading(texts("slides.first"))
    first = tuple(_first(one, scope) for one in first_things(scope)[:MOST_FIRST])
    if first:
        yield Bullets(first, numbered=True)
        yield Paragraph(texts("slides.first.notes"), style="lead")
    else:
        yield Paragraph(texts("report.finding.no_difference"))
    yield Heading(texts("report.changed"))
    if scope.beside.earlier:
        yield Bullets(change_sentences(scope, MOST_CHANGES))
    else:
        yield Paragraph(texts("results.finding.first_wave"))
    if scope.actions:
        yield Heading(texts("report.became"))
        yield Bullets(tuple(_became(one, scope) for one in scope.actions[-MOST_ACTIONS:]))
    yield Paragraph(texts("reading.caution"), style="lead")


def _first(one: Priority, scope: Scope) -> str:
    """Say who is worse off in what, with both numbers, and why it comes first."""
    outcome = main_outcome(scope)
    said = difference_sentence(one.cell, scope, "slides.first.one")
    return f"{said} {why_words(one, scope.name_of(outcome) if outcome else '', scope.texts)}"


def _became(action: PlannedAction, scope: Scope) -> str:
    """Say where an action stands, and the first of what followed it."""
    texts = scope.texts
    state = texts(f"screens.actions.state.{action.state}")
    said = texts("report.became.one", action=action.aim, state=state)
    before = later_than(action, scope)
    if before is None:
        return f"{said} {texts('report.became.later')}"
    found = effect(action, before, scope.release, "", texts)
    return " ".join((said, *found.answers))

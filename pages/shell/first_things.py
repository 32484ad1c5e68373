"""What to do first, on a page: at most five groups and conditions, why, and the way to act."""

from collections.abc import Sequence

import streamlit as st

from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import Cell, Estimate, MeasureEntry
from analytics.statistics.chance_reading import listed_sentence, steadiness_sentence
from analytics.statistics.priorities import Priority, priorities
from analytics.statistics.priority_reading import why_words
from analytics.statistics.steadiness import Steadiness, steadiness
from pages.shell.compared import compared
from pages.shell.differences import Difference, difference_words, group_token
from pages.shell.kept import kept
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.selection import main_outcome, organisation_cell, shown_measures
from survey.i18n.catalogue import Texts
from survey.vocabulary import MeasureRole

Ranked = tuple[
    tuple[Cell, ...], dict[str, Cell], tuple[MeasureEntry, ...], tuple[Estimate, ...], str
]


@kept
def first_things(release: Release) -> tuple[Priority, ...]:
    """Return what to do first in a release; every page that says it says this."""
    return priorities(*_ranked(release))


@kept
def first_things_stay(release: Release) -> Steadiness | None:
    """Return how steady that list is; None where it is empty."""
    return steadiness(*_ranked(release))


def _ranked(release: Release) -> Ranked:
    """Return what is ranked: groups, organisation, conditions, estimates and the outcome's key."""
    outcome = main_outcome(release)
    measures = shown_measures(release, MeasureRole.FACTOR)
    wholes = {one.key: organisation_cell(release, one.key) for one in measures}
    return (
        compared(release, MeasureRole.FACTOR).groups,
        {key: cell for key, cell in wholes.items() if cell is not None},
        measures,
        release.estimates,
        outcome.key if outcome else "",
    )


def priority_words(one: Priority, text: Texts) -> str:
    """Return what is worse where, with both numbers, their intervals and bases."""
    worse = Difference(one.cell, one.organisation, one.entry, worse=True)
    return difference_words(worse, text)


def show_first_things(release: Release, found: Sequence[Priority]) -> None:
    """Draw the list, each with its why, the way to the group and the way to an action."""
    text = words()
    outcome = main_outcome(release)
    about = in_language(outcome.name, text.language) if outcome else ""
    if not found:
        paragraph(text("screens.overview.no_difference"))
    for one in found:
        said, ways = st.columns([4, 1])
        with said:
            paragraph(f"{priority_words(one, text)} {why_words(one, about, text)}")
        where = group_token((one.cell.department, one.cell.team))
        with ways, st.container(horizontal=True):
            st.page_link(
                "hr/team.py",
                label=text("screens.first.see"),
                query_params={"group": where},
                width="content",
            )
            st.page_link(
                "hr/actions.py",
                label=text("screens.first.act"),
                query_params={"group": where, "condition": one.entry.key},
                width="content",
            )
    if found:
        stay = first_things_stay(release)
        paragraph(steadiness_sentence(stay, text))
        with st.expander(text("screens.first.rule")):
            st.markdown(f"{text('screens.first.how')} {listed_sentence(stay, text)}")

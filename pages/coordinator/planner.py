"""Planner: which teams would be shown together, before a wave opens?"""

from collections.abc import Sequence

import streamlit as st

from analytics.charts.words import in_language
from analytics.composing.standing_releases import releases_of
from analytics.disclosure.planner import (
    USUAL_RATE,
    Outlook,
    Plan,
    PlanImpossible,
    compare,
    plan,
)
from analytics.disclosure.policy import policy_for
from analytics.disclosure.staff_changes import last_with_staff
from analytics.disclosure.standing.horizon import standing_on
from analytics.disclosure.standing.said import said_before
from analytics.release.content import Release
from pages.shell import planned_moves, prospects, table, workspace
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from survey.errors import BearingError
from survey.fieldwork.staff_list import kept_staff_list
from survey.fieldwork.units import UnitsInvalid, read_units
from survey.instruments.catalogue import bundled, load
from survey.store.opening import open_store
from survey.store.protocol import Unit, Wave
from survey.vocabulary import Role, Sensitivity

require(Role.COORDINATOR)

text = words()
here = workspace.current()


def staff(key: str, usual: tuple[Unit, ...] = ()) -> tuple[Unit, ...]:
    """Ask for a staff list; the usual one until there is another that can be used."""
    file = st.file_uploader(text("planner.units"), type=["csv", "tsv", "txt", "xlsx"], key=key)
    if file is None:
        if usual:
            paragraph(text("planner.uses_kept"))
        return usual
    try:
        return read_units(file.getvalue(), file.name)
    except UnitsInvalid as refused:
        st.error(worded(refused))
        return ()


def planned_for(
    units: tuple[Unit, ...],
    rate: float,
    standing: Sequence[Release],
) -> Plan | None:
    """Return the plan of a staff list; None where there is none, or none can be made of it."""
    if not units:
        return None
    try:
        return plan(units, rate, policy_for(here), standing)
    except PlanImpossible as refused:
        st.error(worded(refused))
        return None


def show_outlook(planned: Plan, outlook: Outlook, heading: str) -> None:
    """Say how many would see their own team's figure, and list the rows as they would be."""
    st.header(heading)
    if not outlook.rows:
        paragraph(text("planner.nothing", threshold=outlook.threshold))
        return
    prospects.show_own(planned, outlook)
    columns = [
        text(f"planner.column.{name}") for name in ("row", "department", "people", "answers")
    ]
    rows = [[row.team, row.department, str(row.people), str(row.answers)] for row in outlook.rows]
    table.show(heading, columns, rows)


def show_difference(first: Plan, other: Plan) -> None:
    """Say what the second cut of the teams would change for working conditions."""
    people = compare(first, other, Sensitivity.CONDITIONS).own_people
    key = "more" if people > 0 else "fewer" if people < 0 else "same"
    paragraph(text(f"planner.{key}_people", n=abs(people)))


def show_joiners(
    planned: Plan,
    units: tuple[Unit, ...],
    waves: Sequence[Wave],
    known: planned_moves.Known | None,
) -> None:
    """Say what joiners and leavers since the last staff list do to the rows."""
    earlier = last_with_staff(open_store(here).waves())
    if known is not None:
        st.header(text("planner.changed"))
        planned_moves.show(planned, units, policy_for(here), known)
    elif earlier is not None:
        st.header(text("planner.changed"))
        prospects.show_changes(planned, units, earlier, waves)


def beside() -> tuple[tuple[Wave, ...], tuple[Release, ...]]:
    """Ask when the wave begins, say which waves stand beside it then, return them and what of
    them was released."""
    day = st.date_input(text("planner.begins"), "today", min_value="today", key="planner_begins")
    policy = policy_for(here)
    waves = standing_on(day, policy, open_store(here).waves())
    for sentence in said_before(waves, policy, text) if waves else [text("screens.standing.none")]:
        paragraph(sentence)
    return tuple(waves), releases_of(here, waves)


st.title(text("screens.planner.title"))
lead(text("planner.intro"))
percent = st.slider(
    text("planner.rate"), 10, 100, round(100 * USUAL_RATE), 5, format="%d %%", key="planner_rate"
)
questionnaire = st.selectbox(
    text("screens.open_wave.instrument"),
    bundled(),
    format_func=lambda one: in_language(load(one).title, text.language),
    key="planner_instrument",
)
waves: tuple[Wave, ...] = ()
standing: tuple[Release, ...] = ()
units: tuple[Unit, ...] = ()
known: planned_moves.Known | None = None
try:
    waves, standing = beside()
    units = staff("planner_units", kept_staff_list(here))
    known = planned_moves.ask(units, policy_for(here), waves, "planner_moves")
except BearingError as refused:
    st.error(worded(refused))
planned = planned_for(units, percent / 100, standing)
if planned is not None:
    for outlook, name in ((planned.conditions, "conditions"), (planned.health, "health")):
        show_outlook(planned, outlook, text(f"planner.{name}", threshold=outlook.threshold))
    if planned.conditions.rows:
        st.header(text("planner.what"))
        prospects.show(planned, load(questionnaire))
    show_joiners(planned, units, waves, known)
    st.header(text("planner.other"))
    paragraph(text("planner.other_intro"))
    other = planned_for(staff("planner_other"), percent / 100, standing)
    if other is not None:
        show_difference(planned, other)

"""Planner: which teams would be shown together, before a wave opens?"""

from collections.abc import Sequence

import streamlit as st

from analytics.composing.standing_releases import releases_of
from analytics.disclosure.planner import Outlook, Plan, PlanImpossible, compare, plan
from analytics.disclosure.policy import policy_for
from analytics.disclosure.standing.horizon import standing_on
from analytics.disclosure.standing.said import said_before
from analytics.release.content import Release
from pages.shell import table, workspace
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import findings, lead, paragraph
from survey.errors import BearingError
from survey.fieldwork.units import UnitsInvalid, read_units
from survey.store.duckdb_store import open_store
from survey.vocabulary import Role, Sensitivity

require(Role.COORDINATOR)

text = words()
USUAL_RATE = 70


def read_plan(label: str, key: str, rate: float, standing: Sequence[Release]) -> Plan | None:
    """Ask for a staff list and return its plan; None until there is one that can be used."""
    file = st.file_uploader(label, type="csv", key=key)
    if file is None:
        return None
    try:
        units = read_units(file.getvalue(), file.name)
        return plan(units, rate, policy_for(workspace.current()), standing)
    except (UnitsInvalid, PlanImpossible) as refused:
        st.error(refused.message)
        return None


def show_outlook(planned: Plan, outlook: Outlook, heading: str) -> None:
    """Say how many would see their own team's figure, and list the rows as they would be."""
    st.header(heading)
    if not outlook.rows:
        paragraph(text("planner.nothing", threshold=outlook.threshold))
        return
    own_people, own_teams = outlook.own_people, outlook.own_teams
    findings(
        [
            text.plural("planner.own_people", own_people, total=planned.people),
            text.plural("planner.own_teams", own_teams, total=planned.teams),
        ]
    )
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


def beside() -> tuple[Release, ...]:
    """Ask when the wave begins, say which releases stand beside it then, and return these."""
    here = workspace.current()
    day = st.date_input(text("planner.begins"), "today", min_value="today", key="planner_begins")
    policy = policy_for(here)
    waves = standing_on(day, policy, open_store(here).waves())
    for sentence in said_before(waves, policy, text) if waves else [text("screens.standing.none")]:
        paragraph(sentence)
    return releases_of(here, waves)


st.title(text("screens.planner.title"))
lead(text("planner.intro"))
percent = st.slider(text("planner.rate"), 10, 100, USUAL_RATE, 5, key="planner_rate")
standing: tuple[Release, ...] = ()
try:
    standing = beside()
    planned = read_plan(text("planner.units"), "planner_units", percent / 100, standing)
except BearingError as refused:
    st.error(refused.message)
    planned = None
if planned is not None:
    for outlook, name in ((planned.conditions, "conditions"), (planned.health, "health")):
        show_outlook(planned, outlook, text(f"planner.{name}", threshold=outlook.threshold))
    st.header(text("planner.other"))
    paragraph(text("planner.other_intro"))
    other = read_plan(text("planner.units"), "planner_other", percent / 100, standing)
    if other is not None:
        show_difference(planned, other)

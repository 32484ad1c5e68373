"""Actions: what is being done about the results, and did it go with a change?"""

from collections.abc import Iterable
from datetime import date, timedelta

import streamlit as st

from analytics.charts.words import group_name, in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL
from pages.shell import release_choice, table, workspace
from pages.shell.action_log import action_log
from pages.shell.dates import day
from pages.shell.differences import group_token
from pages.shell.effect import show_effect
from pages.shell.guard import remembered, require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.selection import shown_measures
from pages.shell.suggestions import show_suggestions
from survey.access.permissions import Doing
from survey.errors import BearingError
from survey.fieldwork.actions import (
    ActionState,
    Owner,
    PlannedAction,
    actions,
    add,
    draft,
    move,
    within,
)
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

STEPS = ("know", "ask", "find", "source", "act", "support", "check")
HALF_A_YEAR = timedelta(days=182)


def acting(units: Iterable[tuple[str, str]]) -> Role:
    """Return the role that acts, for the ledger; raises ``NotAllowed`` beyond its departments."""
    about = {department for department, _ in units}
    return remembered().role_now(Doing.WRITE_ACTIONS, about)


def unit_words(unit: tuple[str, str]) -> str:
    """Return a team with its department, or a whole department."""
    department, team = unit
    if team == TOTAL:
        return text("screens.actions.whole", department=department)
    return f"{group_name(department, team, text)} ({department})"


def factor_words(key: str) -> str:
    """Return a measure's name; its key where this wave no longer has it."""
    found = {entry.key: entry for entry in release.measures}.get(key)
    return in_language(found.name, text.language) if found else key


def row_of(action: PlannedAction) -> list[str]:
    """Return an action's row of the table."""
    dates = [day(one, text.language) for one in (action.start, action.end)]
    return [
        f"{action.number}. {action.aim}",
        factor_words(action.factor),
        "; ".join(unit_words(unit) for unit in action.units),
        text(f"screens.owner.{action.owner}"),
        text("screens.actions.dates", start=dates[0], end=dates[1]),
        text(f"screens.actions.state.{action.state}"),
    ]


def show_effects(there: tuple[PlannedAction, ...], newest: Release) -> None:
    """Say for each action what followed, or why nothing can be said yet."""
    by_wave = {one.manifest.wave: one for one in release_choice.every()}
    order = list(by_wave)
    for action in there:
        st.subheader(text("screens.actions.number", number=action.number))
        paragraph(action.aim)
        paragraph(" ".join(action_log(action.number, text)))
        before = by_wave.get(action.since)
        if before is None or order.index(action.since) >= order.index(newest.manifest.wave):
            paragraph(text("screens.actions.effect_later", wave=action.since))
            continue
        paragraph(text("screens.actions.compared", before=action.since, after=newest.manifest.wave))
        show_effect(action, before, newest, text)


def new_action() -> None:
    """Ask for a new action; nothing is kept that is not complete."""
    scope = release.scope
    teams = sorted(
        {(one.department, one.team) for one in release.groups if scope.holds((one.department,))}
    )
    departments = sorted({department for department, _ in teams})
    waves = [one.manifest.wave for one in release_choice.every()]
    factors = [entry.key for entry in shown_measures(release, MeasureRole.FACTOR)]
    offered = [*((one, TOTAL) for one in departments), *teams]
    asked = st.query_params.get("condition")
    with st.form("new_action", clear_on_submit=True):
        aim = st.text_input(
            text("screens.actions.aim"), max_chars=160, help=text("screens.actions.aim_help")
        )
        factor = st.selectbox(
            text("screens.actions.factor"),
            factors,
            index=factors.index(asked) if asked in factors else 0,
            format_func=factor_words,
        )
        units = st.multiselect(
            text("screens.actions.units"),
            offered,
            default=asked_units(offered),
            format_func=unit_words,
            placeholder=text("screens.actions.choose"),
        )
        owner = st.selectbox(
            text("screens.actions.owner"),
            list(Owner),
            format_func=lambda one: text(f"screens.owner.{one}"),
        )
        left, right = st.columns(2)
        shape = text("results.date_format")
        start = left.date_input(text("screens.actions.start"), date.today(), format=shape)
        end = right.date_input(
            text("screens.actions.end"), date.today() + HALF_A_YEAR, format=shape
        )
        since = st.selectbox(text("screens.actions.since"), waves[::-1])
        sent = st.form_submit_button(text("screens.actions.add"))
    if not sent:
        return
    try:
        action = draft(
            aim=aim, factor=factor, units=units, owner=owner, start=start, end=end, since=since
        )
    except BearingError:
        st.error(text("screens.actions.incomplete"))
        return
    add(workspace.current(), action, acting(units))
    st.rerun()


def asked_units(offered: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the teams that the address names: those of a group, or a whole department."""
    named = st.query_params.get("group", "")
    if alone := [one for one in offered if named == group_token(one)]:
        return alone
    members = {
        (one.department, one.team)
        for one in release.groups
        if named == group_token((one.group_department, one.group_team))
    }
    return [one for one in offered if one in members]


def change_state(there: tuple[PlannedAction, ...]) -> None:
    """Ask where an action stands now."""
    left, right = st.columns(2)
    number = left.selectbox(
        text("screens.actions.which"), [one.number for one in there], key="action_number"
    )
    now = next(one.state for one in there if one.number == number)
    states = list(ActionState)
    state = right.selectbox(
        text("screens.actions.stands"),
        states,
        index=states.index(now),
        format_func=lambda one: text(f"screens.actions.state.{one}"),
        key=f"action_state_{number}",
    )
    if st.button(text("screens.actions.keep"), disabled=state is now):
        units = next(one.units for one in there if one.number == number)
        move(workspace.current(), number, state, acting(units))
        st.rerun()


text = words()
st.title(text("screens.actions.title"))
release = release_choice.chosen()
there = within(release.scope, actions(workspace.current()))
counts = {state: sum(one.state is state for one in there) for state in ActionState}
lead(
    text("screens.actions.lead", **{state.value: count for state, count in counts.items()})
    if there
    else text("screens.actions.none")
)
if there:
    columns = [
        text(f"screens.actions.column.{name}")
        for name in ("action", "factor", "units", "owner", "dates", "state")
    ]
    caption = text("screens.actions.caption")
    table.show(caption, columns, [row_of(one) for one in there])
    with st.expander(text("screens.actions.change")):
        change_state(there)
    st.header(text("screens.actions.effect"))
    st.markdown(text("screens.actions.effect_lead"))
    show_effects(there, release)
    st.page_link("hr/trends.py", label=text("screens.overview.to_trends"))

with st.expander(text("screens.actions.new"), expanded=not there or "condition" in st.query_params):
    new_action()
st.header(text("screens.suggest.title"))
st.markdown(text("screens.suggest.lead"))
show_suggestions(release)
st.page_link("hr/links.py", label=text("screens.suggest.to_links"))
with st.expander(text("screens.steps.title")):
    st.markdown(text("screens.steps.lead"))
    st.markdown("\n".join(f"1. {text(f'screens.steps.{name}')}" for name in STEPS))

"""Open a wave: its name, its questionnaire, its teams and its rules, checked before it opens."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.charts.words import in_language
from analytics.composing.standing_releases import releases_of
from analytics.disclosure.planner import USUAL_RATE, plan
from analytics.disclosure.policy import policy_for
from analytics.disclosure.standing.horizon import standing_on
from analytics.disclosure.standing.said import said_before
from pages.shell import planned_moves, prospects, wave_dates, workspace
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from pages.shell.teams_preview import preview
from survey.errors import BearingError
from survey.fieldwork.dates.dates import NO_DATES, Dates
from survey.fieldwork.policy import Policy
from survey.fieldwork.staff_list import kept_staff_list
from survey.fieldwork.units import StaffList, read_staff_list
from survey.fieldwork.waves import check_name, open_wave
from survey.fieldwork.ways import Ways
from survey.instruments.catalogue import bundled, load
from survey.organisation.profile import read_profile
from survey.store.opening import open_store
from survey.store.protocol import Unit, Wave
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
here = workspace.current()
OPENED = "wave_just_opened"


def listed_teams(uploaded: UploadedFile | None) -> StaffList:
    """Return the list that was brought here, else the one that was confirmed."""
    if uploaded is not None:
        return read_staff_list(uploaded.getvalue(), uploaded.name)
    return StaffList(kept_staff_list(here), ())


def choose_policy() -> Policy:
    """Ask for the thresholds, which may be raised and never lowered, and return the policy."""
    usual = policy_for(here)
    with st.expander(text("screens.open_wave.stricter")):
        conditions = st.number_input(
            text("screens.open_wave.conditions"), min_value=usual.conditions, value=usual.conditions
        )
        fewest = max(usual.health, int(conditions))
        health = st.number_input(text("screens.open_wave.health"), min_value=fewest, value=fewest)
    return usual.model_copy(update={"conditions": int(conditions), "health": int(health)})


def say_rules(policy: Policy, ways: Ways) -> None:
    """Say which rules the wave will be under, and where they are stricter for its ways in."""
    promised = ways.promised(policy)
    counts = {"conditions": promised.conditions, "health": promised.health}
    st.markdown(text("screens.open_wave.rules", **counts))
    if ways.open_links:
        st.info(text("screens.open_wave.doubled", k=policy.conditions))


def show_prospects(units: tuple[Unit, ...], policy: Policy, key: str) -> None:
    """Show what the wave could show if as many answer as usual; the planner has more."""
    planned = plan(units, USUAL_RATE, policy)
    with st.expander(text("planner.what")):
        paragraph(text("planner.at_rate", percent=round(100 * USUAL_RATE)))
        if planned.conditions.rows:
            prospects.show_own(planned, planned.conditions)
            prospects.show(planned, load(key))
        else:
            paragraph(text("planner.nothing", threshold=policy.conditions))
        st.page_link("coordinator/planner.py", label=text("screens.planner.title"))


def show_moves(units: tuple[Unit, ...], policy: Policy, standing: Sequence[Wave]) -> None:
    """Ask who moved since the release that stands, and show what that does to the rows."""
    try:
        known = planned_moves.ask(units, policy, standing, "new_wave_moves")
    except BearingError as refused:
        st.error(worded(refused))
        return
    if known is not None:
        planned = plan(units, USUAL_RATE, policy, releases_of(here, standing))
        planned_moves.show(planned, units, policy, known)


def choose_ways() -> Ways:
    """Ask which ways in the wave has besides its codes, none of them by default."""
    with st.expander(text("screens.open_wave.ways")):
        st.markdown(text("screens.open_wave.ways_lead"))
        open_links = st.checkbox(text("screens.open_wave.open_links"), key="new_wave_open_links")
        tickets = st.checkbox(text("screens.open_wave.blind_tickets"), key="new_wave_tickets")
    return Ways(open_links=open_links, blind_tickets=tickets)


def try_to_open(
    name: str, key: str, policy: Policy, units: tuple[Unit, ...], ways: Ways, dates: Dates
) -> None:
    """Open the wave and say so on the page that follows, or say why it could not be opened."""
    try:
        check_name(name)
        open_wave(
            here, open_store(here), name,
            instrument=load(key), policy=policy, units=units, ways=ways,
            dates=dates,
        )  # fmt: skip
    except BearingError as refused:
        st.error(worded(refused))
        return
    st.session_state[OPENED] = name
    st.rerun()


def kept_zone() -> str | None:
    """Return the organisation's time zone; None where none is kept, or it cannot be read."""
    try:
        return read_profile(here).time_zone
    except BearingError:
        return None  # the page of the organisation says what is wrong with its file


st.title(text("screens.open_wave.title"))
if opened := st.session_state.pop(OPENED, None):
    st.success(text("screens.open_wave.opened", wave=opened))
    st.page_link("coordinator/invitations.py", label=text("screens.menu.invitations"))
    st.page_link("coordinator/waves.py", label=text("screens.open_wave.to_waves"))
    st.stop()
lead(text("screens.open_wave.lead"))

name = st.text_input(text("screens.open_wave.name"), key="new_wave_name").strip()
key = st.selectbox(
    text("screens.open_wave.instrument"),
    bundled(),
    format_func=lambda one: in_language(load(one).title, text.language),
    key="new_wave_instrument",
)
uploaded = st.file_uploader(
    text("screens.open_wave.units"), type=["csv", "tsv", "txt", "xlsx"], key="new_wave_units"
)

st.header(text("screens.open_wave.preview"))
try:
    listed = listed_teams(uploaded)
except BearingError as refused:
    st.error(worded(refused))
    st.stop()
units = listed.units
if not units:
    st.markdown(text("screens.open_wave.waiting"))
    st.stop()
if uploaded is None:
    st.markdown(text("coordinator.uses_kept"))
preview(units)
for note in listed.notes:
    st.info(worded(note))
policy, ways = choose_policy(), choose_ways()
say_rules(policy, ways)
show_prospects(units, ways.promised(policy), key)
dates = wave_dates.ask(kept_zone())
begins = (dates and dates.first_day) or date.today()
standing = standing_on(begins, policy, open_store(workspace.current()).waves())
for sentence in said_before(standing, policy, text):
    paragraph(sentence)
show_moves(units, ways.promised(policy), standing)
if not name:
    st.markdown(text("screens.open_wave.name_missing"))
ready = bool(name) and dates is not None
if st.button(text("screens.open_wave.open"), type="primary", disabled=not ready, key="open_it"):
    try_to_open(name, key, policy, units, ways, dates or NO_DATES)

"""Waves: where does each one stand, and what is its next step?"""

from collections import Counter
from datetime import date

import streamlit as st

from analytics.charts.words import in_language
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import said_after, said_before
from analytics.publish import publish
from analytics.release.reader import open_release
from pages.shell import destroying, table, workspace
from pages.shell.dates import day
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from survey.errors import BearingError
from survey.fieldwork.participation import ORGANISATION, ParticipationStep, participation
from survey.fieldwork.waves import close_wave
from survey.store.duckdb_store import open_store
from survey.store.protocol import Wave
from survey.vocabulary import Role, WaveState

require(Role.COORDINATOR)

text = words()
here = workspace.current()
store = open_store(here)
NEXT_STEPS = (WaveState.OPEN, WaveState.CLOSED, WaveState.RELEASED)
JUST_PUBLISHED = "wave_just_published"
NOT_PUBLISHED = "wave_not_published"


def overview(waves: tuple[Wave, ...]) -> None:
    """Draw the first sentence and the table of all waves, the newest on top."""
    states = Counter(wave.state for wave in waves)
    counts = {str(state): states[state] for state in NEXT_STEPS}
    lead(text("screens.waves.lead", **counts))
    names = ("wave", "state", "questionnaire", "teams", "opened", "closed")
    rows = [
        [
            wave.name,
            text(f"screens.waves.state.{wave.state}"),
            in_language(wave.instrument.title, text.language),
            str(len(wave.units)),
            day(wave.opened_on, text.language),
            day(wave.closed_on, text.language) if wave.closed_on else "",
        ]
        for wave in reversed(waves)
    ]
    columns = [text(f"screens.waves.column.{name}") for name in names]
    table.show(text("screens.waves.caption"), columns, rows)


def show_participation(wave: Wave) -> None:
    """Draw how many have answered, as far as that may be known while a wave is open."""
    st.header(text("screens.waves.participation"))
    steps = participation(store, wave, date.today())
    if not steps:
        st.markdown(text("screens.waves.participation_none"))
        return
    policy = wave.policy
    st.markdown(
        text(
            "screens.waves.participation_lead",
            step=policy.participation_step,
            k=policy.conditions,
        )
    )
    rows = [
        [
            text("charts.organisation") if one.department == ORGANISATION else one.department,
            str(one.headcount),
            _answered(one),
            day(one.as_of, text.language),
        ]
        for one in steps
    ]
    columns = [
        text(f"screens.waves.column.{name}")
        for name in ("department", "people", "answered", "as_of")
    ]
    table.show(text("screens.waves.participation_caption", wave=wave.name), columns, rows)
    if any(one.beyond for one in steps):
        st.warning(text("screens.waves.beyond"))


def _answered(one: ParticipationStep) -> str:
    if one.beyond:
        return text("charts.more_than_people")
    if one.high == 100:
        return text("screens.waves.step_over", low=one.low)
    return text("screens.waves.step", low=one.low, high=one.high)


def close_and_publish(wave: Wave) -> None:
    """Close a wave if it is open, publish it with its progress shown; the next run says how."""
    label = text("screens.waves.publishing", wave=wave.name)
    with st.status(label, expanded=True):
        bar = st.progress(0.0)

        def show(_step: str, done: float) -> None:
            bar.progress(done)

        try:
            if wave.state is WaveState.OPEN:
                close_wave(here, store, wave.name)
            publish(here, store, wave.name, show)
        except BearingError as refused:
            st.session_state[NOT_PUBLISHED] = refused.message
        else:
            st.session_state[JUST_PUBLISHED] = wave.name
    st.rerun()


def say_what_stands(wave: Wave) -> None:
    """Say what will be shown of a wave because of earlier releases, before it is published."""
    for sentence in said_before(still_standing(wave, every), wave.policy, text):
        paragraph(sentence)


def next_step(wave: Wave) -> None:
    """Draw what can be done with a wave in its state."""
    if wave.state is WaveState.OPEN:
        show_participation(wave)
        st.header(text("screens.menu.invitations"))
        st.markdown(text("invitations.from_waves"))
        st.page_link("coordinator/invitations.py", label=text("screens.invitations.title"))
        st.header(text("screens.waves.close"))
        st.markdown(text("screens.waves.close_lead", k=wave.policy.conditions))
        say_what_stands(wave)
        sure = st.checkbox(text("screens.waves.confirm", wave=wave.name), key=f"sure_{wave.name}")
        if st.button(text("screens.waves.close"), disabled=not sure, key="close_wave"):
            close_and_publish(wave)
    elif wave.state is WaveState.CLOSED:
        st.header(text("screens.waves.publish"))
        st.markdown(text("screens.waves.publish_lead"))
        say_what_stands(wave)
        if st.button(text("screens.waves.publish"), type="primary", key="publish_wave"):
            close_and_publish(wave)
    elif wave.state is WaveState.RELEASED:
        st.markdown(text("screens.waves.released_lead"))
        release = open_release(here.releases / wave.name)
        for sentence in said_after(release, still_standing(wave, every), text):
            paragraph(sentence)
        st.code(wave.release_id or "", language=None, wrap_lines=True)
        destroying.show(here, store, wave)
    else:
        destroying.show(here, store, wave)


st.title(text("screens.waves.title"))
if published := st.session_state.pop(JUST_PUBLISHED, None):
    st.success(text("screens.waves.published", wave=published))
if reason := st.session_state.pop(NOT_PUBLISHED, None):
    st.error(text("screens.waves.failed", reason=reason))
every = store.waves()
if not every:
    lead(text("screens.waves.none"))
else:
    overview(every)
st.page_link("coordinator/open_wave.py", label=text("screens.waves.open_one"))
if every:
    by_name = {wave.name: wave for wave in reversed(every)}
    next_step(by_name[st.selectbox(text("screens.waves.work_on"), by_name, key="wave_worked_on")])

"""Waves: where does each one stand, and what is its next step?"""

from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import streamlit as st

from analytics.charts.words import in_language
from analytics.publish import publish
from pages.shell import table, workspace
from pages.shell.dates import day
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead
from survey.errors import BearingError
from survey.fieldwork.invitations import codes_csv, codes_left, issue
from survey.fieldwork.participation import ORGANISATION, participation
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
            text("screens.waves.step_over", low=one.low)
            if one.high == 100
            else text("screens.waves.step", low=one.low, high=one.high),
        ]
        for one in steps
    ]
    columns = [
        text(f"screens.waves.column.{name}") for name in ("department", "people", "answered")
    ]
    table.show(text("screens.waves.participation_caption", wave=wave.name), columns, rows)


def show_codes(wave: Wave) -> None:
    """Make the codes once, and offer their file until the coordinator says it is saved."""
    st.header(text("screens.waves.codes"))
    kept = f"codes_of_{wave.name}"
    if kept not in st.session_state and not any(codes_left(store, wave).values()):
        st.markdown(text("screens.waves.codes_issued"))
        return
    if kept not in st.session_state:
        st.markdown(text("screens.waves.codes_lead"))
        if st.button(text("screens.waves.make_codes"), key="make_codes"):
            try:
                st.session_state[kept] = codes_csv(issue(here, store, wave), base_url())
            except BearingError as refused:
                st.error(refused.message)
                return
            st.rerun()
        return
    st.markdown(text("screens.waves.codes_made", count=st.session_state[kept].count("\r\n") - 1))
    st.download_button(
        text("screens.waves.save_codes"),
        st.session_state[kept].encode(),
        file_name=f"codes-{wave.name}.csv",
        mime="text/csv",
        on_click="ignore",
        type="primary",
        key="save_codes",
    )
    if st.button(text("screens.waves.codes_saved"), key="codes_saved"):
        del st.session_state[kept]
        st.rerun()


def base_url() -> str:
    """Return the address of this server as the coordinator's browser sees it."""
    seen = urlsplit(st.context.url or "http://localhost:8501")
    return f"{seen.scheme}://{seen.netloc}{seen.path.rstrip('/').rpartition('/')[0]}"


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


def next_step(wave: Wave) -> None:
    """Draw what can be done with a wave in its state."""
    if wave.state is WaveState.OPEN:
        show_participation(wave)
        show_codes(wave)
        st.header(text("screens.waves.close"))
        st.markdown(text("screens.waves.close_lead", k=wave.policy.conditions))
        sure = st.checkbox(text("screens.waves.confirm", wave=wave.name), key=f"sure_{wave.name}")
        if st.button(text("screens.waves.close"), disabled=not sure, key="close_wave"):
            close_and_publish(wave)
    elif wave.state is WaveState.CLOSED:
        st.header(text("screens.waves.publish"))
        st.markdown(text("screens.waves.publish_lead"))
        if st.button(text("screens.waves.publish"), type="primary", key="publish_wave"):
            close_and_publish(wave)
    elif wave.state is WaveState.RELEASED:
        st.markdown(text("screens.waves.released_lead"))
        st.code(wave.release_id or "", language=None, wrap_lines=True)


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

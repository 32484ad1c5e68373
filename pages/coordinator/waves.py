"""Waves: where does each one stand, and what is its next step?"""

from collections import Counter
from datetime import date

import streamlit as st

from analytics.charts.words import in_language
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import moves_may_help, said_after, said_before
from analytics.publish import publish
from analytics.release.reader import open_release
from pages.shell import destroying, moves, table, wave_dates, workspace
from pages.shell.dates import day
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from survey.access.possible import Step, possible
from survey.errors import BearingError
from survey.fieldwork.crowding import Although, MoreAnswersThanPeople, crowded_at_closing
from survey.fieldwork.dates.dates import Phase, utc_now
from survey.fieldwork.moves import Move
from survey.fieldwork.other_people import waves_of_others
from survey.fieldwork.participation import ORGANISATION, ParticipationStep, participation
from survey.fieldwork.waves import close_wave
from survey.store.opening import open_store
from survey.store.protocol import Wave
from survey.vocabulary import Role, WaveState

require(Role.COORDINATOR)

text = words()
here = workspace.current()
store = open_store(here)
NEXT_STEPS = (WaveState.OPEN, WaveState.CLOSED, WaveState.RELEASED)
JUST_PUBLISHED = "wave_just_published"
NOT_PUBLISHED = "wave_not_published"
CROWDED = "waves_that_need_a_reason"
NO_MOVES = moves.Given(None)


def overview(waves: tuple[Wave, ...]) -> None:
    """Draw the first sentence and the table of all waves, the newest on top."""
    states = Counter(wave.state for wave in waves)
    counts = {str(state): states[state] for state in NEXT_STEPS}
    lead(text("screens.waves.lead", **counts))
    names = ("wave", "state", "questionnaire", "teams", "opened", "closed")
    rows = [
        [
            wave.name,
            state_words(wave),
            in_language(wave.instrument.title, text.language),
            str(len(wave.units)),
            day(wave.first_day, text.language),
            closed_words(wave),
        ]
        for wave in reversed(waves)
    ]
    columns = [text(f"screens.waves.column.{name}") for name in names]
    table.show(text("screens.waves.caption"), columns, rows)


def state_words(wave: Wave) -> str:
    """Return where a wave stands."""
    if wave.state is WaveState.OPEN and wave.dates.phase(utc_now()) is Phase.EARLY:
        return text("dates.state.early")
    return text(f"screens.waves.state.{wave.state}")


def closed_words(wave: Wave) -> str:
    """Return when a wave was closed, or is planned to; nothing where nobody knows."""
    if wave.closed_on:
        return day(wave.closed_on, text.language)
    planned = wave.dates.last_day
    return text("dates.planned", day=day(planned, text.language)) if planned else ""


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
            _refreshed(one, policy.conditions),
        ]
        for one in steps
    ]
    columns = [
        text(f"screens.waves.column.{name}")
        for name in ("department", "people", "answered", "as_of", "next")
    ]
    table.show(text("screens.waves.participation_caption", wave=wave.name), columns, rows)
    if any(one.beyond for one in steps):
        st.warning(text("screens.waves.beyond"))


def _refreshed(one: ParticipationStep, k: int) -> str:
    """Return when a figure is looked at again: not before its next day, and with k more."""
    if one.next_on > date.today():
        return text("screens.waves.next_on", day=day(one.next_on, text.language), k=k)
    return text("screens.waves.next_with", k=k)


def _answered(one: ParticipationStep) -> str:
    if one.beyond:
        return text("charts.more_than_people")
    if one.high == 100:
        return text("screens.waves.step_over", low=one.low)
    return text("screens.waves.step", low=one.low, high=one.high)


def needs_reason(wave: Wave) -> bool:
    """Say whether a closed wave has teams with more answers than people, as far as is known."""
    return wave.name in st.session_state.get(CROWDED, ()) or crowded_at_closing(here, wave.name)


def choose_although(wave: Wave) -> Although | None:
    """Say that more answers came than people, and ask why the wave is published all the same."""
    st.warning(text("screens.waves.beyond"))
    return st.selectbox(
        text("screens.waves.although"),
        list(Although),
        index=None,
        placeholder=text("screens.waves.although_choose"),
        format_func=lambda one: text(f"trail.although.{one}"),
        key=f"although_{wave.name}",
    )


def close_and_publish(
    wave: Wave, although: Although | None = None, listed: tuple[Move, ...] | None = None
) -> None:
    """Close a wave if it is open, publish it with its progress shown; the next run says how."""
    label = text("screens.waves.publishing", wave=wave.name)
    with st.status(label, expanded=True):
        bar = st.progress(0.0)

        def show(_step: str, done: float) -> None:
            bar.progress(done)

        try:
            if possible(Step.CLOSE, wave.state):
                close_wave(here, store, wave.name)
            publish(here, store, wave.name, show, moves=listed, although=although)
        except MoreAnswersThanPeople:
            st.session_state.setdefault(CROWDED, set()).add(wave.name)
            st.session_state[NOT_PUBLISHED] = text("screens.waves.although_missing")
        except BearingError as refused:
            st.session_state[NOT_PUBLISHED] = worded(refused)
        else:
            st.session_state[JUST_PUBLISHED] = wave.name
    st.rerun()


def say_what_stands(wave: Wave) -> moves.Given:
    """Say what will be shown of a wave because of earlier releases, before it is published; ask
    for the moves since where they may help."""
    standing = still_standing(wave, every, others)
    for sentence in said_before(standing, wave.policy, text):
        paragraph(sentence)
    counted = all(unit.headcount is not None for unit in wave.units)
    if not moves_may_help(standing) or wave.ways.open_links or not counted:
        return NO_MOVES
    return moves.ask(standing[0], wave.units, wave.policy, f"moves_{wave.name}")


def next_step(wave: Wave) -> None:
    """Draw what can be done with a wave in its state."""
    wave_dates.show(here, store, wave)
    if possible(Step.CLOSE, wave.state):
        show_participation(wave)
        st.header(text("screens.menu.invitations"))
        st.markdown(text("invitations.from_waves"))
        st.page_link("coordinator/invitations.py", label=text("screens.invitations.title"))
        st.header(text("screens.waves.close"))
        st.markdown(text("screens.waves.close_lead", k=wave.policy.conditions))
        given = say_what_stands(wave)
        sure = st.checkbox(text("screens.waves.confirm", wave=wave.name), key=f"sure_{wave.name}")
        ready = sure and given.usable
        if st.button(text("screens.waves.close"), disabled=not ready, key="close_wave"):
            close_and_publish(wave, listed=given.moves)
    elif possible(Step.PUBLISH, wave.state):
        st.header(text("screens.waves.publish"))
        st.markdown(text("screens.waves.publish_lead"))
        given = say_what_stands(wave)
        crowded = needs_reason(wave)
        although = choose_although(wave) if crowded else None
        missing = (crowded and although is None) or not given.usable
        label = text("screens.waves.publish")
        if st.button(label, type="primary", disabled=missing, key="publish_wave"):
            close_and_publish(wave, although, given.moves)
    elif possible(Step.READ_RESULTS, wave.state):
        st.markdown(text("screens.waves.released_lead"))
        release = open_release(here.releases / wave.name)
        for sentence in said_after(release, still_standing(wave, every, others), text):
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
every, others = store.waves(), waves_of_others(here)
if not every:
    lead(text("screens.waves.none"))
else:
    overview(every)
st.page_link("coordinator/open_wave.py", label=text("screens.waves.open_one"))
if every:
    by_name = {wave.name: wave for wave in reversed(every)}
    next_step(by_name[st.selectbox(text("screens.waves.work_on"), by_name, key="wave_worked_on")])

"""Dates of a wave on a screen: asked for before it opens, said afterwards, and a later end."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from pages.shell.language import worded, words
from pages.shell.lead import paragraph
from survey.access.possible import Step, possible
from survey.errors import BearingError
from survey.fieldwork.dates.dates import NO_DATES, Dates, Phase, prolonged, require_sound, utc_now
from survey.fieldwork.dates.moments import moment_at, on_a_working_day
from survey.fieldwork.waves import prolong_wave
from survey.i18n.catalogue import Texts
from survey.i18n.dates import moment, weekday
from survey.settings import Workspace
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState

MORNING: Final = time(8, 0)
EVENING: Final = time(18, 0)
USUAL: Final = timedelta(weeks=3)
KEPT: Final = timedelta(days=90)
"""For how long single answers are kept after the end, where nobody says otherwise."""


def ask(zone: str | None) -> Dates | None:
    """Ask for the dates of a new wave in the organisation's time zone; None for wrong ones."""
    text = words()
    st.header(text("dates.title"))
    if zone is None:
        st.markdown(text("dates.no_zone"))
        st.page_link("coordinator/organisation.py", label=text("screens.menu.organisation"))
        return NO_DATES
    paragraph(text("dates.lead", zone=zone))
    today = utc_now().astimezone(ZoneInfo(zone)).date()
    try:
        dates = require_sound(_chosen(zone, today, text), utc_now())
    except BearingError as refused:
        st.error(worded(refused))
        return None
    for sentence in said(dates, text):
        paragraph(sentence)
    return dates


def said(dates: Dates, text: Texts) -> Iterator[str]:
    """Yield a sentence for each date of a wave."""
    for key, when in (("opens", dates.opens), ("closes", dates.closes)):
        if when is not None:
            yield text(f"dates.said.{key}", **moment(when, dates.zone, text.language))
    if dates.publishes:
        yield text("dates.said.publishes")
    if dates.keep_until is not None:
        yield text("dates.said.keep_until", day=weekday(dates.keep_until, text.language))


def show(here: Workspace, store: Store, wave: Wave) -> None:
    """Say which of a wave's dates still lie ahead, and offer a later end before its end."""
    text, now = words(), utc_now()
    taking = wave.state is WaveState.OPEN
    dates = wave.dates.ahead(now, taking=taking, has_answers=store.has_answers(wave.name))
    sentences = list(said(dates, text))
    if not sentences:
        return
    if taking:
        st.header(text("dates.title"))
    for sentence in sentences:
        paragraph(sentence)
    running = wave.dates.phase(now) is not Phase.OVER
    if possible(Step.PROLONG, wave.state) and wave.dates.closes is not None and running:
        _offer_more_time(here, store, wave, wave.dates.closes)


def _offer_more_time(here: Workspace, store: Store, wave: Wave, closes: datetime) -> None:
    text, zone = words(), wave.dates.zone
    before = closes.astimezone(ZoneInfo(zone))
    with st.expander(text("dates.prolong")):
        st.markdown(text("dates.prolong_lead"))
        later = before.date() + timedelta(weeks=1)
        day, clock = day_and_time("later_end", text("dates.later"), later, before.time())
        sure = st.checkbox(text("dates.prolong_sure"), key=f"sure_later_{wave.name}")
        if st.button(text("dates.prolong"), disabled=not sure, key="prolong_wave"):
            try:
                end = moment_at(day, clock, zone, closing=True)
                prolonged(wave.dates, end, utc_now())
                prolong_wave(here, store, wave.name, end)
            except BearingError as refused:
                st.error(worded(refused))
            else:
                st.rerun()


def _chosen(zone: str, today: date, text: Texts) -> Dates:
    opens = closes = keep_until = None
    publishes = False
    first = today
    if st.checkbox(text("dates.opens_later"), key="new_wave_opens_later"):
        first, clock = day_and_time(
            "new_wave_opens", text("dates.opens"), today + timedelta(days=7), MORNING
        )
        opens = moment_at(first, clock, zone, closing=False)
    last = first
    if st.checkbox(text("dates.ends"), key="new_wave_ends"):
        usual = on_a_working_day(first + USUAL)
        last, clock = day_and_time("new_wave_closes", text("dates.closes"), usual, EVENING)
        closes = moment_at(last, clock, zone, closing=True)
        publishes = st.checkbox(text("dates.publishes"), key="new_wave_publishes")
    if st.checkbox(text("dates.keeps"), key="new_wave_keeps"):
        keep_until = st.date_input(
            text("dates.keep_until"), last + KEPT, key="new_wave_keep_until", format="YYYY-MM-DD"
        )
    return Dates(zone=zone, opens=opens, closes=closes, publishes=publishes, keep_until=keep_until)


def day_and_time(key: str, label: str, usual: date, clock: time) -> tuple[date, time]:
    text = words()
    left, right = st.columns(2)
    day = left.date_input(label, usual, key=f"{key}_day", format="YYYY-MM-DD")
    at = right.time_input(text("dates.time"), clock, key=f"{key}_time")
    return day or usual, at or clock

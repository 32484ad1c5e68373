"""Reminders for later: asked for beside a list, shown while they wait, and said when lost."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import streamlit as st

from pages.shell.language import worded, words
from pages.shell.lead import paragraph
from pages.shell.wave_dates import day_and_time
from survey.access.ledger import entries
from survey.errors import BearingError
from survey.fieldwork.checklist import reminders_sent
from survey.fieldwork.dates.dates import utc_now
from survey.fieldwork.dates.moments import moment_at
from survey.fieldwork.mailing import Addressee, Mailing
from survey.fieldwork.mailing.later import LaterReminder, call_off, lost, plan, waiting
from survey.i18n.catalogue import MAIL_PARTS, languages
from survey.i18n.dates import moment
from survey.i18n.writing import own_name
from survey.organisation.profile import read_profile
from survey.settings import Workspace
from survey.store.protocol import Wave

MORNING: Final = time(9, 0)


@dataclass(frozen=True)
class Later:
    """When a reminder goes out, and in which languages."""

    at: datetime
    languages: tuple[str, ...]


def zone_of(here: Workspace, wave: Wave) -> str | None:
    """Return the time zone in which a wave's reminders are planned; None where none is known."""
    if wave.dates.opens or wave.dates.closes or wave.dates.keep_until:
        return wave.dates.zone
    try:
        return read_profile(here).time_zone
    except BearingError:
        return None  # the page of the organisation says what is wrong with its file


def ask(zone: str | None, first_language: str, number: int) -> Later | None:
    """Ask whether a reminder goes out later, and when; None for at once, or a time that is none."""
    text = words()
    if zone is None or not st.checkbox(text("reminders.later"), key=f"later_{number}"):
        return None
    st.markdown(text("reminders.lead"))
    tomorrow = utc_now().astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    day, clock = day_and_time(f"remind_{number}", text("reminders.day"), tomorrow, MORNING)
    chosen = st.multiselect(
        text("reminders.languages"),
        languages(*MAIL_PARTS),
        [first_language],
        format_func=own_name,
        key=f"remind_languages_{number}",
    )
    try:
        return Later(moment_at(day, clock, zone, closing=False), tuple(chosen or [first_language]))
    except BearingError as refused:
        st.error(worded(refused))
        st.stop()


def keep(mailing: Mailing, addressees: tuple[Addressee, ...], later: Later, zone: str) -> str:
    """Plan a reminder and return what to say of it; raises ``ReminderInvalid``."""
    text, wave = words(), mailing.wave
    reminder = LaterReminder(
        wave.name, later.at, mailing.post, mailing.base_url, later.languages, addressees
    )
    plan(mailing.workspace, wave, reminder, utc_now())
    when = moment(later.at, zone, text.language)
    return text.plural("reminders.planned", len(addressees), **when)


def show(here: Workspace, wave: Wave, zone: str | None) -> None:
    """Say what has left, what waits and what was lost, the last two with a way to call it off."""
    text = words()
    sent = reminders_sent(each for each in entries(here) if each.wave == wave.name)
    paragraph(text.plural("reminders.sent", sent) if sent else text("reminders.none_sent"))
    for one in waiting(here, wave.name):
        when = moment(one.at, zone or wave.dates.zone, text.language)
        paragraph(text.plural("reminders.planned", len(one.addressees), **when))
        _offer_calling_off(here, wave, one.minute)
    for minute in lost(here, wave.name):
        st.warning(text("reminders.lost", minute=minute))
        _offer_calling_off(here, wave, minute)


def _offer_calling_off(here: Workspace, wave: Wave, minute: str) -> None:
    if st.button(words()("reminders.call_off", minute=minute), key=f"call_off_{minute}"):
        call_off(here, wave.name, minute)
        st.rerun()

"""New codes while a wave is open: in place of lost ones, and for people who joined."""

import streamlit as st

from pages.shell import code_files
from pages.shell.desk import Desk
from pages.shell.language import words
from pages.shell.speech import choose
from survey.fieldwork.invitations import may_join, people_with_codes
from survey.fieldwork.rounds import Order, Reason
from survey.i18n.catalogue import LETTER_PARTS, languages
from survey.settings import Workspace
from survey.store.protocol import Store, Wave


def show(here: Workspace, store: Store, wave: Wave, base_url: str, on: Desk) -> None:
    """Ask why, for which teams and for how many people; nothing here depends on who answered."""
    text = words()
    most = {Reason.JOINED: may_join(store, wave)}
    given = people_with_codes(store, wave)
    if on.made or not any(given.values()):
        return
    st.header(text("invitations.more"))
    st.markdown(text("invitations.more_lead"))
    reasons = {reason: text(f"invitations.more_{reason.replace('-', '_')}") for reason in Reason}
    reason = st.radio(
        text("invitations.more_why"), reasons, format_func=reasons.__getitem__, key="more_why"
    )
    left = {unit: count for unit, count in most.get(reason, given).items() if count}
    teams = {unit.id: f"{unit.team}, {unit.department}" for unit in wave.units if unit.id in left}
    chosen = st.multiselect(
        text("invitations.teams"),
        teams,
        format_func=teams.__getitem__,
        placeholder=text("invitations.more_which"),
        key=f"more_teams_{reason}_{wave.name}",
    )
    per_unit = {
        unit: st.number_input(
            text("invitations.more_people", team=teams[unit], most=left[unit]),
            min_value=1,
            max_value=left[unit],
            value=left[unit] if reason is Reason.NOT_SAVED else 1,
            key=f"more_people_{reason}_{wave.name}_{unit}",
        )
        for unit in chosen
    }
    language = choose(languages(*LETTER_PARTS), text("invitations.language"), "more")
    if st.button(text("invitations.more_make"), disabled=not per_unit, key="make_more"):
        with st.spinner(text("invitations.making")):
            order = Order(per_unit, reason)
            code_files.make(here, store, wave, order, on, base_url=base_url, language=language)
        st.rerun()

"""Tokens for programs on the page of staff: listed, made and shown once, struck off."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from pages.shell import guard, table, workspace
from pages.shell.dates import day
from pages.shell.language import worded, words
from survey.access import tokens
from survey.access.permissions import Doing
from survey.access.scope import Scope
from survey.errors import BearingError
from survey.vocabulary import Role

MADE: Final = "token_made"
REFUSED: Final = "token_refused"
READERS: Final = (Role.HR, Role.OCCUPATIONAL_HEALTH)


def show_tokens(departments: Sequence[str]) -> None:
    """Draw the list of tokens, the form that makes one and the way to strike one off."""
    text, here = words(), workspace.current()
    st.header(text("staff.tokens"))
    st.markdown(text("staff.tokens.lead"))
    if said := st.session_state.pop(REFUSED, None):
        st.error(said)
    if bits := st.session_state.pop(MADE, None):
        st.success(text("staff.tokens.once"))
        st.code(bits, language=None)
    there = tokens.tokens(here)
    if there:
        heads = [text(f"staff.tokens.column.{name}") for name in ("name", "role", "sees", "made")]
        rows = [
            [
                one.name,
                text(f"screens.role.{one.role}"),
                ", ".join(one.departments) or text("staff.everything"),
                day(one.made, text.language),
            ]
            for one in there
        ]
        table.show(text("staff.tokens"), heads, rows)
        _striking_off([one.name for one in there])
    _making(departments)


def _making(departments: Sequence[str]) -> None:
    text = words()
    with st.form("token_add", border=False):
        name = st.text_input(
            text("staff.tokens.name"), key="token_name", max_chars=tokens.LONGEST_NAME
        ).strip()
        role = Role(
            st.selectbox(
                text("staff.role"),
                READERS,
                format_func=lambda one: text(f"screens.role.{one}"),
                key="token_role",
            )
        )
        chosen = st.multiselect(
            text("staff.tokens.departments"),
            departments,
            key="token_departments",
            placeholder=text("staff.everything"),
        )
        sent = st.form_submit_button(text("staff.tokens.make"), key="token_make")
    if sent:
        _attempt(lambda: _made(name, role, Scope.of(chosen)))


def _made(name: str, role: Role, scope: Scope) -> None:
    st.session_state[MADE] = tokens.hand_out(workspace.current(), name, role, scope)


def _striking_off(names: Sequence[str]) -> None:
    text = words()
    name = st.selectbox(text("staff.tokens.which"), names, key="token_which")
    if st.button(text("staff.tokens.strike_off"), key="token_strike_off") and name is not None:
        _attempt(lambda: tokens.strike_off(workspace.current(), name))


def _attempt(step: Callable[[], None]) -> None:
    """Do a step as the role that the session has now, and draw the page anew."""
    guard.remembered().role_now(Doing.MANAGE_STAFF)
    try:
        step()
    except BearingError as refused:
        st.session_state[REFUSED] = worded(refused)
    st.rerun()

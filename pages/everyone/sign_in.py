"""Sign-in: a plain choice of role in the demonstration, name and password everywhere else."""

import streamlit as st

from pages.shell import guard, workspace
from pages.shell.language import words
from pages.shell.screens import FIRST_SCREEN, SCREENS
from survey.access.staff import check
from survey.vocabulary import Role

text = words()


LANDING_KEY = "bearing_landing"


def enter(role: Role, name: str | None = None) -> None:
    """Give the session its role; stay on an address that named a page, else go to the first."""
    guard.sign_in(role, name)
    asked_for = (st.context.url or "").rstrip("/").rsplit("/", 1)[-1]
    named = any(screen.path == asked_for and role in screen.roles for screen in SCREENS)
    st.session_state[LANDING_KEY] = not named
    st.rerun()


def by_choice() -> None:
    """Let a visitor of the demonstration take a role. Its data is made up."""
    st.markdown(text("screens.sign_in.demonstration"))
    for role in Role:
        name = text(f"screens.role.{role}")
        st.header(name)
        st.markdown(text(f"screens.role.{role}.may"))
        if st.button(text("screens.sign_in.as", role=name), key=f"enter_as_{role}"):
            enter(role)


def by_password() -> None:
    """Ask for name and password; what was typed is cleared whatever the outcome."""
    st.markdown(text("screens.sign_in.real"))
    with st.form("sign_in", clear_on_submit=True):
        name = st.text_input(text("screens.sign_in.name"), autocomplete="username")
        password = st.text_input(
            text("screens.sign_in.password"), type="password", autocomplete="current-password"
        )
        sent = st.form_submit_button(text("screens.sign_in.send"))
    if not sent:
        return
    role = check(workspace.current(), name, password)
    if role is None:
        st.error(text("screens.sign_in.wrong"))
    else:
        enter(role, name)


present = guard.current_role()
if present is not None and st.session_state.pop(LANDING_KEY, False):
    st.switch_page(FIRST_SCREEN[present])

st.title(text("screens.sign_in.title"))
if present is not None:
    st.markdown(text("screens.sign_in.present", role=text(f"screens.role.{present}")))
    st.page_link(FIRST_SCREEN[present], label=text("screens.home.to_work"))
elif workspace.is_demonstration():
    by_choice()
else:
    by_password()

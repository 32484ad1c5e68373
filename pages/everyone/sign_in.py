"""Sign-in: a choice of role in the demonstration; else a password or the organisation's service."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages.shell import guard, workspace
from pages.shell.language import words
from pages.shell.screens import FIRST_SCREEN, SCREENS, SIGN_IN
from survey.access.gate import Refusal
from survey.access.oidc.outcome import OUTCOME as OIDC_OUTCOME
from survey.access.oidc.outcome import START, Outcome
from survey.access.routes import ADDRESS, OUTCOME, OUTCOMES
from survey.configuration import read_settings
from survey.vocabulary import Role

text = words()


LANDING_KEY = "bearing_landing"


def asked_for() -> str:
    """Return the path that the address names, without what stands before or after it."""
    return (st.context.url or "").partition("?")[0].rstrip("/").rsplit("/", 1)[-1]


def enter(role: Role) -> None:
    """Give the session its role; stay on an address that named a page, else go to the first."""
    guard.sign_in(role)
    named = any(screen.path == asked_for() and role in screen.roles for screen in SCREENS)
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


def landing_asked() -> str:
    """Return what the address asked for with its choices: one lands there."""
    choices = [
        (name, value)
        for name in st.query_params
        if name not in OUTCOMES
        for value in st.query_params.get_all(name)
    ]
    return asked_for() + (f"?{urlencode(choices)}" if choices else "")


def by_provider() -> None:
    """Lead to the organisation's own sign-in service, and say how that went before.

    A link and no form: a page may send forms to this server alone, and this leads on to another.
    """
    outcome = st.query_params.get(OIDC_OUTCOME)
    if outcome in set(Outcome):
        st.error(text(f"screens.oidc.{outcome}"))
    there = f"{START}?{urlencode({'to': landing_asked()})}"
    st.html(
        f'<p><a class="bearing-button" href="{escape(there)}" target="_self">'
        f"{escape(text('screens.oidc.send'))}</a></p>"
    )


def by_password() -> None:
    """Ask for name and password in a form of its own: they never pass through Streamlit.

    The field is not called ``name``: Streamlit takes such a name out, since it would hide the
    form's own.
    """
    st.markdown(text("screens.sign_in.real"))
    outcome = st.query_params.get(OUTCOME)
    if outcome in set(Refusal):
        st.error(text(f"screens.sign_in.{outcome}"))
    st.html(
        f'<form class="bearing-form" action="{ADDRESS}" method="post" target="_self">'
        f'<input type="hidden" name="to" value="{escape(landing_asked())}">'
        f'<div><label for="staff_name">{escape(text("screens.sign_in.name"))}</label>'
        '<input id="staff_name" name="staff_name" autocomplete="username"'
        ' autocapitalize="none" required>'
        f'</div><div><label for="password">{escape(text("screens.sign_in.password"))}</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password"'
        " required></div>"
        f'<button type="submit">{escape(text("screens.sign_in.send"))}</button></form>'
    )


present = guard.current_role()
arrived = asked_for() == SIGN_IN.path and not workspace.is_demonstration()
if present is not None and (st.session_state.pop(LANDING_KEY, False) or arrived):
    st.switch_page(FIRST_SCREEN[present])

st.title(text("screens.sign_in.title"))
if present is not None:
    st.markdown(text("screens.sign_in.present", role=text(f"screens.role.{present}")))
    st.page_link(FIRST_SCREEN[present], label=text("screens.home.to_work"))
elif workspace.is_demonstration():
    by_choice()
else:
    settings = read_settings()
    if settings.oidc:
        by_provider()
    if settings.oidc and not settings.oidc_only:
        st.header(text("screens.oidc.or"))
    if not settings.oidc_only:
        by_password()

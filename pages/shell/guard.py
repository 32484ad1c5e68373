"""Who may see a page: the role of this browser session, and the check that each page begins with.

The role lives in the session's state only: not in the address, not in a cookie. It is bound to
the workspace in which it was given, so that a choice made in the demonstration opens nothing
once the server shows a real workspace.
"""

from dataclasses import dataclass

import streamlit as st

from pages.shell import workspace
from pages.shell.language import words
from survey.access.staff import role_of
from survey.vocabulary import Role

SESSION_KEY = "bearing_signed_in"


@dataclass(frozen=True)
class SignedIn:
    """A role, the workspace in which it was given, and the name it was given to, if to one."""

    role: Role
    root: str
    name: str | None = None


def sign_in(role: Role, name: str | None = None) -> None:
    """Give this session a role: by choice in a demonstration, to a checked name elsewhere."""
    st.session_state[SESSION_KEY] = SignedIn(role, str(workspace.current().root), name)


def sign_out() -> None:
    """Take this session's role and everything that it has read or typed."""
    chosen_language = st.session_state.get("language")
    st.session_state.clear()
    if chosen_language:
        st.session_state["language"] = chosen_language


def current_role() -> Role | None:
    """Return this session's role; None where it has none in this workspace.

    A real workspace knows nobody without a name, and is asked on every page what the name may
    do now: a member of staff who was struck off loses the next page, not the next session.
    """
    signed_in = st.session_state.get(SESSION_KEY)
    if not isinstance(signed_in, SignedIn):
        return None
    here = workspace.current()
    if signed_in.root != str(here.root):
        return None
    if workspace.is_demonstration():
        return signed_in.role if signed_in.name is None else None
    return role_of(here, signed_in.name) if signed_in.name is not None else None


def may(role: Role | None, allowed: frozenset[Role]) -> bool:
    """Whether a session with ``role`` may see a page that is for ``allowed``."""
    return role is not None and role in allowed


def require(*allowed: Role) -> Role:
    """Return the session's role, or say in a sentence what is missing and stop the page."""
    role = current_role()
    if role is None or not may(role, frozenset(allowed)):
        refuse(role)
        st.stop()
    return role


def refuse(role: Role | None) -> None:
    """Say that this page needs a role, with the way to the sign-in, and nothing of the page."""
    text = words()
    if role is None:
        st.markdown(text("screens.guard.sign_in_first"))
    else:
        st.markdown(text("screens.guard.other_role", role=text(f"screens.role.{role}")))
    st.html(f'<p><a href="sign_in" target="_self">{text("screens.guard.to_sign_in")}</a></p>')

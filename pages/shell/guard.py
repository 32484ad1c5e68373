"""Who may see a page: the role of this browser session, and the check that each page begins with.

In the demonstration a role is a choice that lives in the session's state, bound to the workspace
in which it was made, so that it opens nothing once the server shows a real one. A real workspace
knows a browser by the cookie of its sign-in alone (``survey.access.sessions``).
"""

from collections.abc import Collection
from dataclasses import dataclass

import streamlit as st

from pages.shell import workspace
from pages.shell.language import words
from survey.access import sessions
from survey.access.permissions import Doing, NotAllowed, may_about, require_may
from survey.access.routes import COOKIE
from survey.access.scope import EVERYTHING, Scope
from survey.access.staff import role_of, scope_of, sign_out_everywhere
from survey.settings import Workspace
from survey.vocabulary import Role

SESSION_KEY = "bearing_signed_in"


@dataclass(frozen=True)
class SignedIn:
    """A role that was chosen in a demonstration, and the workspace in which that was."""

    role: Role
    root: str


def sign_in(role: Role) -> None:
    """Give this session a role by choice; it opens a demonstration only."""
    st.session_state[SESSION_KEY] = SignedIn(role, str(workspace.current().root))


def sign_out(*, everywhere: bool = False) -> None:
    """End this session, or all of this name, and take everything that was read or typed."""
    if not workspace.is_demonstration():
        name = current_name()
        if everywhere and name is not None:
            sign_out_everywhere(workspace.current(), name)
        sessions.end(workspace.current(), browser_session())
    chosen_language = st.session_state.get("language")
    st.session_state.clear()
    if chosen_language:
        st.session_state["language"] = chosen_language


def browser_session() -> str:
    """Return the id in the cookie that the browser sent when it opened this page, or nothing."""
    return str(st.context.cookies.get(COOKIE, ""))


def current_name() -> str | None:
    """Return whose session this is in a real workspace; None where it is nobody's."""
    session = browser_session()
    if not session or workspace.is_demonstration():
        return None
    return sessions.name_of(workspace.current(), session)


def current_role() -> Role | None:
    """Return this session's role; None where it has none in this workspace.

    A real workspace is asked on every page whether the session lasts and what its name may do
    now: a member of staff who was struck off loses the next page, not the next session.
    """
    if not workspace.is_demonstration():
        name = current_name()
        return role_of(workspace.current(), name) if name is not None else None
    signed_in = st.session_state.get(SESSION_KEY)
    if not isinstance(signed_in, SignedIn) or signed_in.root != str(workspace.current().root):
        return None
    return signed_in.role


def current_scope() -> Scope:
    """Return which departments this session's role is limited to now; a demonstration's to none.

    Raises ``NotAllowed`` where it is nobody's session any more.
    """
    return remembered().scope_now()


@dataclass(frozen=True)
class Remembered:
    """Whose page it is, kept for what is done when its buttons are pressed, perhaps much later."""

    here: Workspace
    session: str
    chosen: Role | None

    def role_now(self, doing: Doing, departments: Collection[str] = ()) -> Role:
        """Return the role as it is now; raises ``NotAllowed`` where it may not do this any more.

        ``departments`` are those that it is about; none for the organisation as a whole.
        """
        role = self.chosen
        if role is None:
            name = sessions.name_of(self.here, self.session)
            role = role_of(self.here, name) if name is not None else None
        if role is not None and not may_about(role, self.scope_now(), doing, departments):
            role = None
        return require_may(role, doing)

    def scope_now(self) -> Scope:
        """Return the scope as it is now; raises ``NotAllowed`` where nobody is signed in."""
        if self.chosen is not None:
            return EVERYTHING
        name = sessions.name_of(self.here, self.session)
        scope = scope_of(self.here, name) if name is not None else None
        if scope is None:
            raise NotAllowed("You are signed out. Sign in again.")
        return scope


def remembered() -> Remembered:
    """Return whose page this is. Only a demonstration's role is a choice that stays."""
    chosen = current_role() if workspace.is_demonstration() else None
    return Remembered(workspace.current(), browser_session(), chosen)


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

"""The form in which staff set a password: plain HTML, so that none passes through Streamlit."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from pages.shell.language import words
from survey.access.password_routes import OUTCOME, Outcome

PRESENT: Final = ("password", "staff.account.present", "current-password")
NEW: Final = (
    ("new", "staff.account.new", "new-password"),
    ("again", "staff.account.again", "new-password"),
)


def outcome() -> Outcome | None:
    """Say how the last try went, where the address tells, and return it."""
    told = st.query_params.get(OUTCOME)
    if told not in set(Outcome):
        return None
    said = words()(f"staff.password.outcome.{told}")
    (st.success if told == Outcome.SET else st.error)(said)
    return Outcome(told)


def draw(address: str, *, present: bool = False, hidden: Sequence[tuple[str, str]] = ()) -> None:
    """Draw the form; ``present`` asks for the password of before, ``hidden`` goes along unseen."""
    text = words()
    fields = (PRESENT, *NEW) if present else NEW
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden
    )
    asked = "".join(
        f'<div><label for="{name}">{escape(text(key))}</label>'
        f'<input id="{name}" name="{name}" type="password" autocomplete="{kind}" required></div>'
        for name, key, kind in fields
    )
    button = f'<button type="submit">{escape(text("staff.account.send"))}</button>'
    st.html(
        f'<form class="bearing-form" action="{address}" method="post" target="_self">'
        f"{kept}{asked}{button}</form>"
    )

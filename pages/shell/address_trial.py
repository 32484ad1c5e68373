"""Is the form at that address? Tried before it is kept; whom nothing answers can vouch for it.

A server may not reach its own public address although every phone does, so that a silent address
is refused once and kept when somebody says that the form was there.
"""

import streamlit as st

from pages.shell.language import worded, words
from survey.errors import BearingError
from survey.organisation import trial
from survey.web_address import AddressInvalid, base_address

SILENT = "silent_address"
"""In the session: the address at which nothing answered, and what was said of it."""


def may_keep(address: str) -> bool:
    """Whether the form answers at a whole address, or somebody vouches for it.

    Where not, the page is to be drawn anew: ``show_silence`` says why.
    """
    if st.session_state.get(_vouched(address)):
        return True
    try:
        with st.spinner(words()("coordinator.trying")):
            trial.require_answer(address)
    except BearingError as refused:
        st.session_state[SILENT] = (address, worded(refused))
        return False
    return True


def show_silence(typed: str) -> None:
    """Say below the field that nothing answered there, and ask whether it is right all the same."""
    address, said = st.session_state.get(SILENT, ("", ""))
    try:
        if base_address(typed) != address:
            return
    except AddressInvalid:
        return
    st.error(said)
    st.checkbox(words()("coordinator.vouch"), key=_vouched(address))


def _vouched(address: str) -> str:
    return f"vouched_{address}"

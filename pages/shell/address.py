"""The address at which employees reach this server: what the browser sees, unless one is typed."""

from urllib.parse import urlsplit

import streamlit as st

from pages.shell import workspace
from pages.shell.address_trial import may_keep, show_silence
from pages.shell.language import worded, words
from pages.shell.lead import paragraph
from survey.errors import BearingError
from survey.fieldwork.form_address import (
    AddressElsewhere,
    keep_address,
    kept_address,
    kept_root,
    require_root,
)
from survey.organisation.letterhead import letterhead_of
from survey.web_address import base_address, host_of, only_here


def as_seen() -> str:
    """Return the address of this server as the reader's browser sees it."""
    seen = urlsplit(st.context.url or "http://localhost:8501")
    return f"{seen.scheme}://{seen.netloc}{seen.path.rstrip('/').rpartition('/')[0]}"


def suggested() -> str:
    """Return the address to begin with: as it is seen, unless only this computer finds it."""
    seen = as_seen()
    return "" if only_here(seen) and not workspace.is_demonstration() else seen


def of_staff() -> str:
    """Return the address for links to members of staff: as the one who makes them sees it.

    Where only this computer finds that, the one that the organisation keeps, if it keeps any.
    """
    seen = as_seen()
    try:
        return (kept_address(workspace.current()) if only_here(seen) else None) or seen
    except BearingError:
        return seen  # the page of the organisation says what is wrong with its file


def ask(key: str) -> str | None:
    """Ask for the address, keep it for the next time, and return it.

    None where what was typed is none, where employees of a real workspace could not reach it, or
    where what the organisation keeps of itself cannot be read.
    """
    text, here = words(), workspace.current()
    try:
        letterhead_of(here)  # the logo and the name stand on what is made here
        kept = kept_address(here)
    except BearingError as refused:
        st.error(worded(refused))
        st.page_link("coordinator/organisation.py", label=text("screens.organisation.title"))
        return None
    try:
        typed = st.text_input(text("invitations.address"), kept or as_seen(), key=key)
        address = base_address(typed)
        require_root(here, address)
    except AddressElsewhere:
        st.error(text("invitations.address_elsewhere", path=kept_root(here) or "/"))
        return None
    except BearingError:
        st.error(text("invitations.address_wrong"))
        return None
    if only_here(address):
        said = text("invitations.address_here", host=host_of(address) or "")
        if not workspace.is_demonstration():
            st.error(said)
            return None
        paragraph(said)
    elif address != kept and not workspace.is_demonstration():
        show_silence(typed)
        if st.button(text("coordinator.keep_address"), type="primary", key="keep_address"):
            if may_keep(address):
                keep_address(here, address)
            st.rerun()
        return None
    elif address != kept:
        keep_address(here, address)
    return address

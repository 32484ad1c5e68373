"""The address at which employees reach this server: what the browser sees, unless one is typed."""

from urllib.parse import urlsplit

import streamlit as st

from pages.shell.language import words
from pages.shell.lead import paragraph
from survey.web_address import host_of

ONLY_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def as_seen() -> str:
    """Return the address of this server as the reader's browser sees it."""
    seen = urlsplit(st.context.url or "http://localhost:8501")
    return f"{seen.scheme}://{seen.netloc}{seen.path.rstrip('/').rpartition('/')[0]}"


def ask(key: str) -> str | None:
    """Ask for the address and return it; None where what was typed is none."""
    text = words()
    typed = st.text_input(text("invitations.address"), as_seen(), key=key).strip().rstrip("/")
    host = host_of(typed)
    if host is None:
        st.error(text("invitations.address_wrong"))
        return None
    if host in ONLY_HERE:
        paragraph(text("invitations.address_here", host=host))
    return typed

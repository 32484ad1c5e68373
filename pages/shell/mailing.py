"""Sending codes or reminders to a list of addresses, which is used, dropped and never stored."""

from collections.abc import Sequence
from typing import Final

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from pages.shell import later_reminders, samples, workspace
from pages.shell.desk import Desk
from pages.shell.language import worded, words
from pages.shell.later_reminders import Later
from pages.shell.lead import paragraph
from pages.shell.speech import choose
from survey.errors import BearingError
from survey.fieldwork.mailing import Addressee, Mailing, post_from_environment, read_addresses
from survey.fieldwork.rounds import Reason
from survey.i18n.catalogue import MAIL_PARTS, languages
from survey.settings import Workspace
from survey.store.protocol import Store, Wave

LARGEST_LIST: Final = 1
"""Megabytes: a larger file would pass through the disk on its way."""

KINDS: Final = {
    "codes": None,
    "codes_again": Reason.NOT_DELIVERED,
    "codes_joined": Reason.JOINED,
    "reminder": None,
}
"""What can be sent, and why it is codes after the first ones."""


def show(here: Workspace, store: Store, wave: Wave, base_url: str, on: Desk) -> None:
    """Take a list of addresses and send codes or reminders; the list is dropped when it is used."""
    text = words()
    st.header(text("invitations.mail"))
    if workspace.is_demonstration():
        st.markdown(text("invitations.mail_demonstration"))
        return
    try:
        post = post_from_environment(base_url)
    except BearingError as refused:
        st.error(worded(refused))
        return
    if post is None:
        st.markdown(text("invitations.mail_off"))
        return
    st.markdown(text("invitations.mail_lead"))
    paragraph(text("invitations.mail_by", server=f"{post.host}:{post.port}", sender=post.sender))
    zone = later_reminders.zone_of(here, wave)
    later_reminders.show(here, wave, zone)
    language = choose(languages(*MAIL_PARTS), text("invitations.language"), "mail")
    uploaded = st.file_uploader(
        text("invitations.list"),
        type=["csv", "tsv", "txt", "xlsx"],
        max_upload_size=LARGEST_LIST,
        key=f"address_list_{on.lists}",
    )
    if uploaded is None:
        samples.offer("addresses.csv")
        return
    try:
        addressees = read_addresses(uploaded.getvalue(), uploaded.name, wave.units)
    except BearingError as refused:
        st.error(worded(refused))
        return
    mailing = Mailing(here, store, wave, post, base_url, language)
    if offer_sending(mailing, addressees, on, zone):
        drop(uploaded)
        st.rerun()


def offer_sending(
    mailing: Mailing, addressees: Sequence[Addressee], on: Desk, zone: str | None
) -> bool:
    """Say how many messages would go out, ask, send; return whether the list has been used."""
    text, count = words(), len(addressees)
    paragraph(text.plural("invitations.listed", count))
    kinds = {kind: text(f"invitations.{kind}") for kind in KINDS}
    kind = st.radio(
        text("invitations.what"), kinds, format_func=kinds.__getitem__, key=f"what_{on.lists}"
    )
    later = later_reminders.ask(zone, mailing.language, on.lists) if kind == "reminder" else None
    sure = st.checkbox(text.plural("invitations.sure", count), key=f"sure_{on.lists}")
    pressed = st.button(text("invitations.send"), disabled=not sure, key=f"send_{on.lists}")
    if not pressed or not sure:
        return False
    with st.spinner(text("invitations.sending")):
        if later is not None and zone is not None:
            plan(mailing, addressees, later, zone, on)
        else:
            send(mailing, addressees, kind, on)
    return True


def plan(
    mailing: Mailing, addressees: Sequence[Addressee], later: Later, zone: str, on: Desk
) -> None:
    """Keep the list for a reminder, and put on the desk what came of it."""
    try:
        on.said = (True, later_reminders.keep(mailing, tuple(addressees), later, zone))
    except BearingError as refused:
        on.said = (False, worded(refused))
    finally:
        on.lists += 1


def send(mailing: Mailing, addressees: Sequence[Addressee], kind: str, on: Desk) -> None:
    """Send, and put on the desk what came of it. Nothing here speaks to the screen: see Desk."""
    text = words()
    try:
        if kind == "reminder":
            on.said = (True, text.plural("invitations.sent_reminder", mailing.remind(addressees)))
        else:
            sent = mailing.send_codes(addressees, KINDS[kind])
            on.said = (True, text.plural("invitations.sent_codes", sent))
    except BearingError as refused:
        on.said = (False, worded(refused))
    finally:
        on.lists += 1


def drop(uploaded: UploadedFile) -> None:
    """Take a list of addresses out of the server's memory at once, not at the session's end."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, uploaded.file_id)

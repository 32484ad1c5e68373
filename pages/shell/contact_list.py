"""Whom employees can turn to: entered on the screen, shown beside each own result."""

import streamlit as st
from pydantic import ValidationError

from pages.shell.language import worded, words
from survey.errors import BearingError
from survey.form.contacts import Contact, read_contacts, require_drawable, write_contacts
from survey.i18n.catalogue import languages
from survey.i18n.writing import own_name
from survey.settings import Workspace

SAVED = "contacts_saved"
WAYS = ("phone", "email", "web")


def show(here: Workspace) -> None:
    """Draw the contacts with one more to fill in, and keep them when the button is pressed."""
    text = words()
    st.header(text("coordinator.contacts"))
    st.markdown(text("coordinator.contacts_lead"))
    if st.session_state.pop(SAVED, False):
        st.success(text("coordinator.saved"))
    try:
        kept = read_contacts(here.contacts)
    except BearingError as refused:
        st.error(worded(refused))
        kept = ()
    entered = [_fields(at, one) for at, one in enumerate([*kept, None])]
    if not st.button(text("coordinator.contacts_save"), key="save_contacts"):
        return
    try:
        found = require_drawable([Contact.model_validate(one) for one in entered if one["name"]])
    except ValidationError as refused:
        place = str(refused.errors()[0]["loc"][0])
        st.error(text("coordinator.contact_wrong", field=text(f"coordinator.contact.{place}")))
        return
    except BearingError as refused:
        st.error(worded(refused))
        return
    write_contacts(here.contacts, found)
    st.session_state[SAVED] = True
    st.rerun()


def _fields(at: int, kept: Contact | None) -> dict[str, object]:
    """Draw the fields of one contact; what a screen does not ask for stays as it was."""
    text = words()
    names = dict(kept.name) if kept else {}
    title = next(iter(names.values()), text("coordinator.contact_new"))
    with st.expander(title.replace("[", "(").replace("]", ")")):
        for language in languages():
            typed = st.text_input(
                text("coordinator.contact.name_in", language=own_name(language)),
                names.pop(language, ""),
                key=f"contact_{at}_name_{language}",
            ).strip()
            if typed:
                names[language] = typed
        ways = {
            way: st.text_input(
                text(f"coordinator.contact.{way}"),
                (getattr(kept, way) or "") if kept else "",
                key=f"contact_{at}_{way}",
            ).strip()
            or None
            for way in WAYS
        }
    return {"name": names, "about": dict(kept.about) if kept else {}, **ways}

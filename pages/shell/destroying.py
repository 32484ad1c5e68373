"""The end of a wave: its single answers are destroyed for good, its release stays."""

import streamlit as st

from pages.shell.language import worded, words
from survey.errors import BearingError
from survey.fieldwork.waves import purge_answers
from survey.settings import Workspace
from survey.store.protocol import Store, Wave


def show(here: Workspace, store: Store, wave: Wave) -> None:
    """Offer to destroy the answers of a released wave, after a yes; or say that they are gone."""
    text = words()
    st.header(text("coordinator.destroy"))
    if not store.has_answers(wave.name):
        st.success(text("coordinator.destroyed"))
        return
    st.markdown(text("coordinator.destroy_lead"))
    sure = st.checkbox(
        text("coordinator.destroy_sure", wave=wave.name), key=f"destroy_sure_{wave.name}"
    )
    if not st.button(text("coordinator.destroy"), disabled=not sure, key="destroy_answers"):
        return
    try:
        purge_answers(here, store, wave.name)
    except BearingError as refused:
        st.error(worded(refused))
        return
    st.rerun()

"""Codes and their letters: made, put on the desk, and offered until they are saved."""

import streamlit as st

from pages.shell.desk import Desk, Made
from pages.shell.language import worded, words
from pages.shell.lead import paragraph
from pages.shell.written import written
from survey.errors import BearingError
from survey.fieldwork.invitations import codes_csv, handing_out
from survey.fieldwork.letters import notes_of, write_letters
from survey.fieldwork.rounds import Order
from survey.organisation.letterhead import letterhead_of
from survey.settings import Workspace
from survey.store.protocol import Store, Wave


def make(
    here: Workspace,
    store: Store,
    wave: Wave,
    order: Order,
    on: Desk,
    *,
    base_url: str,
    language: str,
) -> None:
    """Put new codes and their letters on the desk; the codes also where no letter can be set."""
    try:
        head, notes = letterhead_of(here), notes_of(here, wave)
        with handing_out(here, store, wave, order) as issued:
            codes = codes_csv(issued, base_url).encode()
            on.put(here.root, Made(wave.name, len(issued), codes))
        letters = written(
            lambda path: write_letters(
                issued, wave.name, base_url, path, language, head, notes=notes
            )
        )
        on.put(here.root, Made(wave.name, len(issued), codes, letters))
    except BearingError as refused:
        on.said = (False, worded(refused))


def offer(made: Made, here: Workspace, on: Desk) -> None:
    """Offer the files of codes that were just made, until the coordinator says they are saved."""
    text = words()
    paragraph(text("invitations.made", count=made.count, wave=made.wave))
    for kind, content, mime in (
        ("letters.pdf", made.letters, "application/pdf"),
        ("codes.csv", made.codes, "text/csv"),
    ):
        if content:
            stem, _, ending = kind.partition(".")
            st.download_button(
                text(f"invitations.save_{stem}"),
                content,
                file_name=f"{stem}-{made.wave}.{ending}",
                mime=mime,
                on_click="ignore",
                type="primary",
                key=f"save_{stem}",
            )
    if st.button(text("invitations.saved"), key="files_saved"):
        on.clear(here.root)
        st.rerun()

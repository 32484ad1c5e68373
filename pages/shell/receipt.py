"""The check of a receipt: whoever kept one sees that the form was counted. Nothing is stored."""

from collections.abc import Sequence

import streamlit as st

from analytics.release.content import Release
from analytics.release.receipts import inclusion
from pages.shell import workspace
from pages.shell.lead import paragraph
from survey.fieldwork.receipts import ReceiptMalformed
from survey.i18n.catalogue import Texts
from survey.i18n.writing import isolated


def offer(releases: Sequence[Release], text: Texts) -> None:
    """Draw the check where a release has receipts, the newest wave first."""
    waves = [release.manifest.wave for release in releases if release.manifest.receipts_root]
    if not waves:
        return
    st.header(text("receipts.title"))
    paragraph(text("receipts.lead"))
    with st.form("receipt", clear_on_submit=True):
        wave = st.selectbox(text("receipts.wave"), waves[::-1])
        typed = st.text_input(text("receipts.label"), autocomplete="off")
        sent = st.form_submit_button(text("receipts.button"))
    if sent:
        _answer(wave, typed, text)


def _answer(wave: str, typed: str, text: Texts) -> None:
    try:
        proof = inclusion(workspace.current().releases / wave, typed)
    except ReceiptMalformed:
        st.warning(text("receipts.malformed"))
        return
    if proof is None or not proof.holds:
        st.warning(text("receipts.missing", wave=isolated(wave, text.language)))
        return
    st.success(text("receipts.included", of=proof.of, wave=isolated(wave, text.language)))
    with st.expander(text("receipts.proof")):
        paragraph(text("receipts.how"))
        st.code("\n".join([proof.leaf, *proof.path, proof.root]), language=None)

"""The first sentence of a page: its answer, a little larger than the rest."""

from html import escape

import streamlit as st

from pages.shell import language


def lead(sentence: str) -> None:
    """Draw the sentence that answers the page's question."""
    st.html(f'<p class="bearing-lead" lang="{language.current()}">{escape(sentence)}</p>')

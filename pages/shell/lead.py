"""Sentences as plain HTML: names of teams come from a file, and must not be read as markup."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from pages.shell import language


def lead(sentence: str) -> None:
    """Draw the sentence that answers the page's question, a little larger than the rest."""
    st.html(f'<p class="bearing-lead" lang="{language.current()}">{escape(sentence)}</p>')


def paragraph(sentence: str) -> None:
    """Draw a sentence that holds names or numbers."""
    st.html(f'<p class="bearing-text" lang="{language.current()}">{escape(sentence)}</p>')


def findings(sentences: Iterable[str]) -> None:
    """Draw a list of findings; nothing where there is none."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    if items:
        st.html(f'<ul class="bearing-text" lang="{language.current()}">{items}</ul>')

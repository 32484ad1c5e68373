"""Sentences as plain HTML: names of teams come from a file, and must not be read as markup."""

import re
from collections.abc import Iterable
from typing import Final

import streamlit as st
from markupsafe import Markup, escape

from pages.shell import language

TOGETHER: Final = re.compile(r"(\((?=[^()]*\d)[^()]{3,28}\)|\b\d+ %|\b\d+ \w+$)")
"""What a line may not break: numbers in brackets, a per cent, the answers at the end."""


def unbroken(words: str) -> Markup:
    """Return words escaped, with an interval or a base kept on one line: "(44 %, 40 to 48)"."""
    parts = TOGETHER.split(words)
    return Markup().join(
        Markup('<span class="unbroken">{}</span>').format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )


def lead(sentence: str) -> None:
    """Draw the sentence that answers the page's question, a little larger than the rest."""
    st.html(f'<p class="bearing-lead" lang="{language.current()}">{unbroken(sentence)}</p>')


def paragraph(sentence: str) -> None:
    """Draw a sentence that holds names or numbers."""
    st.html(f'<p class="bearing-text" lang="{language.current()}">{unbroken(sentence)}</p>')


def findings(sentences: Iterable[str]) -> None:
    """Draw a list of findings; nothing where there is none."""
    items = "".join(f"<li>{unbroken(sentence)}</li>" for sentence in sentences)
    if items:
        st.html(f'<ul class="bearing-text" lang="{language.current()}">{items}</ul>')

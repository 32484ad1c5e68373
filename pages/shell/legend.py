"""What the looks of a cell mean: said under a picture that has such cells, and only there."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from analytics.release.model import CellStatus
from pages.shell.language import words

ORDER = (CellStatus.BOUNDED, CellStatus.WITHHELD)


def show_legend(statuses: Iterable[CellStatus]) -> None:
    """Draw a line with a sample and its words for each status other than shown."""
    present = set(statuses)
    text = words()
    parts = [
        f'<span class="sample {status}" aria-hidden="true"></span>'
        f"<span>{escape(text(f'results.legend.{status}'))}</span>"
        for status in ORDER
        if status in present
    ]
    if parts:
        items = "".join(f"<li>{part}</li>" for part in parts)
        st.html(f'<ul class="bearing-legend" lang="{text.language}">{items}</ul>')

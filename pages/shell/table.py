"""Tables as plain HTML: read by screen readers, by phones and by print, with nothing to sort."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st
from jinja2 import Environment, Template, select_autoescape

from analytics.release.model import CellStatus
from pages.shell import language


@dataclass(frozen=True)
class Entry:
    """One place in a table: its words, and how they may be read."""

    text: str
    status: CellStatus = CellStatus.SHOWN


def show(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Entry | str]]) -> None:
    """Draw a table. The first entry of each row names it; all text is escaped."""
    st.html(html(caption, columns, rows, language.current()))


def html(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[Entry | str]], lang: str
) -> str:
    """Return a table as HTML."""
    entries = [[Entry(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return _template().render(caption=caption, columns=columns, rows=entries, language=lang)


@cache
def _template() -> Template:
    environment = Environment(autoescape=select_autoescape(default=True))
    return environment.from_string((Path(__file__).parent / "table.html").read_text("utf-8"))

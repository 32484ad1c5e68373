"""Tables as plain HTML: read by screen readers, by phones and by print, with nothing to sort."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import streamlit as st
from jinja2 import Environment, Template, select_autoescape

from analytics.release.model import CellStatus
from pages.shell import language
from pages.shell.lead import unbroken

MOST_AS_CARDS: Final = 60
"""Entries beyond which cards would make a phone's page endless; such a table scrolls sideways."""


@dataclass(frozen=True)
class Entry:
    """One place in a table: its words, and how they may be read."""

    text: str
    status: CellStatus = CellStatus.SHOWN


def show(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[Entry | str]], quiet: bool = False
) -> None:
    """Draw a table. The first entry of each row names it; all text is escaped.

    ``quiet`` leaves the caption to screen readers, where a heading above says the same.
    """
    st.html(html(caption, columns, rows, language.current(), quiet))


def html(
    caption: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Entry | str]],
    lang: str,
    quiet: bool = False,
) -> str:
    """Return a table as HTML. On a phone its rows become cards, unless they would be too many."""
    entries = tuple(
        tuple(Entry(cell) if isinstance(cell, str) else cell for cell in row) for row in rows
    )
    return _rendered(caption, tuple(columns), entries, lang, quiet)


@lru_cache(maxsize=256)
def _rendered(
    caption: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[Entry, ...], ...],
    lang: str,
    quiet: bool,
) -> str:
    """Return the table; the same words give the same table, so it is kept."""
    return _template().render(
        caption=caption,
        columns=columns,
        rows=rows,
        language=lang,
        quiet=quiet,
        long=len(rows) * len(columns) > MOST_AS_CARDS,
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=select_autoescape(default=True))
    environment.filters["unbroken"] = unbroken
    return environment.from_string((Path(__file__).parent / "table.html").read_text("utf-8"))

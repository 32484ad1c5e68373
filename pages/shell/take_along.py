"""Take along: a picture and its cells as files, and a link with all choices, in one small menu."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import pandas as pd
import streamlit as st

from analytics.charts.drawing import drawn_png, drawn_svg
from pages.shell import release_choice, workspace
from pages.shell.files import Taker, kept_file
from pages.shell.guard import remembered
from pages.shell.language import words
from pages.shell.written import written
from survey.access.permissions import Doing
from survey.vocabulary import Purpose

Specification = Callable[[], Mapping[str, Any]]
MIMES: Final = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def offer(caption: str, table: pd.DataFrame, specification: Specification) -> None:
    """Draw the menu under a picture; each file is made when its button is pressed.

    Parameters
    ----------
    caption
        What the picture shows; also what tells its menu from the others of the page.
    specification
        Makes the picture as it is taken along, with its ground and a width in numbers.
    """
    text = words()
    wave = release_choice.chosen().manifest.wave
    here, session = workspace.current(), remembered()

    def taken(ending: str) -> bytes:
        content = file_of(ending, caption, table, specification)
        taker = Taker(Purpose.OWN_WORK, session.role_now(Doing.TAKE_RESULTS))
        return kept_file(here, wave, content, taker)

    with st.popover(text("results.take.menu"), key=f"take_{caption}"):
        for ending, mime in MIMES.items():
            st.download_button(
                text(f"results.take.{ending}"),
                partial(taken, ending),
                file_name=f"bearing-{wave}.{ending}",
                mime=mime,
                on_click="ignore",
                key=f"take_{ending}_{caption}",
            )
        st.markdown(text("results.take.link"))
        st.code(link(wave), language=None, wrap_lines=True)


def file_of(ending: str, caption: str, table: pd.DataFrame, specification: Specification) -> bytes:
    """Return a picture, or the cells under it, as a file of a kind of ``MIMES``."""
    from analytics.reports.exports.text_tables import write_csv
    from analytics.reports.exports.workbook import write_table

    heads = [str(name) for name in table.columns]
    rows = [[str(field) for field in row] for row in table.itertuples(index=False)]
    if ending == "png":
        return drawn_png(specification())
    if ending == "svg":
        return drawn_svg(specification()).encode("utf-8")
    if ending == "csv":
        return written(lambda path: write_csv(path, heads, rows))
    return written(lambda path: write_table(path, caption, heads, rows))


def link(wave: str) -> str:
    """Return the address of the page with every choice, the wave by its name."""
    place = urlsplit(st.context.url or "")
    chosen = {**{name: st.query_params[name] for name in st.query_params}, "wave": wave}
    return f"{place.scheme}://{place.netloc}{place.path}?{urlencode(chosen)}"

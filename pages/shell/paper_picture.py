"""A paper form as a picture to click in: its questions and boxes in the order of the sheet.

What is clicked stays in the browser until the form is stored or emptied: until then every mark can
be taken back. After that nothing of it is left in the session, as with a typed line.
"""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.speech import choose
from survey.form.paper import paper_languages
from survey.form.questions import Part, Question, parts
from survey.i18n.catalogue import PAPER_PARTS, texts
from survey.instruments.model import Instrument

SHEET: Final = "paper_sheets"
"""How many sheets were emptied or stored: each has fields of its own, and they begin empty."""
NOT_TICKED: Final = "-"


def draw(
    instrument: Instrument,
    team: str,
    store: Callable[[Mapping[int, str | None]], None],
) -> None:
    """Draw the sheet; ``store`` is called with the number of each question and what was clicked.

    That is the number beside a box, ``-`` for a question without a tick, and None where nobody has
    clicked. ``team`` stands on the button.
    """
    text = words()
    language = choose(paper_languages(instrument), text("screens.paper_entry.language"), "sheet")
    say = texts(language, *PAPER_PARTS)
    sheet = parts(instrument, language, say("form.prefer_not_to_say"))
    keys = {
        question.number: f"paper_{st.session_state.get(SHEET, 0)}_{question.key}"
        for part in sheet
        for question in part.questions
    }

    def pressed() -> None:
        store({number: st.session_state.get(key) for number, key in keys.items()})

    with st.form("paper_sheet", enter_to_submit=False):
        for part in sheet:
            _part(part, keys)
        st.form_submit_button(
            text("screens.paper_entry.store", team=team), type="primary", on_click=pressed
        )
        st.form_submit_button(text("screens.paper_entry.clear"), on_click=empty)


def empty() -> None:
    """Take every mark back: the next run draws a sheet without any."""
    st.session_state[SHEET] = st.session_state.get(SHEET, 0) + 1


def _part(part: Part, keys: Mapping[int, str]) -> None:
    st.header(part.title)
    if part.intro:
        paragraph(part.intro)
    for question in part.questions:
        _question(question, keys[question.number])


def _question(question: Question, key: str) -> None:
    said = {one.value: _label(one.value, one.text) for one in question.choices}
    said[NOT_TICKED] = "–"
    st.radio(
        f"{question.number}. {question.text}",
        said,
        index=None,
        format_func=said.__getitem__,
        horizontal=True,
        key=key,
    )


def _label(value: str, text: str) -> str:
    """Return a box as it is printed: its number, and its words where they do not begin with it."""
    return text if text.split(" ", maxsplit=1)[0] == value else f"{value} {text}"

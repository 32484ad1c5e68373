"""Questionnaire: what are employees asked, in which words?"""

from html import escape

import streamlit as st

from analytics.charts.words import in_language
from pages.shell import table
from pages.shell.guard import require
from pages.shell.language import NAMES, words
from pages.shell.lead import lead, paragraph
from survey.form.preview import preview_address
from survey.i18n.numbers import decimal
from survey.instruments.catalogue import bundled, load
from survey.instruments.duration import estimated_minutes
from survey.instruments.model import Instrument, Item, Section
from survey.instruments.reading_level import reading_level
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()


def options_words(instrument: Instrument, item: Item, language: str) -> str:
    """Return the answers of an item in a line, the one that is always there last."""
    steps = [in_language(step.text, language) for step in instrument.options_of(item.key).steps]
    return " · ".join([*steps, text("screens.questionnaire.decline")])


def show_section(instrument: Instrument, section: Section, language: str) -> None:
    """Draw a section's heading, its introduction and a table of its questions."""
    title = in_language(section.title, language)
    st.header(title)
    if section.intro:
        st.markdown(in_language(section.intro, language))
    columns = [text(f"screens.questionnaire.column.{name}") for name in ("question", "options")]
    rows = [
        [in_language(item.text, language), options_words(instrument, item, language)]
        for item in instrument.items
        if item.section == section.key
    ]
    table.show(title, columns, rows, quiet=True)


st.title(text("screens.questionnaire.title"))
which, speech = st.columns(2)
with which:
    key = st.selectbox(
        text("screens.questionnaire.choose"),
        bundled(),
        format_func=lambda one: in_language(load(one).title, text.language),
        key="questionnaire_shown",
    )
instrument = load(key)
with speech:
    offered = list(instrument.languages)
    language = st.selectbox(
        text("screens.questionnaire.language"),
        offered,
        index=offered.index(text.language) if text.language in offered else 0,
        format_func=lambda code: NAMES.get(code, code),
        key=f"questionnaire_language_{text.language}",
    )

lead(
    text(
        "screens.questionnaire.lead",
        title=in_language(instrument.title, language),
        items=len(instrument.items),
        minutes=instrument.minutes,
    )
)
level = reading_level(instrument, language)
paragraph(
    text(
        "preview.measures",
        minutes=decimal(estimated_minutes(instrument, language), 1, text.language),
        level=text("preview.sentences", words=decimal(level.words_a_sentence, 1, text.language))
        if level.school_years is None
        else text("preview.years", years=level.school_years, formula=level.formula),
    )
)
address = escape(preview_address(instrument.key, language), quote=True)
opening = escape(text("preview.open"))
style = "color: inherit"  # a browser's own link colour is too dark for the dark theme
st.html(
    f'<p class="bearing-text"><a href="{address}" target="_blank" style="{style}">{opening}</a></p>'
)
st.markdown(in_language(instrument.notice, language))
for section in instrument.sections:
    show_section(instrument, section, language)
st.markdown(
    text(
        "screens.questionnaire.version",
        version=instrument.version,
        licence=instrument.licence,
        source=instrument.source,
    )
)

"""Questionnaire: what are employees asked, in which words?"""

from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from analytics.charts.words import in_language
from pages.shell import table, workspace
from pages.shell.guard import require
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from survey.errors import BearingError
from survey.form.preview import offer, preview_address
from survey.i18n.numbers import decimal
from survey.i18n.writing import own_name
from survey.instruments.catalogue import bundled, load
from survey.instruments.duration import estimated_minutes
from survey.instruments.model import Instrument, Item, Section
from survey.instruments.reading_level import reading_level
from survey.store.opening import open_store
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
READ_IN = "questionnaire_read_in"


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


def own() -> dict[str, Instrument]:
    """Return by its key for a preview each instrument of a wave that does not ship with Bearing."""
    shipped = [load(key) for key in bundled()]
    waves = open_store(workspace.current()).waves()
    every = [wave.instrument for wave in waves if wave.instrument not in shipped]
    return {offer(instrument): instrument for instrument in every}


def upload() -> dict[str, Instrument]:
    """Ask for an instrument that no wave has yet, check it, and return it by its key."""
    if workspace.is_demonstration():
        return {}  # anybody may be its coordinator, and a preview is shown to whoever has its link
    with st.expander(text("preview.own")):
        st.markdown(text("preview.own_lead"))
        file = st.file_uploader(text("preview.file"), type="toml", max_upload_size=1, key="own")
        if file is None:
            return {}
        try:
            found = loaded(file.getvalue(), Path(file.name).name)
        except BearingError as refused:
            st.error(worded(refused))
            return {}
        return {offer(found): found}


def loaded(raw: bytes, name: str) -> Instrument:
    """Return a checked instrument from an uploaded file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        return load(path)


def remember_language() -> None:
    """Keep the language that was chosen for the questionnaire, whatever that of the screen."""
    st.session_state[READ_IN] = st.session_state[f"questionnaire_language_{text.language}"]


st.title(text("screens.questionnaire.title"))
choices = upload() | {key: load(key) for key in bundled()} | own()
which, speech = st.columns(2)
with which:
    key = st.selectbox(
        text("screens.questionnaire.choose"),
        choices,
        format_func=lambda one: in_language(choices[one].title, text.language),
        key=f"questionnaire_shown_{len(choices)}",
    )
instrument = choices[key]
with speech:
    offered = list(instrument.languages)
    spoken = st.session_state.get(READ_IN, text.language)
    language = st.selectbox(
        text("screens.questionnaire.language"),
        offered,
        index=offered.index(spoken) if spoken in offered else 0,
        format_func=own_name,
        key=f"questionnaire_language_{text.language}",
        on_change=remember_language,
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
address = escape(f".{preview_address(key, language)}", quote=True)  # holds below any sub-path
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

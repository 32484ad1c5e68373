"""Import: answers that were collected elsewhere, column by column, into a closed wave."""

from datetime import date

import streamlit as st

from analytics.charts.words import in_language
from analytics.disclosure.policy import policy_for
from pages.shell import workspace
from pages.shell.guard import require
from pages.shell.import_item import Answers, choose_item, choose_scale
from pages.shell.import_reading import choose_column, choose_reading
from pages.shell.language import worded, words
from pages.shell.lead import lead, paragraph
from pages.shell.mailing import drop
from survey.errors import BearingError
from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.draft import (
    Draft,
    DraftItem,
    DraftScale,
    headings_of,
    questions_in,
)
from survey.fieldwork.importing.presets import presets
from survey.fieldwork.other_people import Others
from survey.fieldwork.tables.opening import LIST_ENDINGS, STATISTICS_ENDINGS, Source
from survey.fieldwork.waves import import_wave
from survey.instruments.catalogue import bundled, load
from survey.instruments.model import Instrument
from survey.store.opening import open_store
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
here = workspace.current()
IMPORTED = "answers_imported"
ENDINGS = [ending.removeprefix(".") for ending in (*LIST_ENDINGS, *STATISTICS_ENDINGS)]


def choose_draft(source: Source) -> Draft | None:
    """Ask for questionnaire, tool, unit columns and items; None until there is enough."""
    key = st.selectbox(
        text("screens.open_wave.instrument"),
        bundled(),
        format_func=lambda one: in_language(load(one).title, text.language),
        key="import_instrument",
    )
    tool = st.selectbox(
        text("imports.preset"),
        ["", *presets()],
        format_func=lambda one: text(f"imports.preset.{one or 'none'}"),
        key="import_preset",
    )
    preset = tool or None
    reading = choose_reading(source)
    headings = headings_of(source, reading)
    department = choose_column(text("imports.department"), headings, "import_department")
    team = choose_column(text("imports.team"), headings, "import_team")
    if not department:
        st.markdown(text("imports.choose_department"))
        return None
    columns = questions_in(source, preset, reading) if reading.is_long else headings
    given, instrument = Answers(source, preset, reading, columns), load(key)
    items, undecided = choose_items(instrument, given)
    scales = choose_scales(instrument, given)
    if not items and not scales:
        st.markdown(text("imports.choose_item"))
        return None
    if undecided:
        st.info(text("imports.undecided", count=undecided))
        return None
    return Draft(key, department, team or None, preset, items, scales, reading)


def choose_items(instrument: Instrument, given: Answers) -> tuple[dict[str, DraftItem], int]:
    """Ask for each item's column; also return how many values wait for a meaning."""
    st.header(text("imports.items"))
    st.markdown(text("imports.items_lead"))
    items, undecided = {}, 0
    for item in instrument.items:
        with st.container(border=True):
            found = choose_item(item.key, instrument, given)
        if found:
            items[item.key], open_values = found
            undecided += open_values
    return items, undecided


def choose_scales(instrument: Instrument, given: Answers) -> dict[str, DraftScale]:
    """Ask for the columns with ready scores of whole scales."""
    with st.expander(text("imports.scales")):
        st.markdown(text("imports.scales_lead"))
        found = {scale.key: choose_scale(scale, given) for scale in instrument.scales}
    return {key: scale for key, scale in found.items() if scale}


def offer_import(draft: Draft, source: Source) -> bool:
    """Say what would be imported, offer the mapping as a file, import when asked; return whether
    that was done."""
    imported = read_answers(source, draft.mapping())
    st.header(text("imports.understood"))
    for note in imported.notes:
        paragraph(worded(note))
    st.markdown(text("imports.direction"))
    st.info(text("imports.no_head_counts"))
    st.download_button(
        text("imports.mapping"),
        draft.toml(),
        file_name="mapping.toml",
        mime="application/toml",
        on_click="ignore",
        key="save_mapping",
    )
    name = st.text_input(text("screens.open_wave.name"), key="import_wave_name").strip()
    given = st.date_input(
        text("imports.given"),
        imported.given_on or date.today(),
        max_value=date.today(),
        key="import_given",
    )
    others = st.selectbox(
        text("imports.others"),
        [None, *Others],
        format_func=lambda one: text(f"trail.others.{one}" if one else "imports.others_no"),
        key="import_others",
    )
    if others:
        st.info(text("imports.others_said"))
    pressed = st.button(text("imports.import"), type="primary", disabled=not name, key="import_it")
    if pressed:
        import_wave(here, open_store(here), name, imported, policy_for(here), given, others=others)
        st.session_state[IMPORTED] = (name, len(imported.answers))
    return pressed


st.title(text("screens.import_answers.title"))
lead(text("imports.lead"))
if done := st.session_state.pop(IMPORTED, None):
    st.success(text("imports.imported", wave=done[0], answers=done[1]))
    st.page_link("coordinator/waves.py", label=text("screens.menu.waves"))
    st.stop()
uploaded = st.file_uploader(text("imports.file"), type=ENDINGS, key="import_file")
if uploaded is None:
    st.stop()
try:
    chosen = Source(uploaded.name, uploaded.getvalue())
    draft = choose_draft(chosen)
    if draft is not None and offer_import(draft, chosen):
        drop(uploaded)  # answers stay in the store alone
        st.rerun()
except BearingError as refused:
    st.error(worded(refused))

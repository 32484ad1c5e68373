"""Import: answers that were collected elsewhere, column by column, into a closed wave."""

from datetime import date

import streamlit as st

from analytics.charts.words import in_language
from analytics.disclosure.policy import policy_for
from pages.shell import workspace
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.mailing import drop
from survey.errors import BearingError
from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.draft import (
    Draft,
    DraftItem,
    headings_of,
    likely_meanings,
    values_in,
)
from survey.fieldwork.importing.presets import presets
from survey.fieldwork.other_people import Others
from survey.fieldwork.tables.opening import LIST_ENDINGS, STATISTICS_ENDINGS, Source
from survey.fieldwork.waves import import_wave
from survey.instruments.catalogue import bundled, load
from survey.instruments.model import Instrument
from survey.store.duckdb_store import open_store
from survey.vocabulary import Role

require(Role.COORDINATOR)

text = words()
here = workspace.current()
IMPORTED = "answers_imported"
UNDECIDED = "?"
NO_ANSWER = "-"
ENDINGS = [ending.removeprefix(".") for ending in (*LIST_ENDINGS, *STATISTICS_ENDINGS)]


def choose_draft(source: Source) -> Draft | None:
    """Ask for questionnaire, tool, unit columns and items; None until there is enough."""
    key = st.selectbox(
        text("screens.open_wave.instrument"),
        bundled(),
        format_func=lambda one: in_language(load(one).title, text.language),
        key="import_instrument",
    )
    preset = st.selectbox(
        text("imports.preset"),
        ["", *presets()],
        format_func=lambda one: text(f"imports.preset.{one or 'none'}"),
        key="import_preset",
    )
    headings = headings_of(source)
    department = _column(text("imports.department"), headings, "import_department")
    team = _column(text("imports.team"), headings, "import_team")
    if not department:
        st.markdown(text("imports.choose_department"))
        return None
    st.header(text("imports.items"))
    st.markdown(text("imports.items_lead"))
    instrument = load(key)
    items, undecided = {}, 0
    for item in instrument.items:
        with st.container(border=True):
            found = choose_item(item.key, instrument, source, preset or None, headings)
        if found:
            items[item.key], open_values = found
            undecided += open_values
    if not items:
        st.markdown(text("imports.choose_item"))
        return None
    if undecided:
        st.info(text("imports.undecided", count=undecided))
        return None
    return Draft(key, department, team or None, preset or None, items)


def choose_item(
    key: str, instrument: Instrument, source: Source, preset: str | None, headings: tuple[str, ...]
) -> tuple[DraftItem, int] | None:
    """Ask for an item's column and for the meaning of each value in it.

    Also return how many values wait for a meaning: nothing becomes "no answer" by itself.
    """
    question = in_language(instrument.item_by_key[key].text, text.language)
    column = _column(question, headings, f"import_item_{key}", key)
    if not column:
        return None
    values = values_in(source, column, preset)
    if not values:
        st.markdown(text("imports.many_values"))
        return DraftItem(column), 0
    steps = {
        str(step.value): f"{step.value} – {in_language(step.text, text.language)}"
        for step in instrument.options_of(key).steps
    }
    names = {UNDECIDED: text("imports.say"), **steps, NO_ANSWER: text("imports.no_answer")}
    likely = likely_meanings(values, key, instrument)
    chosen = {
        value: st.selectbox(
            text("imports.value", value=value.replace("[", "(").replace("]", ")")),
            names,
            index=list(names).index(str(likely.get(value, UNDECIDED))),
            format_func=names.__getitem__,
            key=f"import_value_{key}_{column}_{value}",
        )
        for value in values
    }
    undecided = sum(meant == UNDECIDED for meant in chosen.values())
    meanings = {
        value: None if meant == NO_ANSWER else int(meant)
        for value, meant in chosen.items()
        if meant != UNDECIDED
    }
    return DraftItem(column, meanings), undecided


def _column(label: str, headings: tuple[str, ...], key: str, usual: str = "") -> str:
    offered = ("", *headings)
    return st.selectbox(
        label,
        offered,
        index=offered.index(usual) if usual in offered else 0,
        format_func=lambda one: one or text("imports.no_column"),
        key=key,
    )


def offer_import(draft: Draft, source: Source) -> bool:
    """Say what would be imported, offer the mapping as a file, import when asked; return whether
    that was done."""
    imported = read_answers(source, draft.mapping())
    st.header(text("imports.understood"))
    for note in imported.notes:
        paragraph(note)
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
    st.error(refused.message)

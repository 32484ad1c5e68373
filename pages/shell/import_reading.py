"""How a file of answers is read: its headings, its decimals, and whose row is whose."""

from collections.abc import Sequence

import streamlit as st

from pages.shell.language import words
from survey.fieldwork.importing.draft import ENCODINGS, TWINS, DraftReading, headings_of
from survey.fieldwork.tables.opening import TEXT_ENDINGS, Source


def choose_column(label: str, offered: Sequence[str], key: str, usual: str = "") -> str:
    """Ask for one of the file's columns; "" for none."""
    every = ("", *offered)
    return st.selectbox(
        label,
        every,
        index=every.index(usual) if usual in every else 0,
        format_func=lambda one: one or words()("imports.no_column"),
        key=key,
    )


def choose_reading(source: Source) -> DraftReading:
    """Ask how the file is to be read, where that is not plain from it."""
    text = words()
    with st.expander(text("imports.layout")):
        encoding = ENCODINGS[0]
        if source.ending in TEXT_ENDINGS:
            encoding = st.selectbox(
                text("imports.encoding"),
                ENCODINGS,
                format_func=lambda one: text(f"imports.encoding.{one}"),
                key="import_encoding",
            )
        headings = st.number_input(
            text("imports.headings"), 1, value=None, placeholder="1", key="import_headings"
        )
        skipped = st.number_input(
            text("imports.skip_below"), 0, value=None, placeholder="0", key="import_skip_below"
        )
        decimal = st.selectbox(
            text("imports.decimal"),
            ["", ",", "."],
            format_func=lambda one: one or text("imports.decimal.plain"),
            key="import_decimal",
        )
    begun = DraftReading(encoding, headings, skipped, decimal or None)
    columns = headings_of(source, begun)
    with st.expander(text("imports.people")):
        person = choose_column(text("imports.person"), columns, "import_person")
        twins = st.selectbox(
            text("imports.twins"),
            TWINS,
            format_func=lambda one: text(f"imports.twins.{one.replace(' ', '_')}"),
            disabled=not person,
            key="import_twins",
        )
        st.markdown(text("imports.long_lead"))
        question = choose_column(text("imports.question"), columns, "import_question")
        answer = choose_column(text("imports.answer"), columns, "import_answer")
        if (question or answer) and not (person and question and answer):
            st.warning(text("imports.long_needs"))
    return DraftReading(
        encoding, headings, skipped, decimal or None,
        person or None, twins, question or None, answer or None,
    )  # fmt: skip

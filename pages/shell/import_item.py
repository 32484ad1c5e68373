"""What a column of answers holds, asked for one question or one ready score at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from analytics.charts.words import in_language
from pages.shell.import_reading import choose_column
from pages.shell.language import words
from survey.fieldwork.importing.draft import (
    DraftItem,
    DraftReading,
    DraftScale,
    likely_meanings,
    values_in,
)
from survey.fieldwork.tables.opening import Source
from survey.instruments.model import Instrument, Scale

UNDECIDED = "?"
NO_ANSWER = "-"


@dataclass(frozen=True)
class Answers:
    """The file, how it is read, and the columns (or questions) that may hold an item's answers."""

    source: Source
    preset: str | None
    reading: DraftReading
    columns: Sequence[str]

    def values(self, column: str, *, listed: bool = False) -> tuple[str, ...]:
        """Return what stands in a column; nothing where that is too much to choose from."""
        return values_in(self.source, column, self.preset, self.reading, listed=listed)


def choose_item(key: str, instrument: Instrument, given: Answers) -> tuple[DraftItem, int] | None:
    """Ask for an item's column and for what it holds.

    Also return how many values wait for a meaning: nothing becomes "no answer" by itself.
    """
    text = words()
    question = in_language(instrument.item_by_key[key].text, text.language)
    column = choose_column(question, given.columns, f"import_item_{key}", key)
    if not column:
        return None
    values = given.values(column)
    ways = ["meanings"] if values else []
    ways += ["own", "ranges", "score"]
    if set(instrument.options_of(key).values) >= {0, 1}:
        ways.append("contains")
    way = st.selectbox(
        text("imports.holds"),
        ways,
        format_func=lambda one: text(f"imports.holds.{one}"),
        key=f"import_holds_{key}_{column}",
    )
    if way == "meanings":
        return _meanings(key, column, values, instrument)
    if way == "ranges":
        return _ranges(key, column, instrument)
    if way == "score":
        return DraftItem(column, score=_bounds(key)), 0
    if way == "contains":
        part = choose_column(
            text("imports.part"), given.values(column, listed=True), f"import_part_{key}"
        )
        return DraftItem(column, contains=part or None), int(not part)
    return DraftItem(column), 0


def choose_scale(scale: Scale, given: Answers) -> DraftScale | None:
    """Ask for the column with the ready score of a whole scale, and where its ends are."""
    text = words()
    column = choose_column(
        in_language(scale.name, text.language), given.columns, f"import_scale_{scale.key}"
    )
    return DraftScale(column, *_bounds(f"scale_{scale.key}")) if column else None


def _meanings(
    key: str, column: str, values: Sequence[str], instrument: Instrument
) -> tuple[DraftItem, int]:
    text = words()
    names = {UNDECIDED: text("imports.say"), **_steps(key, instrument)}
    names[NO_ANSWER] = text("imports.no_answer")
    likely = likely_meanings(tuple(values), key, instrument)
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


def _ranges(key: str, column: str, instrument: Instrument) -> tuple[DraftItem, int]:
    """Ask for the largest number of each step; a step without one is left out."""
    text = words()
    lowest = st.number_input(text("imports.lowest"), value=None, key=f"import_lowest_{key}")
    ends = {
        int(value): st.number_input(
            text("imports.upto", step=name), value=None, key=f"import_upto_{key}_{value}"
        )
        for value, name in _steps(key, instrument).items()
    }
    upto = {value: end for value, end in ends.items() if end is not None}
    return DraftItem(column, upto=upto, lowest=lowest), int(not upto)


def _bounds(key: str) -> tuple[float, float]:
    text = words()
    low = st.number_input(text("imports.score_low"), value=0.0, key=f"import_low_{key}")
    high = st.number_input(text("imports.score_high"), value=100.0, key=f"import_high_{key}")
    return low, high


def _steps(key: str, instrument: Instrument) -> dict[str, str]:
    language = words().language
    return {
        str(step.value): f"{step.value} – {in_language(step.text, language)}"
        for step in instrument.options_of(key).steps
    }

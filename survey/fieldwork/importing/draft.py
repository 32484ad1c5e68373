"""A mapping as it is chosen step by step on a screen, and the TOML that says the same."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from survey.fieldwork.importing.mapping import Mapping as FileMapping
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.importing.presets import with_preset
from survey.fieldwork.importing.recoding import PARTING
from survey.fieldwork.tables.columns import read_columns
from survey.fieldwork.tables.opening import Source, open_sheet
from survey.fieldwork.tables.table import Layout, Sheet, as_heading
from survey.fieldwork.tables.values import canonical
from survey.instruments.model import Instrument

MOST_VALUES: Final = 12
"""Different values of a column up to which each can be mapped by hand; more are numbers or text."""
LEAVE_OUT: Final = "leave out"
TWINS: Final = ("error", "keep first", "keep last")
"""What may happen to several rows of one person."""
ENCODINGS: Final = ("utf-8", "cp1252", "utf-16", "mac_roman")
"""Of text files, as the tools of people's computers write them."""


@dataclass(frozen=True)
class DraftReading:
    """How the file is to be read, where that is not plain from it.

    Attributes
    ----------
    encoding
        Of a text file.
    headings
        The line of the headings; None is the first that holds anything.
    skip_below
        Rows below them that are no answers; None is what the preset says.
    decimal
        The decimal mark.
    person, twins
        The column that names the person, and what happens to several rows of one.
    question, answer
        The two columns of a file with a row for each person and question.
    """

    encoding: str = "utf-8"
    headings: int | None = None
    skip_below: int | None = None
    decimal: str | None = None
    person: str | None = None
    twins: str = TWINS[0]
    question: str | None = None
    answer: str | None = None

    @property
    def is_long(self) -> bool:
        """Whether each row holds one answer, so that items are found by their questions."""
        return bool(self.person and self.question and self.answer)

    def top(self) -> Iterator[str]:
        """Give the lines at the head of the mapping."""
        if self.encoding != "utf-8":
            yield f"encoding = {_text(self.encoding)}"
        if self.headings is not None:
            yield f"headings = {self.headings}"
        if self.skip_below is not None:
            yield f"skip_below = {self.skip_below}"
        if self.decimal:
            yield f"decimal = {_text(self.decimal)}"

    def tables(self) -> Iterator[str]:
        """Give the lines of the tables that say whose row it is."""
        if self.person:
            yield from ("", "[person]", f"column = {_text(self.person)}")
            yield f"twins = {_text(self.twins)}"
        if self.is_long:
            yield from ("", "[long]", f"question = {_text(self.question or '')}")
            yield f"answer = {_text(self.answer or '')}"


AS_IT_IS: Final = DraftReading()


@dataclass(frozen=True)
class DraftItem:
    """Where an item's answers are, and what the file's values are of its own.

    One of these at most; without any, the column holds the item's own values.

    Attributes
    ----------
    meanings
        By value in the file: a value of the item, or None for no answer.
    contains
        The field lists several answers: 1 where this one is among them, else 0.
    upto, lowest
        By value of the item, the largest number that is still it; the least number of all.
    score
        The lowest and the highest number of a score that is moved to the item's steps.
    """

    column: str
    meanings: Mapping[str, int | None] = field(default_factory=dict)
    contains: str | None = None
    upto: Mapping[int, float] = field(default_factory=dict)
    lowest: float | None = None
    score: tuple[float, float] | None = None

    def lines(self) -> Iterator[str]:
        """Give the lines of the item's table, without its name."""
        yield f"column = {_text(self.column)}"
        known = {one: meant for one, meant in self.meanings.items() if meant is not None}
        missing = [one for one, meant in self.meanings.items() if meant is None]
        if known:
            pairs = ", ".join(f"{_text(one)} = {meant}" for one, meant in known.items())
            yield f"recode = {{ {pairs} }}"
        if missing:
            yield f"missing = [{', '.join(map(_text, missing))}]"
        if self.contains:
            yield f"contains = {_text(self.contains)}"
        if self.upto:
            ends = sorted(self.upto.items(), key=lambda one: one[1])
            parts = ", ".join(f"{{ upto = {end:g}, value = {value} }}" for value, end in ends)
            yield f"ranges = [{parts}]"
            if self.lowest is not None:
                yield f"lowest = {self.lowest:g}"
        if self.score:
            yield f"score = {{ low = {self.score[0]:g}, high = {self.score[1]:g} }}"


@dataclass(frozen=True)
class DraftScale:
    """Where the ready score of a whole scale is, and between which numbers it lies."""

    column: str
    low: float = 0
    high: float = 100

    def lines(self) -> Iterator[str]:
        """Give the lines of the scale's table, without its name."""
        yield f"column = {_text(self.column)}"
        yield f"low = {self.low:g}"
        yield f"high = {self.high:g}"


@dataclass(frozen=True)
class Draft:
    """What was chosen so far. Without ``team`` the department is the only unit."""

    instrument: str
    department: str
    team: str | None = None
    preset: str | None = None
    items: Mapping[str, DraftItem] = field(default_factory=dict)
    scales: Mapping[str, DraftScale] = field(default_factory=dict)
    reading: DraftReading = AS_IT_IS

    def toml(self) -> str:
        """Return the mapping as its file would say it."""
        return "\n".join(self._lines()) + "\n"

    def mapping(self) -> FileMapping:
        """Return the mapping; raises what is wrong with it, as of its file."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "mapping.toml"
            path.write_text(self.toml(), "utf-8")
            return load_mapping(path)

    def _lines(self) -> Iterator[str]:
        yield f"instrument = {_text(self.instrument)}"
        if self.preset:
            yield f"preset = {_text(self.preset)}"
        yield from self.reading.top()
        yield from ("", "[unit]", f"department = {_text(self.department)}")
        if self.team:
            yield f"team = {_text(self.team)}"
        yield f"rows_without = {_text(LEAVE_OUT)}"
        yield from self.reading.tables()
        for key, item in self.items.items():
            yield from ("", f"[items.{key}]", *item.lines())
        for key, scale in self.scales.items():
            yield from ("", f"[scales.{key}]", *scale.lines())


def layout_of(preset: str | None, reading: DraftReading = AS_IT_IS) -> Layout:
    """Return how a file is laid out, as far as somebody or else a preset says."""
    said = with_preset({"preset": preset}) if preset else {}
    skipped = reading.skip_below
    return Layout(
        encoding=reading.encoding,
        headings=reading.headings,
        skip_below=int(said.get("skip_below", 0)) if skipped is None else skipped,
    )


def headings_of(source: Source, reading: DraftReading = AS_IT_IS) -> tuple[str, ...]:
    """Return the headings of a file; raises what is wrong with the file."""
    layout = layout_of(None, reading)
    sheet = open_sheet(source, layout, lambda row: sum(bool(cell.strip()) for cell in row))
    for line, row in sheet.rows:
        if layout.headings is None or line >= layout.headings:
            return tuple(dict.fromkeys(name for name in map(as_heading, row) if name))
    return ()


def values_in(
    source: Source,
    heading: str,
    preset: str | None,
    reading: DraftReading = AS_IT_IS,
    *,
    listed: bool = False,
) -> tuple[str, ...]:
    """Return the different values of a column in one form, sorted, without the empty one.

    They say what somebody answered and never who; a column with more than ``MOST_VALUES`` gives
    none. In a long file the column is the answers to the question of that name. ``listed`` takes
    fields apart that list several answers. Raises what is wrong with the file.
    """
    found = set(_fields(source, heading, layout_of(preset, reading), reading))
    if listed:
        found = {part.strip() for one in found for part in re.split(PARTING, one)}
    found = {canonical(value) for value in found} - {""}
    return tuple(sorted(found, key=_in_order)) if len(found) <= MOST_VALUES else ()


def questions_in(source: Source, preset: str | None, reading: DraftReading) -> tuple[str, ...]:
    """Return the questions of a long file in their order; raises what is wrong with the file."""
    layout, heading = layout_of(preset, reading), reading.question or ""
    table = read_columns(_opened(source, heading, layout), layout, [heading])
    return tuple(dict.fromkeys(name for name in map(str.strip, table.columns[heading]) if name))


def _fields(source: Source, heading: str, layout: Layout, reading: DraftReading) -> Iterator[str]:
    if not reading.is_long:
        table = read_columns(_opened(source, heading, layout), layout, [heading])
        yield from table.columns[heading]
        return
    both = [reading.question or "", reading.answer or ""]
    table = read_columns(_opened(source, both[0], layout), layout, both)
    for question, answer in zip(*(table.columns[one] for one in both), strict=True):
        if question.strip() == heading:
            yield answer


def _opened(source: Source, heading: str, layout: Layout) -> Sheet:
    return open_sheet(source, layout, lambda row: heading in map(as_heading, row))


def likely_meanings(values: tuple[str, ...], key: str, instrument: Instrument) -> dict[str, int]:
    """Return what a value of a column most likely is, by its number or wording, where it says.

    What is not in it has to be asked: a value that became "no answer" by itself would be lost.
    """
    by_text = {
        text.casefold(): step.value
        for step in instrument.options_of(key).steps
        for text in (str(step.value), *step.text.values())
    }
    return {value: by_text[value.casefold()] for value in values if value.casefold() in by_text}


def _in_order(value: str) -> tuple[bool, float, str]:
    number = value.lstrip("+-").replace(".", "", 1).isdecimal()
    return not number, float(value) if number else 0.0, value


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

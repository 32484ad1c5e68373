"""A mapping as it is chosen step by step on a screen, and the TOML that says the same."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from survey.fieldwork.importing.mapping import Mapping as FileMapping
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.importing.presets import with_preset
from survey.fieldwork.tables.columns import read_columns
from survey.fieldwork.tables.opening import Source, open_sheet
from survey.fieldwork.tables.table import Layout, as_heading
from survey.fieldwork.tables.values import canonical
from survey.instruments.model import Instrument

MOST_VALUES: Final = 12
"""Different values of a column up to which each can be mapped by hand; more are numbers or text."""
LEAVE_OUT: Final = "leave out"


@dataclass(frozen=True)
class DraftItem:
    """Where an item's answers are, and which value of the file is which of its own.

    ``meanings`` is by value in the file: a value of the item, or None for no answer. Without any,
    the column holds the item's own values.
    """

    column: str
    meanings: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """What was chosen so far. Without ``team`` the department is the only unit."""

    instrument: str
    department: str
    team: str | None = None
    preset: str | None = None
    items: Mapping[str, DraftItem] = field(default_factory=dict)

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
        yield from ("", "[unit]", f"department = {_text(self.department)}")
        if self.team:
            yield f"team = {_text(self.team)}"
        yield f"rows_without = {_text(LEAVE_OUT)}"
        for key, item in self.items.items():
            yield from ("", f"[items.{key}]", f"column = {_text(item.column)}")
            known = {one: meant for one, meant in item.meanings.items() if meant is not None}
            missing = [one for one, meant in item.meanings.items() if meant is None]
            if known:
                pairs = ", ".join(f"{_text(one)} = {meant}" for one, meant in known.items())
                yield f"recode = {{ {pairs} }}"
            if missing:
                yield f"missing = [{', '.join(map(_text, missing))}]"


def layout_of(preset: str | None) -> Layout:
    """Return how a file is laid out, as far as a preset says."""
    said = with_preset({"preset": preset}) if preset else {}
    return Layout(skip_below=int(said.get("skip_below", 0)))


def headings_of(source: Source) -> tuple[str, ...]:
    """Return the headings in the first row of a file; raises what is wrong with the file."""
    sheet = open_sheet(source, Layout(), lambda row: sum(bool(cell.strip()) for cell in row))
    for _, row in sheet.rows:
        return tuple(dict.fromkeys(name for name in map(as_heading, row) if name))
    return ()


def values_in(source: Source, heading: str, preset: str | None) -> tuple[str, ...]:
    """Return the different values of a column in one form, sorted, without the empty one.

    They say what somebody answered and never who; a column with more than ``MOST_VALUES`` gives
    none. Raises what is wrong with the file.
    """
    layout = layout_of(preset)
    sheet = open_sheet(source, layout, lambda row: heading in map(as_heading, row))
    table = read_columns(sheet, layout, [heading])
    found = {canonical(value) for value in table.columns[heading]} - {""}
    return tuple(sorted(found, key=_in_order)) if len(found) <= MOST_VALUES else ()


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

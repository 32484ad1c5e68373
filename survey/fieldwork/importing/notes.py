"""What whoever imports is told of a file: what was read of it, and what was not."""

from survey.errors import Said
from survey.fieldwork.importing.mapping import Filter, Mapping
from survey.fieldwork.importing.selection import described
from survey.fieldwork.importing.unit_names import Rows
from survey.fieldwork.tables.table import Table
from survey.store.protocol import Unit


def on_left_out(twins: int, silent: int) -> tuple[Said, ...]:
    """Return how many rows were left out: of the same people, and without an answer."""
    said = []
    if twins:
        said.append(Said("{twins} further rows of the same people left out.", twins=twins))
    if silent:
        said.append(Said("{silent} rows left out in which nothing was answered.", silent=silent))
    return tuple(said)


def on_rows(table: Table, filters: list[Filter], chosen: Rows) -> Said:
    """Return how many rows were read, and by which conditions they were chosen."""
    said = [
        described(each) if each.value is None else f"{each.column} = {each.value}"
        for each in filters
    ]
    if not said:
        return Said("{rows} rows read.", rows=len(table.lines))
    return Said(
        "{chosen} of {rows} rows have {said}.",
        chosen=chosen.sum(),
        rows=len(table.lines),
        said=said,
    )


def on_units(kept: Rows, left_out: int, units: tuple[Unit, ...]) -> Said:
    """Return how many answers came from how many teams."""
    departments = len({unit.department for unit in units})
    return Said(
        "{left_out} rows left out for want of a department or team; {answers} answers from"
        " {teams} teams in {departments} departments.",
        left_out=left_out,
        answers=kept.sum(),
        teams=len(units),
        departments=departments,
    )


def on_items(mapping: Mapping) -> tuple[Said, ...]:
    """Return what the file does not ask, and what that leaves of each scale."""
    asked = mapping.instrument.asking(mapping.sources)
    if not asked.not_asked:
        return ()
    notes = [Said("Not asked in this file: {items}.", items=", ".join(asked.not_asked))]
    for whole, own in zip(mapping.instrument.scales, asked.scales, strict=True):
        if len(own.items) < len(whole.items):
            made_of = ", ".join(entry.item for entry in own.items)
            notes.append(
                Said(
                    "The scale {scale} is made of {own} of its {whole} questions: {made_of}.",
                    scale=own.key,
                    own=len(own.items),
                    whole=len(whole.items),
                    made_of=made_of,
                )
            )
    if none := sorted(asked.measures_not_asked):
        notes.append(
            Said("Without a value, since not asked: {measures}.", measures=", ".join(none))
        )
    return tuple(notes)

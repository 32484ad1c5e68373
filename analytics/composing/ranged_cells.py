"""Cells of a wave beside which earlier releases still stand: ranges that those releases give.

A row whose sum lies in its range (``analytics.disclosure.standing``) is published as that range,
any other not at all; departments and the organisation like their teams.
"""

from collections.abc import Container, Iterable, Iterator, Sequence

from analytics.composing.cell_values import (
    CellValues,
    Place,
    cell_values_of,
    number_cell,
    withheld_cell,
)
from analytics.composing.cells import Groupings, exact_sums
from analytics.composing.tally import Tally
from analytics.disclosure.extremes import Blurred
from analytics.disclosure.groups import Block, Grouping
from analytics.disclosure.standing.alignment import aligned_with_health, unit_places
from analytics.disclosure.standing.earlier_rows import Earlier, earlier
from analytics.disclosure.standing.ranges import Range, range_since
from analytics.release.content import Release
from analytics.release.counterparts import Place as TeamPlace
from analytics.release.model import TOTAL, Cell, Reason
from survey.instruments.model import Measure
from survey.store.protocol import Unit, Wave


def align(groupings: Groupings, units: Sequence[Unit], standing: Sequence[Release]) -> Groupings:
    """Return groupings whose rows hold whole rows of every standing release; health on unions."""
    return Groupings(*aligned_with_health(groupings.conditions, groupings.health, units, standing))


def ranged_cells(
    wave: Wave,
    measure: Measure,
    tally: Tally,
    grouping: Grouping,
    standing: Sequence[Release],
    coarse: Container[str] = (),
) -> Iterator[Cell]:
    """Yield the cells of one measure: organisation, departments, teams.

    ``coarse`` measures are shown for the organisation only.
    """
    by_unit = tally.by_unit(measure.key)
    cell_values = cell_values_of(measure, tally.full[measure.key], by_unit)
    exact = exact_sums(by_unit)
    standing_rows = [
        earlier(release, measure.key, measure.sensitivity, cell_values.full)
        for release in standing
        if _says(release, measure)
    ]
    threshold = wave.policy.threshold(measure.sensitivity)
    place_of = unit_places(wave.units)
    whole = Block(TOTAL, TOTAL, tuple(unit.id for unit in wave.units))
    for block in (whole, *grouping.departments, *grouping.teams):
        own = [exact[unit] for unit in block.units if unit in exact]
        n, total = sum(each.n for each in own), sum(each.total for each in own)
        own_places = frozenset(place_of[unit] for unit in block.units)
        room = _room(own_places, n, standing_rows, cell_values.full, threshold)
        holds = room is not None and room.holds(total)
        shown = holds and (block is whole or measure.key not in coarse)
        yield _cell(wave.name, block, n, room if shown else None, cell_values)


def stands(standing: Iterable[Release], wave: Wave, measure: Measure) -> bool:
    """Say whether a standing release tells of a measure, or of the questionnaire that it is of.

    What was not asked then in the same questionnaire may be made of items that were.
    """
    return any(
        release.manifest.instrument == wave.instrument.key or _says(release, measure)
        for release in standing
    )


def _says(release: Release, measure: Measure) -> bool:
    """Whether a release published a measure at all: that a row is withheld says something, too."""
    return any(
        cell.measure == measure.key
        and cell.reason not in (Reason.TOO_FEW_ANSWERS, Reason.NOT_ASKED)
        for cell in release.cells
    )


def _room(
    own: frozenset[TeamPlace],
    n: int,
    standing_rows: Iterable[Earlier],
    full: int,
    threshold: int,
) -> Range | None:
    """The range of a row; None where a standing release does not say what it held of its people."""
    known = [rows.of(own) for rows in standing_rows]
    stood = [one for one in known if one is not None]
    if len(stood) < len(known):
        return None
    room = range_since(stood, n, full, threshold)
    return None if (room.low, room.high) == (0, n * full) else room


def _cell(wave: str, block: Block, n: int, room: Range | None, cell_values: CellValues) -> Cell:
    place = Place(block.department, block.team, TOTAL, TOTAL)
    if room is None:
        return withheld_cell(wave, place, cell_values.measure, Reason.SINCE_EARLIER)
    sums = Blurred(n, room.low, room.low, room.high)
    return number_cell(wave, place, sums, 0.0, Reason.SINCE_EARLIER, cell_values)

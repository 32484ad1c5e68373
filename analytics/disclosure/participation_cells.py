"""Participation: a share of head-counts in steps, capped, so that no single answer moves it.

Where a team sent more answers than it has people, some people answered twice, so that nobody can
say how many took part: then no share is given of the groups that count it.
"""

from collections.abc import Iterable, Mapping

from analytics.disclosure.groups import Block
from analytics.release.model import TOTAL, Cell, CellStatus, Reason, Statistic
from survey.fieldwork.participation import more_answers_than_people, step
from survey.store.protocol import Unit, Wave

MEASURE = "participation"


def participation_cells(
    wave: Wave, blocks: Iterable[Block], responses: Mapping[int, int]
) -> tuple[Cell, ...]:
    """Return participation of the organisation and of each department group, as bounds.

    Empty where a head-count is unknown, as in imported waves.
    """
    if any(unit.headcount is None for unit in wave.units):
        return ()
    whole = Block(TOTAL, TOTAL, tuple(unit.id for unit in wave.units))
    unit_of = {unit.id: unit for unit in wave.units}
    return tuple(
        _cell(wave, block.department, [unit_of[unit] for unit in block.units], responses)
        for block in (whole, *blocks)
    )


def _cell(wave: Wave, department: str, units: list[Unit], responses: Mapping[int, int]) -> Cell:
    headcount = sum(unit.headcount or 0 for unit in units)
    cell = Cell(
        wave=wave.name, department=department, measure=MEASURE, statistic=Statistic.SHARE,
        n=headcount, status=CellStatus.WITHHELD, reason=Reason.MORE_THAN_PEOPLE,
    )  # fmt: skip
    if more_answers_than_people(units, responses):
        return cell
    answered = sum(responses.get(unit.id, 0) for unit in units)
    low, high = step(answered, headcount, wave.policy)
    stepped = {"status": CellStatus.BOUNDED, "reason": Reason.STEPPED}
    return cell.model_copy(update={**stepped, "low": low / 100, "high": high / 100})

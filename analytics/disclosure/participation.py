"""Participation: a share of head-counts in steps, capped, so that no single answer moves it."""

from collections.abc import Iterable, Mapping

from analytics.disclosure.groups import Block
from analytics.release.model import TOTAL, Cell, CellStatus, Reason, Statistic
from survey.fieldwork.participation import step
from survey.fieldwork.policy import Policy
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
    headcounts = _headcounts(wave.units)
    return tuple(
        _cell(
            wave.name,
            block.department,
            sum(responses.get(unit, 0) for unit in block.units),
            sum(headcounts[unit] for unit in block.units),
            wave.policy,
        )
        for block in (whole, *blocks)
    )


def _headcounts(units: Iterable[Unit]) -> dict[int, int]:
    return {unit.id: unit.headcount or 0 for unit in units}


def _cell(wave: str, department: str, responses: int, headcount: int, policy: Policy) -> Cell:
    low, high = step(responses, headcount, policy)
    return Cell(
        wave=wave,
        department=department,
        measure=MEASURE,
        statistic=Statistic.SHARE,
        n=headcount,
        low=low / 100,
        high=high / 100,
        status=CellStatus.BOUNDED,
        reason=Reason.STEPPED,
    )

"""The wave guard: what two waves differ by is explained by nobody or by k people or more.

The answers of two waves are different unknowns, but answers persist. Of a team of 8 that all
answered, 7 and a newcomer a year later, the one who left can be read off. So the rows then, the
rows now and "elsewhere" are nodes, and people on the staff lists are edges between the row that
counted them and the row that counts them now: every cut must be 0 or at least k. A row that fails
is shown together with its neighbour in the new wave. Head-counts of moves are enough; no names.

Edges are people on the lists, as if all of them answered: that is when the arithmetic works. Who
of them answered twice is known to nobody, and cannot be guarded (docs/anonymity.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from analytics.disclosure.crossings.cut import Cut, Node, cut_below
from analytics.disclosure.groups import Block, Grouping
from analytics.disclosure.joining import join_departments, join_teams
from analytics.release.counterparts import Row, Rows, rows_of
from analytics.release.model import GroupMember
from survey.errors import BearingError
from survey.fieldwork.moves import Move, Place, Staff, staff_on_both
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity

THEN, NOW, ELSEWHERE = 0, 1, 2
AWAY: Final[Node] = (ELSEWHERE, 0)


class WavesTooClose(BearingError):
    """So few people came or left that the two waves differ by them, however rows are joined."""

    code: ClassVar[str] = "WAVES-TOO-CLOSE"


@dataclass(frozen=True)
class Since:
    """What stands published already, and who moved since.

    Attributes
    ----------
    groups
        The earlier release's groups.
    units
        The earlier wave's staff list.
    moves
        Everybody who joined, left or changed teams between the two staff lists.
    """

    groups: tuple[GroupMember, ...]
    units: tuple[Unit, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Verdict:
    """What the guard says of two waves.

    Attributes
    ----------
    holds
        Whether every cut is 0 or at least k.
    people
        Where not, the people by whom the two waves differ.
    rows
        Where not, the rows of the new wave that must be shown together with others.
    """

    holds: bool
    people: int = 0
    rows: tuple[Row, ...] = ()


def guard(before: Rows, now: Rows, staff: Staff, threshold: int) -> Verdict:
    """Say whether the rows of a new wave can stand beside those of an earlier one.

    ``staff`` counts everybody on either staff list by where they were and are (see
    ``survey.fieldwork.moves.staff_on_both``).
    """
    then_rows, now_rows = sorted(set(before.values())), sorted(set(now.values()))
    then_at = {row: (THEN, at) for at, row in enumerate(then_rows)}
    now_at = {row: (NOW, at) for at, row in enumerate(now_rows)}
    edges: dict[tuple[Node, Node], int] = {}
    for (source, target), people in staff.items():
        pair = (
            AWAY if source is None else then_at[before[source]],
            AWAY if target is None else now_at[now[target]],
        )
        edges[pair] = edges.get(pair, 0) + people
    cut = cut_below(edges, threshold)
    if cut is None:
        return Verdict(holds=True)
    inside = _away_from_elsewhere(cut)
    return Verdict(False, cut.people, tuple(now_rows[at] for kind, at in sorted(inside)
                                            if kind == NOW))  # fmt: skip


def guarded(
    grouping: Grouping,
    units: Sequence[Unit],
    since: Since,
    sensitivity: Sensitivity,
    threshold: int,
) -> Grouping:
    """Return the grouping with rows joined until the guard holds.

    The smallest row of those that must be joined takes the smallest other row of its department;
    a row that is its whole department takes the smallest other department first. Only head-counts
    decide.

    Raises
    ------
    WavesTooClose
        Where fewer than k people came or left in all, so that joining rows cannot help.
    MovesInvalid
        Where the moves and the two staff lists do not add up.
    """
    staff = staff_on_both(since.units, units, since.moves)
    _require_turnover(staff, threshold)
    before = rows_of(since.groups, sensitivity)
    people = {unit.id: unit.headcount or 0 for unit in units}
    while not (verdict := guard(before, current_rows(grouping, units), staff, threshold)).holds:
        failing = [block for block in grouping.teams
                   if (block.department, block.team) in verdict.rows]  # fmt: skip
        grouping = _joined(grouping, min(failing, key=lambda block: _order(block, people)),
                           units, people)  # fmt: skip
    return grouping


def current_rows(grouping: Grouping, units: Iterable[Unit]) -> dict[Place, Row]:
    """Return the rows of a grouping, by team."""
    row_of = {unit: block for block in grouping.teams for unit in block.units}
    return {
        (unit.department, unit.team): (row_of[unit.id].department, row_of[unit.id].team)
        for unit in units
    }


def _away_from_elsewhere(cut: Cut) -> frozenset[Node]:
    return cut.other if AWAY in cut.side else cut.side


def _require_turnover(staff: Staff, threshold: int) -> None:
    turnover = sum(people for pair, people in staff.items() if None in pair)
    if 0 < turnover < threshold:
        raise WavesTooClose(
            "Only {turnover} people joined or left since the earlier wave, fewer than {threshold}:"
            " the two waves together would be about them. Ask again later, when more people have"
            " changed, or withdraw the earlier release.",
            turnover=turnover,
            threshold=threshold,
        )


def _joined(
    grouping: Grouping, block: Block, units: Sequence[Unit], people: Mapping[int, int]
) -> Grouping:
    """Join a row with its smallest neighbour, across departments where it is its whole one."""
    inside = [other for other in grouping.teams
              if other.department == block.department and other != block]  # fmt: skip
    if not inside:
        own, *_ = (one for one in grouping.departments if one.department == block.department)
        others = [one for one in grouping.departments if one != own]
        if not others:
            raise WavesTooClose(
                "The two waves differ by too few people even when all teams are shown together."
                " Ask again later, or withdraw the earlier release."
            )
        neighbour = min(others, key=lambda one: _order(one, people))
        grouping = join_departments(grouping, own, neighbour, units)
        block = next(one for one in grouping.teams if one.units == block.units)
        inside = [other for other in grouping.teams
                  if other.department == block.department and other != block]  # fmt: skip
    return join_teams(grouping, block, min(inside, key=lambda one: _order(one, people)), units)


def _order(block: Block, people: Mapping[int, int]) -> tuple[int, str, str]:
    return sum(people[unit] for unit in block.units), block.department, block.team

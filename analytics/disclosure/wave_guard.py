"""The wave guard: what two waves differ by is explained by nobody or by k people or more.

The answers of two waves are different unknowns, but answers persist. Of a team of 8 that all
answered, 7 and a newcomer a year later, the one who left can be read off. So the rows then, the
rows now and "elsewhere" are nodes, and people on the staff lists are edges between the row that
counted them and the row that counts them now: where every cut is 0 or at least k, numbers may
stand beside numbers. Head-counts of moves are enough; no names.

Edges are people on the lists, so all of them must have answered, both times: of a team in which
nobody came or went, 8 answers then and 7 now are somebody who did not answer again, whom the team
may know (``everybody_answered``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analytics.disclosure.crossings.cut import Node, cut_below
from analytics.disclosure.groups import Grouping
from analytics.disclosure.standing.earlier_rows import rows_by_label
from analytics.release.content import Release
from analytics.release.counterparts import Row, Rows, rows_of
from analytics.release.model import TOTAL, Reason, Statistic
from survey.fieldwork.moves import Move, Place, Staff, staff_on_both
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity

THEN, NOW, ELSEWHERE = 0, 1, 2
AWAY: Final[Node] = (ELSEWHERE, 0)


@dataclass(frozen=True)
class Since:
    """What stands published already, and who moved since.

    Attributes
    ----------
    release
        The earlier release.
    units
        The earlier wave's staff list.
    moves
        Everybody who joined, left or changed teams between the two staff lists.
    """

    release: Release
    units: tuple[Unit, ...]
    moves: tuple[Move, ...]

    def staff(self, units: Iterable[Unit]) -> Staff:
        """Return everybody on this staff list or the earlier one, by where they were and are.

        Raises ``MovesInvalid`` where the moves and the two lists do not add up.
        """
        return staff_on_both(self.units, units, self.moves)


def fewest_between(before: Rows, now: Rows, staff: Staff, threshold: int) -> int | None:
    """Return the fewest people by whom rows of two waves differ, where they are fewer than k.

    None where every sum and difference of the rows concerns nobody or k people. ``staff`` counts
    everybody on either staff list by where they were and are.
    """
    then_at, now_at = (
        {row: (wave, at) for at, row in enumerate(sorted(set(rows.values())))}
        for wave, rows in ((THEN, before), (NOW, now))
    )
    edges: dict[tuple[Node, Node], int] = {}
    for (source, target), people in staff.items():
        pair = (
            AWAY if source is None else then_at[before[source]],
            AWAY if target is None else now_at[now[target]],
        )
        edges[pair] = edges.get(pair, 0) + people
    cut = cut_below(edges, threshold)
    return None if cut is None else cut.people


def differ_by_few(
    since: Since, now: Rows, units: Iterable[Unit], sensitivity: Sensitivity, threshold: int
) -> bool:
    """Say whether some rows of a new wave differ from those that stand by 1 to k - 1 people.

    Raises ``MovesInvalid`` where the moves and the two staff lists do not add up.
    """
    before = rows_of(since.release.groups, sensitivity)
    return fewest_between(before, now, since.staff(units), threshold) is not None


def everybody_answered(release: Release, units: Iterable[Unit]) -> bool:
    """Say whether all people of a staff list answered each question that a release shows.

    Each row must say so of itself; one that is not shown leaves it open. Where a team sent more
    answers than it has people, nobody knows whose they are.
    """
    people = {(unit.department, unit.team): unit.headcount or 0 for unit in units}
    answers = _answers(release)
    teams = {sensitivity: rows_by_label(release, sensitivity) for sensitivity in Sensitivity}
    own = {entry.key: teams[entry.sensitivity] for entry in release.measures}
    rows = [
        (answers.get((measure, row)), places)
        for measure in {measure for measure, _ in answers}
        for row, places in own[measure].items()
        if row[1] != TOTAL
    ]
    rows += [(row.n, own[row.measure][row.department, TOTAL]) for row in release.distributions]
    return (
        bool(rows)
        and not release.manifest.although
        and all(n == sum(people.get(place, 0) for place in places) for n, places in rows)
    )


def _answers(release: Release) -> dict[tuple[str, Row], int | None]:
    """Return by measure and row how many answered it, of all measures that are shown."""
    return {
        (cell.measure, (cell.department, cell.team)): cell.n
        for cell in release.cells
        if cell.breakdown == TOTAL
        and cell.statistic is not Statistic.SD
        and cell.reason not in (Reason.TOO_FEW_ANSWERS, Reason.NOT_ASKED)
    }


def current_rows(grouping: Grouping, units: Iterable[Unit]) -> dict[Place, Row]:
    """Return the rows of a grouping, by team."""
    row_of = {unit: block for block in grouping.teams for unit in block.units}
    return {
        (unit.department, unit.team): (row_of[unit.id].department, row_of[unit.id].team)
        for unit in units
    }

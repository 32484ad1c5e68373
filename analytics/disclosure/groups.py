"""Groups: small units are shown together with their smallest siblings, by head-counts only.

Every answer is in exactly one row, and every row is a union of disjoint blocks of k or more
people. Therefore every linear combination of published sums is constant on each block, and
concerns k people or nobody (docs/anonymity.md). The answers themselves play no part here.

A row's size is its smallest number of answers to any of the measures that it shows, so that
nobody's silence on one question leaves fewer than k behind another's figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from analytics.release.model import GROUP_JOIN
from survey.errors import BearingError
from survey.store.protocol import Unit

Sizes = Mapping[int, tuple[int, ...]]
"""By unit id, the number of answers to each measure in turn."""


class TooFewAnswers(BearingError):
    """The whole organisation has fewer answers than the threshold."""

    code: ClassVar[str] = "TOO-FEW-ANSWERS"


@dataclass(frozen=True)
class Block:
    """Units that are shown together under one name."""

    department: str
    team: str
    units: tuple[int, ...]


@dataclass(frozen=True)
class Grouping:
    """The rows of one sensitivity: department groups, and the team blocks that make them up."""

    departments: tuple[Block, ...]
    teams: tuple[Block, ...]


@dataclass(frozen=True)
class _Row:
    names: tuple[str, ...]
    units: tuple[int, ...]
    size: int


def group(units: Sequence[Unit], sizes: Sizes, threshold: int, total: str) -> Grouping:
    """Return the grouping of teams and departments at a threshold.

    Parameters
    ----------
    units
        All teams of the wave.
    sizes
        Answers to each measure by unit id; units without answers may be missing.
    threshold
        Fewest answers to any measure behind a row.
    total
        The mark that stands for all teams of a department.

    Raises
    ------
    TooFewAnswers
        Where all units together are below the threshold.
    """
    teams = [_Row((unit.team,), (unit.id,), _size([unit.id], sizes)) for unit in units]
    department_of = {unit.id: unit.department for unit in units}
    by_department: dict[str, list[_Row]] = {}
    for row in teams:
        by_department.setdefault(department_of[row.units[0]], []).append(row)
    return _grouped(by_department, department_of, sizes, threshold, total)


def regroup(
    finer: Grouping, units: Sequence[Unit], sizes: Sizes, threshold: int, total: str
) -> Grouping:
    """Return a coarser grouping whose every row is a union of the finer grouping's rows."""
    team_of = {unit.id: unit.team for unit in units}
    department_of = {unit.id: unit.department for unit in units}
    by_department: dict[str, list[_Row]] = {block.department: [] for block in finer.departments}
    label_of = {unit: block.department for block in finer.departments for unit in block.units}
    for block in finer.teams:
        row = _Row(
            tuple(team_of[unit] for unit in block.units), block.units, _size(block.units, sizes)
        )
        by_department[label_of[block.units[0]]].append(row)
    return _grouped(by_department, department_of, sizes, threshold, total)


def pool(rows: Iterable[_Row], sizes: Sizes, threshold: int) -> list[_Row]:
    """Return rows of at least ``threshold``, made from the smallest upwards.

    A row below the threshold takes the next smallest until it has enough; what is left over at
    the end joins the smallest finished row. Ties go by name, so that the same head-counts always
    give the same rows.
    """
    finished: list[_Row] = []
    waiting: _Row | None = None
    for row in sorted(rows, key=lambda row: (row.size, row.names, row.units)):
        waiting = row if waiting is None else _joined(waiting, row, sizes)
        if waiting.size >= threshold:
            finished.append(waiting)
            waiting = None
    if waiting is not None:
        if not finished:
            raise TooFewAnswers(
                "Fewer than {threshold} answers in all: nothing can be published without"
                " pointing at single people. Keep the wave open longer, or ask more people.",
                threshold=threshold,
            )
        smallest = min(finished, key=lambda row: (row.size, row.names, row.units))
        finished[finished.index(smallest)] = _joined(smallest, waiting, sizes)
    return finished


def label(names: Iterable[str]) -> str:
    """Return the name of units shown together: theirs, in alphabetical order, joined by " + "."""
    return GROUP_JOIN.join(sorted(set(names)))


def _grouped(
    by_department: Mapping[str, Sequence[_Row]],
    department_of: Mapping[int, str],
    sizes: Sizes,
    threshold: int,
    total: str,
) -> Grouping:
    whole = [
        _Row(
            tuple(sorted({department_of[unit] for row in rows for unit in row.units})),
            tuple(unit for row in rows for unit in row.units),
            _size([unit for row in rows for unit in row.units], sizes),
        )
        for rows in by_department.values()
    ]
    row_of = {unit: row for rows in by_department.values() for row in rows for unit in row.units}
    departments, blocks = [], []
    for pooled in pool(whole, sizes, threshold):
        name = label(pooled.names)
        departments.append(Block(name, total, tuple(sorted(pooled.units))))
        members = {row_of[unit].units: row_of[unit] for unit in pooled.units}
        for row in pool(members.values(), sizes, threshold):
            team = label(_team_names(row, members.values(), department_of))
            blocks.append(Block(name, team, tuple(sorted(row.units))))
    by_name = sorted(departments, key=lambda block: block.department)
    return Grouping(
        tuple(by_name), tuple(sorted(blocks, key=lambda block: (block.department, block.team)))
    )


def _team_names(row: _Row, siblings: Iterable[_Row], department_of: Mapping[int, str]) -> list[str]:
    """A team's name, with its department's where two departments shown together share it."""
    homes: dict[str, set[str]] = {}
    for sibling in siblings:
        for name, unit in zip(sibling.names, sibling.units, strict=True):
            homes.setdefault(name, set()).add(department_of[unit])
    return [
        name if len(homes[name]) == 1 else f"{name} ({department_of[unit]})"
        for name, unit in zip(row.names, row.units, strict=True)
    ]


def _joined(one: _Row, other: _Row, sizes: Sizes) -> _Row:
    units = (*one.units, *other.units)
    return _Row((*one.names, *other.names), units, _size(units, sizes))


def _size(units: Iterable[int], sizes: Sizes) -> int:
    columns = [sizes[unit] for unit in units if unit in sizes]
    return min(map(sum, zip(*columns, strict=True)), default=0)

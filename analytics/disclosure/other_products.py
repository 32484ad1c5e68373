"""What other rules would have given away on the same answers: counted, never shown.

Two common rules hide small teams and publish the rest exactly. "Hide below 5" leaves out teams
with fewer answers; "5 and 2" also leaves out the next smallest, until two teams are hidden
together. How many hidden figures follow by subtraction depends on head-counts only. How many
groups say that all or none said so depends on the answers: counted are the rows that this release
publishes as a range at an end, of which exact figures would tell it or nearly.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from analytics.composing.tally import Tally
from analytics.release.model import TOTAL, Cell, CellStatus, Rival
from survey.store.protocol import Unit

HIDDEN_BELOW: Final = 5
TOGETHER: Final = 2


@dataclass(frozen=True)
class Team:
    """A team's answers to one measure: how many, and their sum in ticks from the bottom."""

    name: str
    n: int
    total: int


Rule = Callable[[Sequence[Team]], list[Team]]
"""Which of a department's teams a rule hides."""


def rivals(units: Sequence[Unit], tally: Tally, cells: Iterable[Cell]) -> tuple[Rival, ...]:
    """Return what each rule would have given away over all teams and measures.

    ``cells`` are those of the release: nothing here tells more than they do.
    """
    ends = sum(
        cell.status is CellStatus.BOUNDED and cell.team != TOTAL and cell.breakdown == TOTAL
        for cell in cells
    )
    rules: dict[str, Rule] = {"hide_below_5": hide_below_5, "five_and_two": five_and_two}
    return tuple(_rival(name, rule, units, tally, ends) for name, rule in rules.items())


def hide_below_5(teams: Sequence[Team]) -> list[Team]:
    """Hide teams with fewer than five answers."""
    return [team for team in teams if 0 < team.n < HIDDEN_BELOW]


def five_and_two(teams: Sequence[Team]) -> list[Team]:
    """Hide teams below five, and the next smallest while only one is hidden."""
    hidden = hide_below_5(teams)
    rest = sorted((t for t in teams if t.n >= HIDDEN_BELOW), key=lambda t: (t.n, t.name))
    while hidden and len(hidden) < TOGETHER and rest:
        hidden.append(rest.pop(0))
    return hidden


def _rival(name: str, rule: Rule, units: Sequence[Unit], tally: Tally, ends: int) -> Rival:
    solved = 0
    for measure in tally.full:
        for teams in _departments(units, tally, measure):
            hidden = rule(teams)
            solved += int(len(hidden) == 1 and sum(team.n for team in teams) >= HIDDEN_BELOW)
    return Rival(product=name, solved=solved, all_or_none=ends)


def _departments(units: Sequence[Unit], tally: Tally, measure: str) -> list[list[Team]]:
    sums = tally.by_unit(measure)
    n, total = dict(sums["n"].items()), dict(sums["total"].items())
    ordered = sorted(units, key=lambda unit: (unit.department, unit.team))
    return [
        [Team(unit.team, int(n.get(unit.id, 0)), int(total.get(unit.id, 0))) for unit in own]
        for _, own in groupby(ordered, key=lambda unit: unit.department)
    ]

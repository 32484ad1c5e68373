"""The merge planner: before a wave opens, who would be shown with whom, at an expected response.

It runs the rules of grouping on expected answers, head-count times rate. Nothing here is a
promise: the groups are made anew from the answers that come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from analytics.disclosure.groups import Block, Grouping, Sizes, TooFewAnswers, group, regroup
from analytics.disclosure.standing.alignment import aligned, aligned_with_health
from analytics.release.content import Release
from analytics.release.model import TOTAL
from survey.errors import BearingError
from survey.fieldwork.policy import Policy
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity

USUAL_RATE: Final = 0.7
"""Share of people who answer, where nobody expects another."""


class PlanImpossible(BearingError):
    """A plan cannot be made of these units and this rate."""

    code: ClassVar[str] = "PLAN-IMPOSSIBLE"


@dataclass(frozen=True)
class PlannedRow:
    """A row that the results would have.

    Attributes
    ----------
    department, team
        As the row would be labelled.
    teams
        How many teams it holds.
    people, answers
        Its head-count, and how many of them are expected to answer.
    units
        Ids of its teams on the staff list.
    """

    department: str
    team: str
    teams: int
    people: int
    answers: int
    units: tuple[int, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it is a single team's own figure."""
        return self.teams == 1


@dataclass(frozen=True)
class Outlook:
    """What would be shown of working conditions, or of health.

    ``rows`` is empty where the whole organisation is expected to stay below the threshold.
    """

    threshold: int
    rows: tuple[PlannedRow, ...]

    @property
    def pooled(self) -> tuple[PlannedRow, ...]:
        """The rows in which teams would be shown together."""
        return tuple(row for row in self.rows if not row.own)

    @property
    def own_teams(self) -> int:
        """Teams that would see a figure of their own."""
        return sum(row.own for row in self.rows)

    @property
    def own_people(self) -> int:
        """People who would see their own team's figure."""
        return sum(row.people for row in self.rows if row.own)


@dataclass(frozen=True)
class Plan:
    """What a staff list would come to at an expected response rate (0 to 1)."""

    rate: float
    teams: int
    people: int
    conditions: Outlook
    health: Outlook

    def of(self, sensitivity: Sensitivity) -> Outlook:
        """Return what would be shown under a sensitivity's threshold."""
        return self.health if sensitivity is Sensitivity.HEALTH else self.conditions


@dataclass(frozen=True)
class Difference:
    """What another cut of the teams would give: more (or fewer) of each than the first."""

    own_teams: int
    own_people: int
    rows: int


def plan(
    units: Sequence[Unit],
    rate: float,
    policy: Policy,
    standing: Sequence[Release] = (),
) -> Plan:
    """Return who would be shown with whom if this share of every team answered.

    Parameters
    ----------
    units
        The staff list, with head-counts.
    rate
        Expected share of people who answer, above 0 and up to 1; a team's answers are its
        head-count times this, rounded (half up), the same for every question.
    policy
        The thresholds.
    standing
        Earlier releases that would stand beside the wave: none of their rows may be divided, and
        what is shown of each row will be a range (``analytics.disclosure.standing``).

    Raises
    ------
    PlanImpossible
        For a rate outside this range, no units, or an unknown head-count.
    """
    _require_plannable(units, rate)
    people = {unit.id: unit.headcount or 0 for unit in units}
    sizes = {unit: (int(count * rate + 0.5),) for unit, count in people.items()}
    conditions, health = _groupings(units, sizes, policy, standing)
    answers = {unit: size for unit, (size,) in sizes.items()}
    return Plan(
        rate,
        len(units),
        sum(people.values()),
        Outlook(policy.conditions, _rows(conditions.teams, people, answers)),
        Outlook(policy.health, _rows(health.teams, people, answers)),
    )


def _groupings(
    units: Sequence[Unit],
    sizes: Sizes,
    policy: Policy,
    standing: Sequence[Release],
) -> tuple[Grouping, Grouping]:
    """Return the rows of working conditions and of health; none where all are too few."""
    try:
        conditions = group(units, sizes, policy.conditions, TOTAL)
    except TooFewAnswers:
        return Grouping((), ()), Grouping((), ())
    try:
        health = regroup(conditions, units, sizes, policy.health, TOTAL)
    except TooFewAnswers:
        health = Grouping((), ())
    if health.teams:
        return aligned_with_health(conditions, health, units, standing)
    return aligned(conditions, units, standing, Sensitivity.CONDITIONS), health


def compare(first: Plan, other: Plan, sensitivity: Sensitivity) -> Difference:
    """Return what another cut of the teams would give beyond the first."""
    one, two = first.of(sensitivity), other.of(sensitivity)
    return Difference(
        two.own_teams - one.own_teams,
        two.own_people - one.own_people,
        len(two.rows) - len(one.rows),
    )


def _rows(
    blocks: Sequence[Block], people: dict[int, int], answers: dict[int, int]
) -> tuple[PlannedRow, ...]:
    return tuple(
        PlannedRow(
            block.department,
            block.team,
            len(block.units),
            sum(people[unit] for unit in block.units),
            sum(answers[unit] for unit in block.units),
            tuple(block.units),
        )
        for block in blocks
    )


def _require_plannable(units: Sequence[Unit], rate: float) -> None:
    if not 0 < rate <= 1:
        raise PlanImpossible(
            "An expected response rate lies above 0 and is at most 1 (100 %); got {rate!r}.",
            rate=rate,
        )
    if not units:
        raise PlanImpossible("There are no teams to plan for. Give a staff list with teams.")
    for unit in units:
        if unit.headcount is None:
            raise PlanImpossible(
                "The head-count of {team!r} of {department!r} is unknown. A plan needs"
                " one for every team.",
                team=unit.team,
                department=unit.department,
            )

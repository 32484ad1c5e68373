"""What the analyses of a wave stand on, and the two ways to make a row of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Self, TypedDict, Unpack

from analytics.release.model import Analysis, AnalysisKind, Cell, Estimate, GroupMember
from analytics.statistics.interaction import SATURATED
from analytics.statistics.intervals import Interval
from analytics.statistics.items import ItemCounts
from analytics.statistics.levels import TOO_FEW_TEAMS
from analytics.statistics.models import Models, yes_no_outcomes
from analytics.statistics.rounding import rounded
from analytics.statistics.sample import PatternTally
from analytics.statistics.sufficiency import CONSTANT, NOT_APART
from survey.instruments.model import Instrument
from survey.store.protocol import Unit

REASONS: Final = {
    CONSTANT: "constant",
    NOT_APART: "not_apart",
    SATURATED: "saturated",
    TOO_FEW_TEAMS: "too_few_teams",
}


@dataclass(frozen=True)
class Ground:
    """What one wave's analyses may use.

    Attributes
    ----------
    models
        Of the instrument's plan; every analysis takes its samples and fits from there.
    cells, estimates, groups
        As they are published. What is made of these alone says nothing that they do not.
    earlier
        Analyses of released waves of the same instrument, the first wave first: its cut-offs are
        kept.
    only
        The one outcome that rows are made of; None for all.
    """

    wave: str
    instrument: Instrument
    units: tuple[Unit, ...]
    models: Models
    cells: tuple[Cell, ...]
    estimates: tuple[Estimate, ...]
    groups: tuple[GroupMember, ...]
    items: Mapping[str, ItemCounts] = field(default_factory=dict)
    earlier: tuple[Analysis, ...] = ()
    only: str | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The yes/no outcomes of the model plan, or the one that this ground is of."""
        return self.modelled if self.only is None else (self.only,)

    @property
    def modelled(self) -> tuple[str, ...]:
        """All yes/no outcomes of the model plan."""
        return yes_no_outcomes(self.instrument)

    def of(self, outcome: str) -> Self:
        """Return the same ground for the rows on one outcome; models and fits are shared."""
        return replace(self, only=outcome)

    @cached_property
    def cells_of(self) -> Mapping[str, tuple[Cell, ...]]:
        """The cells of each measure."""
        found: dict[str, list[Cell]] = {measure: [] for measure in self.instrument.measures}
        for cell in self.cells:
            found[cell.measure].append(cell)
        return {measure: tuple(cells) for measure, cells in found.items()}

    @property
    def tally(self) -> PatternTally:
        """The counts that the models are made of."""
        return self.models.tally

    @cached_property
    def departments(self) -> Mapping[str, tuple[int, ...]]:
        """The units (ids) of each department on the staff list."""
        ids: dict[str, tuple[int, ...]] = {}
        for unit in sorted(self.units, key=lambda unit: unit.department):
            ids[unit.department] = (*ids.get(unit.department, ()), unit.id)
        return ids

    def factors(self, outcome: str) -> tuple[str, ...]:
        """Return the factors of the model plan, without the outcome."""
        return self.models.factors(outcome)


class Place(TypedDict, total=False):
    """What a row is about."""

    department: str
    team: str
    outcome: str
    factor: str
    category: str
    n: int | None
    method: str


def number(
    ground: Ground,
    analysis: AnalysisKind,
    statistic: str,
    value: float | None,
    interval: Interval | None = None,
    **place: Unpack[Place],
) -> Analysis:
    """Return a row with a number of three digits, an interval, or an interval alone (bounds)."""
    return Analysis(
        wave=ground.wave,
        analysis=analysis,
        statistic=statistic,
        value=None if value is None else rounded(value),
        low=None if interval is None else rounded(interval.low),
        high=None if interval is None else rounded(interval.high),
        **place,
    )


def no_number(
    ground: Ground, analysis: AnalysisKind, statistic: str, reason: str, **place: Unpack[Place]
) -> Analysis:
    """Return a row without a number; ``reason`` is a key, or a sentence of a model's check."""
    key = REASONS.get(reason, reason)
    if " " in key:
        key = "too_few_events" if key.startswith("too few events") else "too_few_answers"
    return Analysis(wave=ground.wave, analysis=analysis, statistic=statistic, reason=key, **place)

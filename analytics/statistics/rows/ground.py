"""What the analyses of a wave stand on, and the two ways to make a row of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypedDict, Unpack

import pandas as pd

from analytics.release.model import Analysis, AnalysisKind, Cell, Estimate, GroupMember
from analytics.statistics.cases import UNIT
from analytics.statistics.interaction import SATURATED
from analytics.statistics.intervals import Interval
from analytics.statistics.items import ItemCounts
from analytics.statistics.levels import TOO_FEW_TEAMS
from analytics.statistics.models import Fitted, adjusted_model
from analytics.statistics.rounding import rounded
from analytics.statistics.sample import PatternTally
from analytics.statistics.sufficiency import CONSTANT, NOT_APART
from survey.instruments.model import Instrument, YesNo
from survey.store.protocol import Unit

REASONS: Final = {
    CONSTANT: "constant",
    NOT_APART: "not_apart",
    SATURATED: "saturated",
    TOO_FEW_TEAMS: "too_few_teams",
}


@dataclass(frozen=True)
class Part:
    """The answers of some people, in the form of a tally."""

    patterns: pd.DataFrame
    full: dict[str, int]


@dataclass(frozen=True)
class Ground:
    """What one wave's analyses may use.

    Attributes
    ----------
    cells, estimates, groups
        As they are published. What is made of these alone says nothing that they do not.
    earlier
        Analyses of released waves of the same instrument, the first wave first: its cut-offs are
        kept.
    """

    wave: str
    instrument: Instrument
    units: tuple[Unit, ...]
    tally: PatternTally
    cells: tuple[Cell, ...]
    estimates: tuple[Estimate, ...]
    groups: tuple[GroupMember, ...]
    items: Mapping[str, ItemCounts] = field(default_factory=dict)
    earlier: tuple[Analysis, ...] = ()

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The yes/no outcomes of the model plan."""
        measures = self.instrument.measures
        keys = self.instrument.model.outcomes
        return tuple(key for key in keys if isinstance(measures[key], YesNo))

    @cached_property
    def adjusted(self) -> Mapping[str, Fitted]:
        """The adjusted model of each outcome, fitted once for all kinds of analysis."""
        plan = self.instrument.model
        return {key: adjusted_model(self.tally, plan, key) for key in self.outcomes}

    @cached_property
    def departments(self) -> Mapping[str, PatternTally]:
        """The answers of each department on the staff list."""
        ids: dict[str, list[int]] = {}
        for unit in sorted(self.units, key=lambda unit: unit.department):
            ids.setdefault(unit.department, []).append(unit.id)
        patterns, full = self.tally.patterns, self.tally.full
        return {name: Part(patterns[patterns[UNIT].isin(own)], full) for name, own in ids.items()}

    def factors(self, outcome: str) -> tuple[str, ...]:
        """Return the factors of the model plan, without the outcome."""
        return tuple(key for key in self.instrument.model.factors if key != outcome)


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

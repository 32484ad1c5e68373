"""What is planted in the sample organisation, as read from planted.toml."""

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sample_data.organisation import Frozen

DEFINITION: Final = Path(__file__).with_suffix(".toml")

LATENT: Final = ("workload", "control", "support_manager", "support_colleagues")
"""The factors that people perceive, each measured by several questions."""

FACTORS: Final = (*LATENT, "physical_load")

POINTS: Final = 20.0
"""Odds ratios are planted per so many points of a score, about one standard deviation."""


class Spread(Frozen):
    """Shares of a factor's variance, and the loading of its questions."""

    team: float
    person: float
    wave: float
    item_loading: float


class Correlation(Frozen):
    """The correlation of two factors."""

    pair: tuple[str, str]
    value: float = Field(gt=-1, lt=1)


class Change(Frozen):
    """What moves in one department, from one wave on."""

    from_wave: str
    department: str
    shifts: dict[str, float]


class Physical(Frozen):
    """Latent means of the two questions on physical load, by kind of work."""

    lifting: tuple[float, ...] = Field(min_length=5, max_length=5)
    posture: tuple[float, ...] = Field(min_length=5, max_length=5)


class OutcomeEffect(Frozen):
    """What one outcome's log odds are made of; the effects are odds ratios."""

    base: float
    workload: float
    control: float
    support_manager: float
    support_colleagues: float
    physical_load: float
    age: tuple[float, ...] = Field(min_length=4, max_length=4)

    def slope(self, factor: str) -> float:
        """Return the planted log odds per point of a factor's score."""
        return math.log(getattr(self, factor)) / POINTS


class Chance(Frozen):
    """How much of the chance in pain is a team's and a person's own."""

    team: float
    person: float


class Stress(Frozen):
    """What stress is made of, in standard deviations."""

    workload: float
    control: float
    support_manager: float
    support_colleagues: float
    shared_with_pain: float


class Planted(Frozen):
    """Everything that the generator takes as given."""

    item_missing: float
    response_low: float
    response_high: float
    open_share: float
    spread: Spread
    correlations: tuple[Correlation, ...]
    departments: dict[str, dict[str, float]]
    changes: tuple[Change, ...]
    physical: Physical
    outcomes: dict[str, OutcomeEffect]
    chance: Chance
    stress: Stress

    def correlation_matrix(self) -> NDArray[np.float64]:
        """Return the correlations of ``LATENT`` as a 4 × 4 matrix."""
        matrix = np.eye(len(LATENT))
        for correlation in self.correlations:
            row, column = (LATENT.index(factor) for factor in correlation.pair)
            matrix[row, column] = matrix[column, row] = correlation.value
        return matrix

    def department_shifts(self, department: str, waves_so_far: set[str]) -> NDArray[np.float64]:
        """Return a department's shift on each of ``LATENT``, changes up to now included."""
        total = dict.fromkeys(LATENT, 0.0) | self.departments.get(department, {})
        for change in self.changes:
            if change.department == department and change.from_wave in waves_so_far:
                for factor, shift in change.shifts.items():
                    total[factor] += shift
        return np.array([total[factor] for factor in LATENT])


@cache
def planted() -> Planted:
    """Return what planted.toml says."""
    return Planted.model_validate(tomllib.loads(DEFINITION.read_text(encoding="utf-8")))

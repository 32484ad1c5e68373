"""The staff: who works where, and what each of them carries from wave to wave."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sample_data.organisation import organisation, units, work_shares
from sample_data.planted import LATENT, planted

FIRST_MOMENT: Final = 2024.0
YOUNGEST, OLDEST = 19.0, 61.0
AGE_BANDS: Final = (30.0, 40.0, 50.0)
TENURE_BANDS: Final = (1.0, 5.0, 15.0)
MEAN_TENURE: Final = 8.0

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class People:
    """One entry a person on the staff list, in the order of the units.

    Attributes
    ----------
    team
        Place of the person's unit in ``units()``.
    work
        Kind of work, 0 to 4.
    age, tenure
        Years at ``FIRST_MOMENT``.
    leaning
        What a person's team and own nature add to each factor (people × ``LATENT``).
    handling
        Lasting part of the answers on lifting and on posture (people × 2).
    frailty
        Lasting part of the chance of pain, standard normal; low is more pain.
    willingness
        Lasting part of whether somebody answers, standard normal; low answers.
    response_rate
        Share of the person's team that answers.
    """

    team: Integers
    work: Integers
    age: Floats
    tenure: Floats
    leaning: Floats
    handling: Floats
    frailty: Floats
    willingness: Floats
    response_rate: Floats

    @property
    def count(self) -> int:
        """How many people there are."""
        return len(self.team)

    def age_band(self, moment: float) -> Integers:
        """Return each person's age band at a moment, 1 to 4."""
        return np.digitize(self.age + moment - FIRST_MOMENT, AGE_BANDS) + 1

    def tenure_band(self, moment: float) -> Integers:
        """Return each person's tenure band at a moment, 1 to 4."""
        return np.digitize(self.tenure + moment - FIRST_MOMENT, TENURE_BANDS) + 1


@lru_cache(maxsize=4)
def people(seed: int) -> People:
    """Return the staff of a seed; the same seed gives the same staff."""
    source = np.random.default_rng([seed, 0])
    team = np.repeat(np.arange(len(units())), [unit.headcount or 0 for unit in units()])
    count = len(team)
    age = YOUNGEST + (OLDEST - YOUNGEST) * source.beta(1.5, 1.5, count)
    return People(
        team=team,
        work=_kinds_of_work(team, source),
        age=age,
        tenure=np.minimum(source.exponential(MEAN_TENURE, count), age - YOUNGEST + 0.5),
        leaning=_leaning(team, source),
        handling=source.normal(size=(count, 2)),
        frailty=_frailty(team, source),
        willingness=source.normal(size=count),
        response_rate=source.uniform(planted().response_low, planted().response_high, len(units()))[
            team
        ],
    )


def department_of(team: Integers) -> Integers:
    """Return the place of each person's department in the organisation."""
    names = [department.name for department in organisation().departments]
    return np.array([names.index(unit.department) for unit in units()])[team]


def _kinds_of_work(team: Integers, source: np.random.Generator) -> Integers:
    bounds = np.cumsum(np.array(work_shares()), axis=1)[team]
    drawn = source.random(len(team))[:, None]
    return np.asarray(np.minimum((drawn > bounds).sum(axis=1), bounds.shape[1] - 1))


def _leaning(team: Integers, source: np.random.Generator) -> Floats:
    matrix, spread = planted().correlation_matrix(), planted().spread
    middle = np.zeros(len(LATENT))
    teams = source.multivariate_normal(middle, spread.team * matrix, len(units()))
    own = source.multivariate_normal(middle, spread.person * matrix, len(team))
    return np.asarray(teams[team] + own)


def _frailty(team: Integers, source: np.random.Generator) -> Floats:
    """Return the lasting part of chance: its share over all is that of team and person."""
    chance = planted().chance
    teams = source.normal(size=len(units()))[team] * np.sqrt(chance.team)
    own = source.normal(size=len(team)) * np.sqrt(chance.person)
    return np.asarray(teams + own)

"""A made-up organisation of any size, with effects or without, and the draft of a wave of it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import NormalDist

import duckdb
import numpy as np
import pyarrow as pa

from analytics.composing.composition import draft
from analytics.composing.tally import Tally, count_patterns
from analytics.disclosure.policy import default_policy
from analytics.release.content import Release
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument, Scale
from survey.store.protocol import Unit, Wave
from survey.vocabulary import MeasureRole, WaveState

TEAM = 12
"""People of a team; six teams are a department, three where there are few."""
RATE = 0.75
LOADING = 0.7
"""How much of an answer is what its scale measures."""
PAIN = 1.8
"""About the spread of a logistic pain, so that it is cut where normal ones are."""
KEY = b"calibration"


@dataclass(frozen=True)
class World:
    """What is true of an organisation.

    Attributes
    ----------
    alike
        Share of a condition's variance that lies between teams; 0: all teams are alike.
    link
        Log odds of pain per standard deviation of workload; 0: nothing goes with anything.
    """

    alike: float
    link: float


NOTHING = World(0.0, 0.0)
SOMETHING = World(0.1, 0.4)


@dataclass(frozen=True)
class Organisation:
    """Its teams and by condition the true effect of each team, in standard deviations."""

    units: tuple[Unit, ...]
    effects: dict[str, np.ndarray]
    world: World


@cache
def instrument() -> Instrument:
    """Return the questionnaire that is drawn."""
    return load("core")


def conditions() -> tuple[str, ...]:
    """Return the keys of its working conditions."""
    scales = instrument().scales
    return tuple(one.key for one in scales if one.role is MeasureRole.FACTOR)


def organisation(people: int, world: World, source: np.random.Generator) -> Organisation:
    """Draw an organisation of about so many people."""
    teams = max(3, round(people / TEAM))
    each = 6 if teams >= 12 else 3
    units = tuple(
        Unit(at + 1, f"Department {at // each + 1}", f"Team {at + 1}", TEAM) for at in range(teams)
    )
    effects = {key: source.normal(0, world.alike**0.5, teams) for key in conditions()}
    return Organisation(units, effects, world)


def counted(drawn: Organisation, source: np.random.Generator) -> Tally:
    """Draw who answers what, and count it as publishing does."""
    here = np.flatnonzero(source.random(len(drawn.units) * TEAM) < RATE)
    team = here // TEAM
    given = _answers(drawn, team, source)
    table = np.column_stack([given[item.key] for item in instrument().items])
    arrow = pa.table(
        {
            "unit": pa.array(team + 1, pa.int32()),
            "answers": pa.array(table.tolist(), pa.list_(pa.int32())),
        }
    )
    with duckdb.connect() as connection:
        connection.register("given", arrow)
        connection.execute("CREATE TABLE answer AS SELECT * FROM given")
        return count_patterns(connection, instrument())


def drafted(drawn: Organisation, name: str, source: np.random.Generator) -> Release:
    """Return the draft of a wave: all that would be sealed, before it is attacked."""
    wave = Wave(
        name=name, state=WaveState.CLOSED, instrument=instrument(), policy=default_policy(),
        units=drawn.units, opened_on=date(2026, 1, 1), closed_on=None, release_id=None,
    )  # fmt: skip
    return draft(wave, counted(drawn, source), KEY).release


def _answers(
    drawn: Organisation, team: np.ndarray, source: np.random.Generator
) -> dict[str, np.ndarray]:
    """Return everybody's answers by item; what is no condition follows pain, or nothing."""
    own = (1 - drawn.world.alike) ** 0.5
    felt = {
        key: effects[team] + own * source.normal(size=len(team))
        for key, effects in drawn.effects.items()
    }
    # A logistic pain with this slope has it in log odds, at whichever point it is cut.
    pain = drawn.world.link * felt["workload"] + source.logistic(size=len(team))
    found: dict[str, np.ndarray] = {}
    for scale in instrument().scales:
        if scale.key in felt:
            found |= _scale(scale, felt[scale.key], source)
    divided = {one.item for one in instrument().breakdowns}
    for item in instrument().items:
        if item.key not in found:
            other = source.normal(size=len(team)) if item.key in divided else pain / PAIN
            found[item.key] = _cut(other, item.options)
    return found


def _scale(scale: Scale, felt: np.ndarray, source: np.random.Generator) -> dict[str, np.ndarray]:
    found = {}
    by_key = {item.key: item for item in instrument().items}
    for entry in scale.items:
        noise = (1 - LOADING**2) ** 0.5 * source.normal(size=len(felt))
        answer = LOADING * felt + noise
        found[entry.item] = _cut(-answer if entry.turned else answer, by_key[entry.item].options)
    return found


def _cut(value: np.ndarray, options: str) -> np.ndarray:
    """Return the steps of an option set, each about as frequent among standard normal values."""
    steps = np.array(next(one.values for one in instrument().option_sets if one.key == options))
    ends = [NormalDist().inv_cdf(at / len(steps)) for at in range(1, len(steps))]
    chosen: np.ndarray = steps[np.searchsorted(ends, value)]
    return chosen

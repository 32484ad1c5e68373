"""How people find their work in one wave: answers to the questions on factors."""

from typing import Final

import numpy as np

from sample_data.organisation import organisation
from sample_data.people import Floats, Integers, People, department_of
from sample_data.planted import LATENT, planted
from survey.instruments.model import Instrument, Scale

STEP_BOUNDS: Final = (-1.5, -0.5, 0.5, 1.5)
"""Where a standard normal leaning turns into the next of five steps."""

PHYSICAL_ITEMS: Final = ("load_lifting", "load_posture")
PHYSICAL_LASTING, PHYSICAL_PASSING = 0.75, 0.40
"""Standard deviations of what lasts and what passes in the answers on physical load."""


def latent_factors(people: People, wave: int, source: np.random.Generator) -> Floats:
    """Return people × ``LATENT``: how much of each factor people perceive in a wave."""
    waves = {moment.name for moment in organisation().waves[: wave + 1]}
    shifts = np.array(
        [
            planted().department_shifts(department.name, waves)
            for department in organisation().departments
        ]
    )
    matrix = planted().spread.wave * planted().correlation_matrix()
    passing = source.multivariate_normal(np.zeros(len(LATENT)), matrix, people.count)
    return np.asarray(shifts[department_of(people.team)] + people.leaning + passing)


def factor_answers(
    instrument: Instrument, latent: Floats, source: np.random.Generator
) -> dict[str, Integers]:
    """Return answers by item key for the scales of ``LATENT``, turned items turned."""
    answers: dict[str, Integers] = {}
    scales = {scale.key: scale for scale in instrument.scales}
    for place, factor in enumerate(LATENT):
        for placed in scales[factor].items:
            leaning = -latent[:, place] if placed.turned else latent[:, place]
            answers[placed.item] = item_answers(leaning, source)
    return answers


def item_answers(leaning: Floats, source: np.random.Generator) -> Integers:
    """Return answers from 1 to 5 to one question on a leaning of about unit variance."""
    loading = planted().spread.item_loading
    noise = source.normal(size=len(leaning)) * np.sqrt(1 - loading**2)
    return np.asarray(np.digitize(loading * leaning + noise, STEP_BOUNDS) + 1)


def physical_answers(people: People, source: np.random.Generator) -> dict[str, Integers]:
    """Return answers on lifting and posture: they follow the kind of work."""
    physical = planted().physical
    means = np.array([physical.lifting, physical.posture]).T[people.work]
    passing = source.normal(size=means.shape) * PHYSICAL_PASSING
    leaning = means + PHYSICAL_LASTING * people.handling + passing
    return {
        item: np.digitize(leaning[:, place], STEP_BOUNDS) + 1
        for place, item in enumerate(PHYSICAL_ITEMS)
    }


def score(instrument: Instrument, scale: Scale, answers: dict[str, Integers]) -> Floats:
    """Return a scale's score, 0 to 100, of complete answers."""
    moved = []
    for placed in scale.items:
        values = instrument.options_of(placed.item).values
        share = (answers[placed.item] - values[0]) / (values[-1] - values[0])
        moved.append(1 - share if placed.turned else share)
    return np.asarray(100 * np.mean(moved, axis=0))

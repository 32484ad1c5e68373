"""The answers of the made-up staff in one wave, seeded, with the planted effects in them."""

from collections.abc import Sequence
from statistics import NormalDist
from typing import ClassVar, Final

import numpy as np

from sample_data.conditions import factor_answers, latent_factors, physical_answers, score
from sample_data.health import fortune, pain_answers, stress_answers
from sample_data.organisation import organisation, units
from sample_data.people import Integers, People, people
from sample_data.planted import FACTORS, planted
from survey.errors import BearingError
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument

DEFAULT_SEED: Final = 2030

Row = tuple[int, tuple[int | None, ...]]
"""A unit's id, and one answer an item in the instrument's order; None is no answer."""


class SampleQuestionUnknown(BearingError):
    """The sample organisation has no answer to a question of this instrument."""

    code: ClassVar[str] = "SAMPLE-QUESTION-UNKNOWN"


def answers(instrument: Instrument, wave_index: int, seed: int = DEFAULT_SEED) -> Sequence[Row]:
    """Return the answers of everybody who takes part in a wave, in random order.

    Parameters
    ----------
    instrument
        The questionnaire ``core``, or one that asks some of its questions.
    wave_index
        Place of the wave in ``organisation().waves``, from 0.
    seed
        The same seed gives the same people in every wave, and the same bytes on every run.

    Raises
    ------
    SampleQuestionUnknown
        The instrument asks something that the sample organisation was not given.
    """
    staff = people(seed)
    source = np.random.default_rng([seed, 1 + wave_index])
    given = _complete_answers(staff, wave_index, source)
    unknown = [item.key for item in instrument.items if item.key not in given]
    if unknown:
        raise SampleQuestionUnknown(
            "The sample organisation cannot answer {unknown} of the instrument"
            " {instrument!r}: use the bundled instrument 'core'.",
            unknown=", ".join(unknown),
            instrument=instrument.key,
        )
    table = np.column_stack([given[item.key] for item in instrument.items])
    silent = source.random(table.shape) < planted().item_missing
    return [
        (
            units()[staff.team[person]].id,
            tuple(
                None if hidden else int(value)
                for value, hidden in zip(table[person], silent[person], strict=True)
            ),
        )
        for person in source.permutation(_taking_part(staff, source))
    ]


def _complete_answers(staff: People, wave: int, source: np.random.Generator) -> dict[str, Integers]:
    """Return everybody's answers to ``core`` by item key, before anybody leaves anything out."""
    instrument = load("core")
    moment = organisation().waves[wave].moment
    latent = latent_factors(staff, wave, source)
    given = factor_answers(instrument, latent, source) | physical_answers(staff, source)
    scales = {scale.key: scale for scale in instrument.scales}
    scores = {factor: score(instrument, scales[factor], given) for factor in FACTORS}
    age_band = staff.age_band(moment)
    given |= pain_answers(scores, age_band, fortune(staff, source), source)
    given |= stress_answers(latent, staff, source)
    return given | {
        "age": age_band,
        "years_here": staff.tenure_band(moment),
        "work": staff.work + 1,
    }


def _taking_part(staff: People, source: np.random.Generator) -> Integers:
    """Return the places of those who answer; mostly the same people in each wave."""
    readiness = (staff.willingness + source.normal(size=staff.count)) / np.sqrt(2)
    return np.flatnonzero(readiness < np.array([_bound(rate) for rate in staff.response_rate]))


def _bound(rate: float) -> float:
    """Return the value that a standard normal number stays under with probability ``rate``."""
    return NormalDist().inv_cdf(rate)

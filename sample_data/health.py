"""How people are in one wave: answers on stress and on low back pain.

Pain is drawn so that the planted odds ratios hold exactly on average over teams and people: one
uniform number a person and wave is compared with the outcome's chance. The number is made of a
team's, a person's own and the wave's chance (a Gaussian copula), so that the same people tend to
have pain again, and teams differ, without any bend in the odds.
"""

from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sample_data.conditions import item_answers
from sample_data.people import Floats, Integers, People
from sample_data.planted import FACTORS, LATENT, OutcomeEffect, planted

MIDDLE: Final = 50.0
"""The score at which a planted base chance holds."""

Flags = NDArray[np.bool_]


def chances(effect: OutcomeEffect, scores: dict[str, Floats], age_band: Integers) -> Floats:
    """Return each person's chance of an outcome, from factor scores and age band (1 to 4)."""
    log_odds = effect.base + np.log(np.array(effect.age))[age_band - 1]
    for factor in FACTORS:
        log_odds = log_odds + effect.slope(factor) * (scores[factor] - MIDDLE)
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def fortune(people: People, source: np.random.Generator) -> Floats:
    """Return a uniform number a person, alike from wave to wave; low means pain."""
    chance = planted().chance
    passing = source.normal(size=people.count) * np.sqrt(1 - chance.team - chance.person)
    return _normal_to_uniform(people.frailty + passing)


def pain_answers(
    scores: dict[str, Floats], age_band: Integers, luck: Floats, source: np.random.Generator
) -> dict[str, Integers]:
    """Return answers by item key on pain: the outcomes as planted, the rest to match."""
    chance = {
        outcome: chances(effect, scores, age_band) for outcome, effect in planted().outcomes.items()
    }
    year = luck < chance["back_pain_12m"]
    week = luck < chance["back_pain_7d"]
    chronic = luck < chance["chronic_back_pain"]
    length, days = _course(year, week, chronic, source)
    strength = 1 + 8 * _felt(luck / chance["back_pain_7d"], source)
    in_the_way = 4 * _felt(luck / chance["back_pain_12m"], source)
    return {
        "pain_week": week.astype(np.int64),
        "pain_year": year.astype(np.int64),
        "pain_length": length,
        "pain_days": days,
        "pain_strength": _whole(np.clip(strength, 1, 10), week),
        "pain_in_the_way": _whole(np.clip(in_the_way, 0, 4), year),
    }


def stress_answers(
    latent: Floats, people: People, source: np.random.Generator
) -> dict[str, Integers]:
    """Return answers on stress: it follows the factors, and goes with pain beyond them."""
    stress = planted().stress
    weights = np.array([getattr(stress, factor) for factor in LATENT])
    explained = latent @ weights - stress.shared_with_pain * people.frailty
    leaning = explained + source.normal(scale=0.75, size=people.count)
    return {item: item_answers(leaning, source) for item in ("stress_tense", "stress_switch_off")}


def _course(
    year: Flags, week: Flags, chronic: Flags, source: np.random.Generator
) -> tuple[Integers, Integers]:
    """Return how long pain has lasted and on how many days, chronic where it is planted.

    Chronic means long and on half of the days or more; whoever is not chronic gets one of the
    two at most.
    """
    drawn = source.random(len(year))
    length = np.where(drawn < 0.25, 2, 1)
    length = np.where(~week & (drawn > 0.55), 0, length)
    days = np.where((length == 1) & (drawn > 0.9), 2, 1)
    days = np.where(~week & (drawn > 0.7), 0, days)
    length = np.where(chronic, 2, np.where(year, length, 0))
    days = np.where(chronic, np.where(drawn < 0.5, 2, 3), np.where(year, days, 0))
    return length, days


def _felt(part_of_chance: Floats, source: np.random.Generator) -> Floats:
    """Return how bad pain is, about 0 to 1: the more, the further luck lies below the chance."""
    return np.asarray(1 - part_of_chance + source.normal(scale=0.15, size=len(part_of_chance)))


def _whole(values: Floats, where: Flags) -> Integers:
    """Return whole steps where there is pain, and 0 elsewhere."""
    return np.asarray(np.where(where, np.rint(values), 0).astype(np.int64))


def _normal_to_uniform(values: Floats) -> Floats:
    """Return the normal distribution function of values of unit variance."""
    return np.array([NormalDist().cdf(value) for value in values])

"""Organisations whose questionnaire has breakdowns, for the tests of crossings."""

import random
from collections.abc import Sequence
from dataclasses import replace

from survey.instruments.model import Instrument
from survey.store.protocol import Wave
from tests.instruments import small_instrument
from tests.organisations import Organisation, wave_of


def divided_instrument(breakdowns: int = 2, steps: int = 3) -> Instrument:
    """Return the small instrument with so many breakdowns (b0, b1 …) of so many steps each."""
    plain = small_instrument().model_dump(exclude={"measures", "item_by_key", "options_by_key"})
    texts = [{"en": f"Band {step}", "de": f"Stufe {step}"} for step in range(steps)]
    plain["option_sets"] = [
        *plain["option_sets"],
        {"key": "bands", "steps": [{"value": at, "text": text} for at, text in enumerate(texts)]},
    ]
    plain["items"] = [
        *plain["items"],
        *({"key": f"i{at}", "section": "all", "options": "bands", "text": {"en": "?", "de": "?"}}
          for at in range(breakdowns)),
    ]  # fmt: skip
    plain["breakdowns"] = [
        {"key": f"b{at}", "name": {"en": f"B{at}", "de": f"B{at}"}, "item": f"i{at}"}
        for at in range(breakdowns)
    ]
    return Instrument.model_validate(plain)


def divided_wave(sizes: Sequence[Sequence[int]], breakdowns: int = 2, steps: int = 3) -> Wave:
    """Return a wave with these teams whose questionnaire has breakdowns."""
    return replace(wave_of(sizes), instrument=divided_instrument(breakdowns, steps))


def divided_organisation(
    sizes: Sequence[Sequence[int]], seed: int = 1, pain: float = 0.4, unsaid: float = 0.02
) -> Organisation:
    """Return an organisation where everybody answers, some without saying their band."""
    wave = divided_wave(sizes)
    source = random.Random(seed)  # noqa: S311 - made-up answers, no secret

    def band() -> int | None:
        return None if source.random() < unsaid else source.choice([0, 0, 1, 1, 1, 2])

    rows = tuple(
        (unit.id, (source.randint(1, 5), int(source.random() < pain), band(), band()))
        for unit in wave.units
        for _ in range(unit.headcount or 0)
    )
    return Organisation(wave, rows)

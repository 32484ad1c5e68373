"""A questionnaire whose measures answer for one another, and waves of it."""

from collections.abc import Sequence
from dataclasses import replace

from survey.instruments.model import Instrument
from survey.store.protocol import Wave
from tests.instruments import small_instrument
from tests.organisations import wave_of

Answers = tuple[int | None, ...]
"""One person's: rushed (1 to 5), pain in the past year (0, 1), strength of pain now (0 to 4)."""


def joint_instrument() -> Instrument:
    """Return the small instrument with how strong pain is: as a scale, and whether 3 or more.

    Strong pain implies pain in the past year.
    """

    def both(text: str) -> dict[str, str]:
        return {"en": text, "de": f"{text} (de)"}

    small = small_instrument().model_dump()
    small["option_sets"] += (
        {"key": "strength", "steps": [{"value": v, "text": both(f"S{v}")} for v in range(5)]},
    )
    small["items"] += (
        {"key": "ache", "section": "all", "options": "strength", "text": both("How strong?")},
    )
    small["scales"] += (
        {
            "key": "strength",
            "name": both("Strength"),
            "role": "outcome",
            "sensitivity": "health",
            "good_end": "low",
            "items": [{"item": "ache"}],
            "low_end": both("none"),
            "high_end": both("worst"),
        },
    )
    small["outcomes"] += (
        {
            "key": "strong",
            "name": both("Strong pain"),
            "all_of": [{"item": "ache", "values": [3, 4]}],
            "implies": ["back_pain"],
        },
    )
    return Instrument.model_validate(small)


def joint_wave(sizes: Sequence[Sequence[int]]) -> Wave:
    """Return a wave of it whose departments have teams of these head-counts."""
    return replace(wave_of(sizes), instrument=joint_instrument())


def mixed(people: int) -> list[Answers]:
    """Answers of a team of which nothing follows: every strength, with and without pain."""
    strengths = (0, 1, 2, 3, 4, 0, 2, 4, 1, 3)
    return [(1 + at % 5, int(strengths[at % 10] > 0), strengths[at % 10]) for at in range(people)]


def on_the_edge(people: int) -> list[Answers]:
    """Answers of a team where strong pain is 3 of 4 throughout, and whoever has less has none."""
    return [(1 + at % 5, int(at % 2), 3 * (at % 2)) for at in range(people)]

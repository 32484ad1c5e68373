"""Few breakdowns, and none by the answers that are to be protected.

Each further way to divide people is one more way to single somebody out, so four is the most
that the disclosure rules promise for. A breakdown by a question on pain or workload would put
people into groups by their answers.
"""

from collections.abc import Iterator
from typing import Final

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument

MOST_BREAKDOWNS: Final = 4


def check(instrument: Instrument) -> list[Finding]:
    """Find too many breakdowns, and breakdowns by an item of a scale or outcome."""
    return [*_too_many(instrument), *_by_a_measure(instrument)]


def _too_many(instrument: Instrument) -> Iterator[Finding]:
    if len(instrument.breakdowns) > MOST_BREAKDOWNS:
        yield Finding(
            "BREAKDOWNS-MANY",
            "breakdowns",
            Said(
                "there are {count}: keep {most} at most.",
                count=len(instrument.breakdowns),
                most=MOST_BREAKDOWNS,
            ),
        )


def _by_a_measure(instrument: Instrument) -> Iterator[Finding]:
    measured = {
        **{placed.item: scale.key for scale in instrument.scales for placed in scale.items},
        **{
            condition.item: outcome.key
            for outcome in instrument.outcomes
            for condition in outcome.all_of
        },
    }
    for breakdown in instrument.breakdowns:
        if breakdown.item in measured:
            yield Finding(
                "BREAKDOWN-OF-MEASURE",
                f"breakdowns.{breakdown.key}",
                Said(
                    "item {item!r} is part of {measure!r}: people are never"
                    " divided by such an answer.",
                    item=breakdown.item,
                    measure=measured[breakdown.item],
                ),
            )

"""Steps go up: a score moves an answer between the lowest and the highest step of its set."""

from itertools import pairwise

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument


def check(instrument: Instrument) -> list[Finding]:
    """Find option sets whose values repeat or do not rise."""
    return [
        Finding(
            "STEPS-ORDER",
            f"option_sets.{options.key}",
            Said(
                "step {after} follows step {before}: list the steps from the lowest value to the"
                " highest, each value once.",
                after=after,
                before=before,
            ),
        )
        for options in instrument.option_sets
        for before, after in pairwise(options.values)
        if after <= before
    ]

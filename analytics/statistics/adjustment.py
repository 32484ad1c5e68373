"""What the adjusted links of an outcome were adjusted for, and what may stand behind them anyway.

Read off a release: the method of its estimates, its breakdowns and what its questionnaire says that
it does not ask.
"""

import re
from dataclasses import dataclass
from typing import Final

from analytics.release.content import Release
from survey.instruments.model import Wording

TERMS: Final = re.compile(r"adjusted for (?:each other \([^)]*\)(?: and for )?)?([^;]*)")
LEFT_OUT: Final = re.compile(r"left out for too few answers: ([^;]*)")


@dataclass(frozen=True)
class Adjustment:
    """Wordings of what the model of one outcome holds constant, and does not.

    Attributes
    ----------
    conditions
        Working conditions, each adjusted for the others.
    people
        Breakdowns that are in the model, such as age.
    left_out
        Breakdowns that were planned, and for which answers did not suffice.
    unmeasured
        What was not asked.
    """

    conditions: tuple[Wording, ...]
    people: tuple[Wording, ...]
    left_out: tuple[Wording, ...]
    unmeasured: tuple[Wording, ...]


def adjustment(release: Release, outcome: str) -> Adjustment | None:
    """Return what an outcome's adjusted model is of; None where none has a number."""
    told = [
        one
        for one in release.estimates
        if (one.outcome, one.model) == (outcome, "adjusted") and one.estimate is not None
    ]
    if not told:
        return None
    method = told[0].method.partition(", adjusted for ")
    terms = TERMS.match("adjusted for " + method[2])
    names = {one.key: one.name for one in release.breakdowns}

    def worded(found: re.Match[str] | None) -> tuple[Wording, ...]:
        keys = re.split(r",\s*", found.group(1)) if found else []
        return tuple(names[key] for key in keys if key in names)

    factors = dict.fromkeys(one.factor for one in told)
    return Adjustment(
        tuple(release.measure(factor).name for factor in factors),
        worded(terms),
        worded(LEFT_OUT.search(told[0].method)),
        release.manifest.unmeasured,
    )

"""What other people found, as data (``evidence.toml``): for the results, and against them.

Checked against the papers' public records; no interval stands here that a paper does not give.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from analytics.release.model import MeasureEntry
from analytics.statistics.intervals import Interval, wilson
from analytics.statistics.two_by_two import TwoByTwo, fisher_p
from survey.instruments.model import Wording
from survey.vocabulary import GoodEnd

EVIDENCE: Final = Path(__file__).with_name("evidence.toml")
DOI: Final = r"^10\.\d{4,}/\S+$"


class Frozen(BaseModel):
    """A model that refuses unknown fields and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Ratio(Frozen):
    """A pooled odds ratio of one construct, or several figures of it; never an interval."""

    measures: tuple[str, ...] = Field(min_length=1)
    good_end: GoodEnd
    values: tuple[float, ...] = Field(min_length=1)


class Source(Frozen):
    """A paper, how to cite it, which outcomes it may stand beside, and its odds ratios."""

    key: str
    cite: str
    doi: str = Field(pattern=DOI)
    outcomes: tuple[str, ...] = Field(min_length=1)
    note: Wording
    ratio: tuple[Ratio, ...] = Field(min_length=1)

    def figures(self, measure: str, good_end: GoodEnd) -> tuple[float, ...]:
        """Return the paper's figures for a measure of the same construct and the same coding."""
        for ratio in self.ratio:
            if measure in ratio.measures and good_end is ratio.good_end:
                return ratio.values
        return ()

    def values_for(self, entry: MeasureEntry) -> tuple[float, ...]:
        """Return the paper's figures for a measure of a release."""
        return self.figures(entry.key, entry.good_end)


class Arm(Frozen):
    """One arm of a trial: who was free of pain at the end."""

    key: str
    events: int = Field(ge=0)
    n: int = Field(ge=1)

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the share."""
        return wilson(self.events, self.n)


class Trial(Frozen):
    """A trial of a treatment, small as it was."""

    key: str
    cite: str
    doi: str = Field(pattern=DOI)
    weeks: int
    treated: Arm
    others: tuple[Arm, ...] = Field(min_length=1)

    def p_against(self, other: Arm) -> float:
        """Return Fisher's exact p of the treated against another arm."""
        one = self.treated
        return fisher_p(
            TwoByTwo(one.events, one.n - one.events, other.events, other.n - other.events)
        )


class Counter(Frozen):
    """A finding that speaks against a link, or warns of reading too much into one."""

    key: str
    cite: str
    doi: str | None = Field(default=None, pattern=DOI)


class Evidence(Frozen):
    """The whole file."""

    source: tuple[Source, ...]
    trial: tuple[Trial, ...]
    counter: tuple[Counter, ...]


@cache
def evidence() -> Evidence:
    """Return what evidence.toml says."""
    return Evidence.model_validate(tomllib.loads(EVIDENCE.read_text("utf-8")))


def sources() -> tuple[Source, ...]:
    """Return every paper with odds ratios; the words are ``evidence.KEY`` of the catalogues."""
    return evidence().source


def trials() -> tuple[Trial, ...]:
    """Return every trial."""
    return evidence().trial


def counter_evidence() -> tuple[Counter, ...]:
    """Return what speaks against; the words are ``evidence.KEY`` of the catalogues."""
    return evidence().counter

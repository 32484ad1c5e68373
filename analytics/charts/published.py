"""Published odds ratios, read from ``published.toml``, to stand beneath an organisation's own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from analytics.release.model import MeasureEntry
from survey.instruments.model import Wording
from survey.vocabulary import GoodEnd

PUBLISHED: Final = Path(__file__).with_name("published.toml")


class Ratio(BaseModel):
    """A pooled odds ratio of one construct, or several figures of it; never an interval."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measures: tuple[str, ...] = Field(min_length=1)
    good_end: GoodEnd
    values: tuple[float, ...] = Field(min_length=1)


class Source(BaseModel):
    """A paper, how to cite it, and its odds ratios."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    cite: str
    doi: str = Field(pattern=r"^10\.\d{4,}/\S+$")
    note: Wording
    ratio: tuple[Ratio, ...] = Field(min_length=1)

    def values_for(self, entry: MeasureEntry) -> tuple[float, ...]:
        """Return the paper's figures for a measure of the same construct and the same coding."""
        for ratio in self.ratio:
            if entry.key in ratio.measures and entry.good_end is ratio.good_end:
                return ratio.values
        return ()


@cache
def published_sources() -> tuple[Source, ...]:
    """Return every paper whose figures may be drawn."""
    document = tomllib.loads(PUBLISHED.read_text("utf-8"))
    return tuple(Source.model_validate(source) for source in document["source"])

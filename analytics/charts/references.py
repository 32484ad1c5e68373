"""Reference values: what others found with the same questionnaire, each with source and date."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from survey.instruments.model import Wording

FILE: Final = Path(__file__).with_name("references.toml")


class Reference(BaseModel):
    """A published set of values for one questionnaire.

    Attributes
    ----------
    instrument
        The key of the questionnaire that they were found with.
    steps
        The lowest and the highest step of the source's scale.
    values
        By measure, in the source's steps.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    instrument: str
    name: Wording
    source: Wording
    date: Wording
    steps: tuple[float, float]
    values: dict[str, float] = Field(min_length=1)

    @property
    def scores(self) -> dict[str, float]:
        """The values as scores from 0 to 100: (value - lowest) / (highest - lowest) · 100."""
        low, high = self.steps
        return {key: (value - low) / (high - low) * 100 for key, value in self.values.items()}


def references(instrument: str) -> tuple[Reference, ...]:
    """Return the published values for a questionnaire; none for most, the bundled one included."""
    return tuple(one for one in _all() if one.instrument == instrument)


@cache
def _all() -> tuple[Reference, ...]:
    found = tomllib.loads(FILE.read_text("utf-8"))["reference"]
    return tuple(Reference.model_validate(one) for one in found)

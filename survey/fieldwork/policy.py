"""The policy: the thresholds that a wave promises its employees, fixed and hashed at opening."""

import hashlib
import json
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from survey.errors import Said
from survey.vocabulary import Sensitivity

THRESHOLD_FLOOR: Final = 6
"""No file, parameter or request goes below this (docs/adr/0002)."""

HORIZON_FLOOR: Final = 180
HORIZON: Final = 300
"""Days for which answers are taken to persist: at least, and where nothing is said
(docs/adr/0011)."""


class Policy(BaseModel):
    """The rules of disclosure in force for one wave.

    Attributes
    ----------
    conditions
        Fewest answers behind any published number on working conditions.
    health
        Fewest answers behind any published number on health; never less than ``conditions``.
    participation_step
        Width in percentage points of the steps in which participation is shown.
    participation_cap
        Percentage above which participation is only shown as "over".
    horizon
        Days for which answers are taken to persist. None in waves from before there was one,
        whose documents and hashes stay as they were.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    conditions: int = Field(default=THRESHOLD_FLOOR, ge=THRESHOLD_FLOOR)
    health: int = Field(default=10, ge=THRESHOLD_FLOOR)
    participation_step: int = Field(default=5, ge=5, le=50)
    participation_cap: int = Field(default=90, ge=50, le=90)
    horizon: int | None = Field(
        default=None, ge=HORIZON_FLOOR, exclude_if=lambda days: days is None
    )

    @model_validator(mode="after")
    def _health_at_least_conditions(self) -> Self:
        if self.health < self.conditions:
            raise ValueError(Said("health must be at least as high as conditions"))
        return self

    @property
    def document(self) -> str:
        """The policy as canonical JSON; this is what is hashed and kept."""
        return json.dumps(self.model_dump(), sort_keys=True, separators=(",", ":"))

    def threshold(self, sensitivity: Sensitivity) -> int:
        """The fewest answers behind a number of this sensitivity."""
        return self.health if sensitivity is Sensitivity.HEALTH else self.conditions

    @property
    def horizon_days(self) -> int:
        """Days for which answers are taken to persist, in every wave."""
        return self.horizon or HORIZON

    @property
    def sha256(self) -> str:
        """The hash that employees see at the top of the form."""
        return hashlib.sha256(self.document.encode()).hexdigest()

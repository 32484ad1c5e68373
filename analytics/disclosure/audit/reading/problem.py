"""A problem: whole unknowns between ends, and weighted sums of them between ends."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

AGREES = 1e-6
"""How far a weighted sum of whole numbers may be from its ends: rounding of the weights alone."""


@dataclass(frozen=True)
class Problem:
    """Whole unknowns between ends, and rows of a sparse matrix between ends."""

    matrix: Any
    row_low: Real
    row_high: Real
    low: Whole
    high: Whole

    @property
    def columns(self) -> int:
        """How many unknowns there are."""
        return len(self.low)

    def agrees(self, world: Whole) -> bool:
        """Whether a world satisfies every constraint, counted without the solver."""
        activity = self.matrix @ world if self.matrix.shape[0] else np.zeros(0)
        return bool(
            np.all(world >= self.low)
            and np.all(world <= self.high)
            and np.all(activity >= self.row_low - AGREES)
            and np.all(activity <= self.row_high + AGREES)
        )

"""What to do first: the groups and conditions to look at, ranked by one rule.

Only a group's condition that is clearly worse than the organisation's comes into question: its
95 % interval lies wholly on the worse side. They are ranked

1. by what is known of the condition: first those that go clearly with pain here, then those that
   go with it in published work, then the others;
2. within these by people × points × strength: the answers of the group, how many points of 100 it
   is worse at least (the nearer end of its interval), and how many people more of a hundred have
   pain per 10 points here (1 where that is not known).

A ranking says where to look, not what would follow: nothing in it is shown as a number of people
spared. It is made of published cells and estimates only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from analytics.release.model import TOTAL, Cell, Estimate, MeasureEntry
from analytics.statistics.apart import better_by
from analytics.statistics.evidence import sources
from survey.vocabulary import GoodEnd

AT_MOST: Final = 5


class Known(IntEnum):
    """What is known of how a condition goes with pain, the strongest first."""

    HERE = 0
    PUBLISHED = 1
    NOTHING = 2


@dataclass(frozen=True)
class Priority:
    """A group's condition to look at: its cell, the organisation's, and why it stands here.

    ``points`` is how much worse it is at least, in points of 0 to 100, above 0.
    """

    cell: Cell
    organisation: Cell
    entry: MeasureEntry
    points: float
    known: Known
    strength: float

    @property
    def weight(self) -> float:
        """People × points × strength, above 0; what ranks within the same knowledge."""
        return (self.cell.n or 0) * self.points * self.strength


def priorities(
    cells: Iterable[Cell],
    organisation: Mapping[str, Cell],
    measures: Iterable[MeasureEntry],
    estimates: Iterable[Estimate],
    outcome: str,
    at_most: int = AT_MOST,
) -> tuple[Priority, ...]:
    """Return what to do first, the first on top; empty where no group is clearly worse.

    Parameters
    ----------
    cells
        The groups' cells, means or shares; those of other measures are left out.
    organisation
        The organisation's cell by measure.
    measures
        The working conditions that come into question.
    estimates
        The release's, of which the adjusted differences of shares of ``outcome`` are read.
    """
    by_key = {one.key: one for one in measures}
    here = _strengths(estimates, outcome, by_key)
    found = []
    for cell in cells:
        entry, whole = by_key.get(cell.measure), organisation.get(cell.measure)
        if entry is None or whole is None or cell.department == TOTAL:
            continue
        points = worse_by(cell, whole, entry.good_end)
        if points > 0:
            known = Known.HERE if entry.key in here else published(entry)
            strength = here.get(entry.key, 1.0)
            found.append(Priority(cell, whole, entry, points, known, strength))
    return tuple(sorted(found, key=_rank)[:at_most])


def worse_by(cell: Cell, whole: Cell, good_end: GoodEnd) -> float:
    """Return how many points of 100 a cell is worse at least; 0 where that is not clear."""
    return max(0.0, -better_by(cell, whole.value, good_end))


def _rank(one: Priority) -> tuple[float, ...]:
    return (one.known, -one.weight, -one.points)


def published(entry: MeasureEntry) -> Known:
    """Return what is known of a condition that goes not clearly with pain here."""
    known = any(source.values_for(entry) for source in sources())
    return Known.PUBLISHED if known else Known.NOTHING


def step_of(one: Estimate, outcome: str) -> bool:
    """Tell whether an estimate is the adjusted difference of an outcome's shares per 10 points."""
    about = (one.measure, one.outcome, one.model, one.contrast)
    return about == ("risk_difference", outcome, "adjusted", "per 10 points")


def _strengths(
    estimates: Iterable[Estimate], outcome: str, measures: Mapping[str, MeasureEntry]
) -> dict[str, float]:
    """Return by condition how many of 100 more have pain per 10 points of it that are worse.

    Only where that is clear, and points the way that "worse" does.
    """
    found = {}
    for one in estimates:
        if not step_of(one, outcome):
            continue
        entry = measures.get(one.factor)
        if entry is None or one.estimate is None or one.low is None or one.high is None:
            continue
        nearer = one.low if entry.good_end is GoodEnd.LOW else -one.high
        if nearer > 0:
            found[one.factor] = 100 * abs(one.estimate)
    return found

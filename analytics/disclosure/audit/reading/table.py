"""The published table of one measure, as an attacker reads it: rows, and what each says.

Whether it comes from a release of ours or from a stranger's file, the audit sees only this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from analytics.release.model import TOTAL

Team = tuple[str, str]
"""Department and team, as the staff list names them."""

FINE_GRAIN = 10_000
"""Steps of one person's answer where the grain of a scale is unknown: too fine to help."""


class Says(StrEnum):
    """What a row's number is about."""

    TRUTH = "truth"
    """The answers themselves: the sum lies within the rounding of the number or its bounds."""
    SHOWN = "shown"
    """The sum of the rows in it as they are shown, ends swapped."""
    NOTHING = "nothing"
    """Withheld: the row exists, and no number is given."""


@dataclass(frozen=True)
class Row:
    """A published row: whom it counts, and between which sums it lies.

    Attributes
    ----------
    department, team, breakdown, category
        Its labels, as published.
    teams
        The teams that it counts.
    categories
        Those of its breakdown that it counts; empty for a row over all categories.
    n
        Answers behind it; None where that is not published.
    low, high
        The lowest and highest mean answer that the number allows, 0 (bottom) to 1 (top).
    bounded
        Whether it was published as bounds.
    """

    department: str
    team: str
    breakdown: str
    category: str
    teams: frozenset[Team]
    categories: frozenset[str]
    n: int | None
    low: float
    high: float
    says: Says
    bounded: bool = False

    @cached_property
    def label(self) -> str:
        """The row in words, for the arithmetic of a finding."""
        place = f"{self.department}/{self.team}"
        return place if self.breakdown == TOTAL else f"{place}/{self.breakdown}={self.category}"

    @property
    def is_team_row(self) -> bool:
        """Whether it is a row of teams over all categories, whose ends are swapped in ours."""
        return self.team != TOTAL and self.breakdown == TOTAL


@dataclass(frozen=True)
class Spread:
    """A published standard deviation of single answers: over n of them, 0 to 1, between bounds."""

    n: int
    high: float


@dataclass(frozen=True)
class Table:
    """All that is known of one measure.

    Attributes
    ----------
    full
        Steps of one person's answer from bottom to top (1 for yes/no).
    threshold
        Fewest people of whom anything may follow.
    colleague
        Whether a colleague who knows his own answer is to learn nobody else's (yes/no, health).
    answers
        How many of each team answered, at most; exactly where the sums say so.
    exact
        Exactly how many, by team and categories in the order of ``breakdowns``, where known.
    answers_are_public
        Whether ``answers`` is known to everybody anyway.
    divided_by
        By breakdown its categories, of a piece of a larger table, whose rows need not name all.
    """

    measure: str
    full: int
    threshold: int
    colleague: bool
    rows: tuple[Row, ...]
    answers: Mapping[Team, int | None]
    answers_are_public: bool = False
    exact: Mapping[tuple[str, ...], int] | None = None
    spread: Spread | None = None
    divided_by: Mapping[str, tuple[str, ...]] | None = None

    @property
    def grain(self) -> int:
        """Steps of the swap at the ends: two people and one for yes/no on health, else one."""
        return (2 if self.colleague else 1) * self.full + 1

    @cached_property
    def _counting(self) -> Mapping[tuple[str, Team], Sequence[int]]:
        """By breakdown and team, the places of the rows that count it."""
        places: dict[tuple[str, Team], list[int]] = {}
        for at, row in enumerate(self.rows):
            for team in row.teams:
                places.setdefault((row.breakdown, team), []).append(at)
        return places

    @cached_property
    def doubt(self) -> dict[frozenset[Team], int]:
        """By teams, how far ``shown`` found a row of them to be off as it is shown."""
        return {}

    @cached_property
    def _within(self) -> dict[tuple[str, frozenset[Team]], Sequence[int]]:
        """What ``places_within`` found: rows of one area ask for the same."""
        return {}

    @cached_property
    def _of_breakdown(self) -> Mapping[str, Sequence[Row]]:
        rows: dict[str, list[Row]] = {}
        for row in self.rows:
            rows.setdefault(row.breakdown, []).append(row)
        return rows

    @cached_property
    def _whole(self) -> Mapping[frozenset[Team], Row]:
        rows: dict[frozenset[Team], Row] = {}
        for row in self.rows_of(TOTAL):
            rows.setdefault(row.teams, row)
        return rows

    def places_within(self, breakdown: str, teams: frozenset[Team]) -> Sequence[int]:
        """Return the places of a breakdown's rows (``TOTAL``: over all categories) that count
        nobody outside some teams.

        In the order of the table: the same release is to give the same certificate.
        """
        key = (breakdown, teams)
        if key not in self._within:
            touched = {at for team in teams for at in self._counting.get((breakdown, team), ())}
            own = [at for at in sorted(touched) if self.rows[at].teams <= teams]
            self._within[key] = own
        return self._within[key]

    def rows_within(self, breakdown: str, teams: frozenset[Team]) -> list[Row]:
        """Return the rows at ``places_within``."""
        return [self.rows[at] for at in self.places_within(breakdown, teams)]

    def team_rows_within(self, teams: frozenset[Team]) -> list[Row]:
        """Return the rows of teams, over all categories, that count nobody outside some teams."""
        return [row for row in self.rows_within(TOTAL, teams) if row.is_team_row]

    def rows_of(self, breakdown: str) -> Sequence[Row]:
        """Return the rows of a breakdown, or with ``TOTAL`` those over all categories."""
        return self._of_breakdown.get(breakdown, ())

    def whole_of(self, teams: frozenset[Team]) -> Row | None:
        """Return the first row over all categories that counts exactly these teams."""
        return self._whole.get(teams)

    @cached_property
    def breakdowns(self) -> tuple[str, ...]:
        """The breakdowns with a number in this table, in alphabetical order."""
        if self.divided_by is not None:
            return tuple(sorted(self.divided_by))
        return tuple(
            sorted(
                {
                    row.breakdown
                    for row in self.rows
                    if row.breakdown != TOTAL and row.says is not Says.NOTHING
                }
            )
        )

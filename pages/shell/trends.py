"""What may be compared from wave to wave, and whether the newest wave differs from the last."""

from collections.abc import Sequence
from enum import StrEnum

from analytics.release.content import Release
from analytics.release.counterparts import same_rows
from analytics.release.model import TOTAL, Cell, MeasureEntry


class Move(StrEnum):
    """How the newest number lies to the one before."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    UNKNOWN = "unknown"


def latest_move(cells: Sequence[Cell]) -> Move:
    """Return how the last cell lies to the one before it; higher or lower only when clear.

    Clear means that the two 95 % intervals do not meet. That asks for more than a test of the
    difference would (about p < 0.006), and errs towards "about the same".
    """
    if len(cells) < 2:
        return Move.UNKNOWN
    before, newest = cells[-2:]
    if None in (before.low, before.high, newest.low, newest.high) or newest.value is None:
        return Move.UNKNOWN
    if before.value is None:
        return Move.UNKNOWN
    if (newest.low or 0.0) > (before.high or 0.0):
        return Move.HIGHER
    return Move.LOWER if (newest.high or 0.0) < (before.low or 0.0) else Move.SAME


def until(release: Release, releases: Sequence[Release]) -> list[Release]:
    """Return the releases up to one of them, itself the last."""
    ids = [one.manifest.id for one in releases]
    return list(releases[: ids.index(release.manifest.id) + 1])


def comparable(releases: Sequence[Release], entry: MeasureEntry) -> list[str]:
    """Return the departments, or pools of them, that are made of the same teams in all waves."""
    shown = {
        cell.department
        for cell in releases[-1].cells
        if (cell.measure, cell.team) == (entry.key, TOTAL) and cell.department != TOTAL
    }
    same = same_rows(
        [release.groups for release in releases[:-1]], releases[-1].groups, entry.sensitivity
    )
    return sorted(name for name in shown if (name, TOTAL) in same)

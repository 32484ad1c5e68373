"""What may be compared from wave to wave."""

from collections.abc import Sequence
from functools import lru_cache

from analytics.release.content import Release
from analytics.release.counterparts import Row, same_rows
from analytics.release.model import TOTAL, GroupMember, MeasureEntry
from survey.vocabulary import Sensitivity


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
    same = rows_in_all(releases, entry.sensitivity)
    return sorted(name for name in shown if (name, TOTAL) in same)


def rows_in_all(releases: Sequence[Release], sensitivity: Sensitivity) -> frozenset[Row]:
    """Return the rows of the newest release that were of the same teams in all, worked out once."""
    return _rows_in_all(_Groups(tuple(one.groups for one in releases)), sensitivity)


class _Groups:
    """The groups of releases, the same as others only where they are those very objects."""

    def __init__(self, every: tuple[Sequence[GroupMember], ...]) -> None:
        self.every = every

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Groups) or len(other.every) != len(self.every):
            return False
        return all(one is two for one, two in zip(self.every, other.every, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(id(one) for one in self.every))


@lru_cache(maxsize=64)
def _rows_in_all(groups: _Groups, sensitivity: Sensitivity) -> frozenset[Row]:
    return same_rows(groups.every[:-1], groups.every[-1], sensitivity)

"""What may be compared from wave to wave."""

from collections.abc import Sequence

from analytics.release.content import Release
from analytics.release.counterparts import same_rows
from analytics.release.model import TOTAL, MeasureEntry


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

"""A group over the waves, as long as it is made of the same teams."""

from collections.abc import Sequence

from analytics.release.content import Release
from analytics.release.model import Cell, MeasureEntry
from pages.shell.selection import cell_at

Place = tuple[str, str]


def members(release: Release, entry: MeasureEntry, place: Place) -> frozenset[Place]:
    """Return the teams that are counted in a group's row for a measure."""
    department, team = place
    return frozenset(
        (one.department, one.team)
        for one in release.groups
        if one.sensitivity is entry.sensitivity
        and one.group_department == department
        and team in (one.group_team, "*")
    )


def history(releases: Sequence[Release], entry: MeasureEntry, place: Place) -> list[Cell]:
    """Return the group's cells of a measure, oldest first, back to where its teams were others."""
    found: list[Cell] = []
    now = members(releases[-1], entry, place) if releases else frozenset()
    for release in reversed(releases):
        cell = cell_at(release, entry.key, place)
        if cell is None or not now or members(release, entry, place) != now:
            break
        found.append(cell)
    return found[::-1]

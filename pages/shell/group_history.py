"""A group over the waves, as long as it is made of the same teams."""

from collections.abc import Sequence

from analytics.release.content import Release
from analytics.release.counterparts import Row
from analytics.release.model import Cell, MeasureEntry
from pages.shell.selection import cell_at
from pages.shell.trends import rows_in_all


def history(releases: Sequence[Release], entry: MeasureEntry, place: Row) -> list[Cell]:
    """Return the group's cells of a measure, oldest first, back to where its teams were others."""
    found: list[Cell] = []
    for release in reversed(releases):
        cell = cell_at(release, entry.key, place)
        if cell is None:
            break
        if place not in rows_in_all([release, releases[-1]], entry.sensitivity):
            break
        found.append(cell)
    return found[::-1]

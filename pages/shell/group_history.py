"""A group over the waves, as long as it is made of the same teams."""

from collections.abc import Sequence

from analytics.release.content import Release
from analytics.release.counterparts import Row, same_rows
from analytics.release.model import Cell, MeasureEntry
from pages.shell.selection import cell_at


def history(releases: Sequence[Release], entry: MeasureEntry, place: Row) -> list[Cell]:
    """Return the group's cells of a measure, oldest first, back to where its teams were others."""
    found: list[Cell] = []
    for release in reversed(releases):
        cell = cell_at(release, entry.key, place)
        if cell is None:
            break
        same = same_rows([release.groups], releases[-1].groups, entry.sensitivity)
        if place not in same:
            break
        found.append(cell)
    return found[::-1]

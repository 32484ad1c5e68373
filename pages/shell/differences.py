"""Where groups differ clearly from the organisation as a whole: found in cells, said in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.grid import compare
from analytics.charts.words import cell_words, group_name, in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, MeasureEntry, Statistic
from pages.shell.selection import organisation_cell
from survey.i18n.catalogue import Texts


@dataclass(frozen=True)
class Difference:
    """A group's number whose 95 % interval excludes the organisation's, and which way it lies."""

    cell: Cell
    organisation: Cell
    entry: MeasureEntry
    worse: bool

    @property
    def points(self) -> float:
        """How far apart the two are, in points of 0 to 100; 0 or more."""
        times = 100 if self.cell.statistic is Statistic.SHARE else 1
        return abs((self.cell.value or 0.0) - (self.organisation.value or 0.0)) * times


def clear_differences(
    release: Release, cells: Sequence[Cell], measures: Sequence[MeasureEntry]
) -> tuple[Difference, ...]:
    """Return the clear differences among ``cells``, the largest first."""
    by_key = {entry.key: entry for entry in measures}
    found = []
    for cell in cells:
        entry = by_key.get(cell.measure)
        whole = organisation_cell(release, cell.measure)
        if entry is None or whole is None or cell.department == TOTAL:
            continue
        band = compare(cell, whole, entry.good_end)
        if band:
            found.append(Difference(cell, whole, entry, worse=band < 0))
    return tuple(sorted(found, key=lambda one: -one.points))


def difference_words(difference: Difference, text: Texts) -> str:
    """Return a difference as a sentence with both numbers, their intervals and bases."""
    side = "worse" if difference.worse else "better"
    return text(
        f"screens.difference.{side}",
        group=place(difference.cell, text),
        measure=in_language(difference.entry.name, text.language),
        value=cell_words(difference.cell, text),
        whole=cell_words(difference.organisation, text),
    )


def group_token(place: tuple[str, str]) -> str:
    """Return what an address calls a group, given its department and team."""
    return " / ".join(place)


def place(cell: Cell, text: Texts) -> str:
    """Return where a cell belongs: the team with its department, or the department."""
    name = group_name(cell.department, cell.team, text)
    return name if cell.team == TOTAL else f"{name} ({cell.department})"

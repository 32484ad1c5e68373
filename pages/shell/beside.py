"""What a group may stand next to: any other group, a department, or itself in an earlier wave."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.charts.whereabouts import Row
from analytics.release.content import Release
from analytics.release.counterparts import same_rows
from analytics.release.model import TOTAL, Cell, MeasureEntry
from pages.shell.differences import group_token
from pages.shell.selection import cell_at


@dataclass(frozen=True)
class Beside:
    """Another group of the same wave, or the same group in the wave named."""

    place: Row
    wave: str = ""

    @property
    def token(self) -> str:
        """What an address calls it."""
        return f"wave {self.wave}" if self.wave else group_token(self.place)


def besides(place: Row, places: Sequence[Row], earlier: Sequence[Release]) -> list[Beside]:
    """Return what a group may be held against: those of its department first, then its own past."""
    others = sorted(
        (one for one in places if one != place),
        key=lambda one: (one[0] != place[0], one[1] == TOTAL),
    )
    past = [Beside(place, one.manifest.wave) for one in reversed(earlier)]
    return [*(Beside(one) for one in others), *past]


def cell_beside(
    one: Beside, release: Release, earlier: Sequence[Release], entry: MeasureEntry
) -> Cell | None:
    """Return its cell; None where there is none, or where the group was made of other teams."""
    if not one.wave:
        return cell_at(release, entry.key, one.place)
    past = next((two for two in earlier if two.manifest.wave == one.wave), None)
    if past is None or one.place not in same_rows([past.groups], release.groups, entry.sensitivity):
        return None
    return cell_at(past, entry.key, one.place)

"""Published links updated by the rows of groups, where an organisation has no models.

Made of released cells alone, when somebody looks; nothing here is sealed, and nothing here says
more than the cells: whoever has them can do the same sums.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analytics.composing.cell_values import PLANNED_SPREAD
from analytics.release.content import Release
from analytics.release.model import TOTAL, GroupMember
from analytics.statistics.evidence import Source, sources
from analytics.statistics.few_answers import Group, Updated, answers_to_find, updated
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.rows.groups import GroupValue, organisation_cell, published_value
from analytics.statistics.rows.link_checks import PRIOR_FACTOR

APART_FACTOR: Final = 2.0
"""Convention: 95 of 100 links between groups lie within the link between people divided and
multiplied by this."""
ALIKE: Final = 0.02
"""Convention: the correlation of back pain between two people of a group."""
FEWEST: Final = 2


@dataclass(frozen=True)
class SmallLink:
    """One condition: the paper's log odds ratio, what groups make of it, and what n would do.

    ``groups`` is how many rows it is made of; with fewer than two nothing is updated.
    """

    factor: str
    source: Source
    published: float
    updated: Updated
    groups: int
    needed: int | None


def small_links(release: Release, outcome: str) -> Iterator[SmallLink]:
    """Yield each condition of which a paper gives an odds ratio for this outcome."""
    whole = organisation_cell(release.cells, outcome)
    share = None if whole is None else published_value(whole)
    for source in sources():
        if outcome not in source.outcomes:
            continue
        for entry in release.measures:
            figures = source.values_for(entry)
            if not figures:
                continue
            prior = sum(map(math.log, figures)) / len(figures)
            groups = group_points(release, outcome, entry.key)
            used = groups if len(groups) >= FEWEST else []
            z = normal_quantile()
            found = updated(
                used, prior, math.log(PRIOR_FACTOR) / z,
                apart_sd=math.log(APART_FACTOR) / z, alike=ALIKE,
            )  # fmt: skip
            known = share is not None and 0 < share < 1
            needed = answers_to_find(prior, share) if known and share is not None else None
            yield SmallLink(entry.key, source, prior, found, len(used), needed)


def group_points(release: Release, outcome: str, factor: str) -> list[Group]:
    """Return the outcome's rows with the mean of the condition, in SDs from the organisation's.

    Where so few answered that no SD is released, it is the one that their intervals are made of.

    A row of health is a union of rows of conditions: its mean is theirs, by answers. A row whose
    parts are not all published is left out. All rows count, whatever the reader sees.
    """
    release = release.whole
    whole = organisation_cell(release.cells, factor)
    spread = organisation_cell(release.cells, factor, spread=True)
    middle = None if whole is None else published_value(whole)
    released = None if spread is None else published_value(spread)
    sd = PLANNED_SPREAD if released is None else released
    if middle is None or not sd:
        return []
    places, means = _rows(release, outcome), _rows(release, factor)
    found = []
    for place, own in places.items():
        parts = [means.get(part) for part in _parts(release, outcome, factor, place)]
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts):
            continue
        mean = sum(part.n * part.value for part in known) / sum(part.n for part in known)
        found.append(Group(own.n, own.n * own.value, (mean - middle) / sd))
    return found


def _rows(release: Release, measure: str) -> dict[tuple[str, str], GroupValue]:
    """Return the published rows of a measure that are the smallest of their people."""
    own = {_place(one) for one in _members(release, measure)}
    return {
        (cell.department, cell.team): GroupValue(cell.department, cell.team, cell.n, value)
        for cell in release.cells
        if cell.measure == measure and cell.breakdown == TOTAL and cell.statistic != "sd"
        and (cell.department, cell.team) in own
        and cell.n and (value := published_value(cell)) is not None
    }  # fmt: skip


def _parts(
    release: Release, outcome: str, factor: str, place: tuple[str, str]
) -> set[tuple[str, str]]:
    units = {
        (one.department, one.team) for one in _members(release, outcome) if _place(one) == place
    }
    return {_place(one) for one in _members(release, factor) if (one.department, one.team) in units}


def _members(release: Release, measure: str) -> list[GroupMember]:
    sensitivity = release.measure(measure).sensitivity
    return [one for one in release.groups if one.sensitivity is sensitivity]


def _place(member: GroupMember) -> tuple[str, str]:
    return (member.group_department, member.group_team)

"""Inspection: all measures of a release that answer for one another, held against each other."""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cache

from analytics.disclosure.audit.between.attack import Between, attack, shown
from analytics.disclosure.audit.between.joint_answers import (
    Family,
    assumed_families,
    certain_families,
)
from analytics.disclosure.audit.between.made_of import MadeOf, YesNoOf, made_of
from analytics.disclosure.audit.between.rows import Cut, Rows, cuts_of, rows_of, together, undivided
from analytics.disclosure.audit.finding import Finding
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.disclosure.audit.reading.table import Table
from analytics.release.content import Release
from analytics.release.model import TOTAL, ConditionEntry


@dataclass(frozen=True)
class Told:
    """What several measures of one row tell together."""

    code: Between
    measures: tuple[str, ...]
    row: Known
    certain: bool
    spread: str = ""
    """The measure whose items' distribution is one of the two, where it is."""

    @property
    def finding(self) -> Finding:
        """It as a finding, under the first of the measures."""
        department, team = self.row.labels
        place = f"{department}, {team}"
        if self.row.breakdown != TOTAL:
            place += f", {self.row.category}"
        whoever = "" if self.certain else "whoever takes it that one implies the other reads that "
        names = " and ".join(self.measures)
        return Finding(
            code=self.code.value,
            measure=self.measures[0],
            department=department,
            team=team,
            message=f"{names} of {place}: {whoever}{SAYS[self.code]}",
            arithmetic=" with ".join(f"{department}/{team}: {key}" for key in self.measures),
        )


SAYS = {
    Between.PERSON: "together they settle what somebody answered",
    Between.EDGE: "together they tell how many gave each answer",
    Between.COLLEAGUE: "together they tell a colleague that nobody else answered as he did",
    Between.CONTRADICTION: "no answers at all agree with all of them",
}


def findings_between(release: Release) -> list[Finding]:
    """Return what the measures of a release tell together that none of them tells alone."""
    return [told.finding for told in told_between(release)]


def told_between(release: Release, changed: Set[str] | None = None) -> list[Told]:
    """Return the same, row by row, for whoever mends it.

    Parameters
    ----------
    changed
        Measures; only what any of these tells with others. None for all.
    """
    read = _Read({table.measure: table for table in release_tables(release)})
    found: list[Told] = []
    for family in _families(release, changed):
        both = all(read.tables[key].colleague for key in family.measures)
        found += _told(family, read, colleague=both)
    whole = _Read({key: undivided(table) for key, table in read.tables.items()})
    for family, cut, own in _cut_families(release, whole, changed):
        found += _told(family, own, colleague=False, spread=cut.measure)
    return found


@dataclass
class _Read(Mapping[str, Rows]):
    """The rows of measures, each read of its table once, when asked for."""

    tables: Mapping[str, Table]
    rows: dict[str, Rows] = field(default_factory=dict)

    def __getitem__(self, measure: str) -> Rows:
        if measure not in self.rows:
            self.rows[measure] = rows_of(self.tables[measure])
        return self.rows[measure]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)


def _concerns(measures: Iterable[str], changed: Set[str] | None) -> bool:
    return changed is None or not changed.isdisjoint(measures)


def _families(release: Release, changed: Set[str] | None) -> list[Family]:
    """All measures with numbers that answer for one another: surely, or as one may assume."""
    certain = list(certain_families(_made(release), changed))
    sure = {frozenset(family.measures) for family in certain}
    there = {cell.measure for cell in release.cells if cell.n}
    implied = {entry.key: entry.implies for entry in release.measures if entry.implies}
    assumed = [
        family
        for family in assumed_families(implied)
        if there.issuperset(family.measures)
        and frozenset(family.measures) not in sure
        and _concerns(family.measures, changed)
    ]
    return [*certain, *assumed]


def _made(release: Release) -> dict[str, MadeOf]:
    """How each measure with numbers is made, as far as the release says."""
    there = {cell.measure for cell in release.cells if cell.n}
    made = {entry.key: made_of(entry) for entry in release.measures if entry.key in there}
    return {key: own for key, own in made.items() if own is not None}


def _told(
    family: Family, rows: Mapping[str, Rows], *, colleague: bool, spread: str = ""
) -> Iterator[Told]:
    own = list(together([rows[key] for key in family.measures]))
    if own:
        for row, code in attack(family, shown(own, len(family.measures)), colleague=colleague):
            widest = max(row, key=lambda one: len(one.teams))
            yield Told(code, family.measures, widest, family.certain, spread)


def _cut_families(
    release: Release, read: Mapping[str, Rows], changed: Set[str] | None
) -> Iterator[tuple[Family, Cut, Mapping[str, Rows]]]:
    """The boundaries that distributions keep, each with every measure that is made of its item."""
    made = _made(release)

    @cache
    def concerned(measure: str, item: str) -> bool:
        users = (key for key, own in made.items() if item in own.steps)
        return measure in made and _concerns((measure, *users), changed)

    said = (step for step in release.distributions if concerned(step.measure, step.item))
    for cut, own in cuts_of(said, read).items():
        name = f"{cut.item} above {cut.above}"
        for key in (key for key, each in made.items() if cut.item in each.steps):
            if not _concerns((key, cut.measure), changed):
                continue
            pair = {key: made[key], name: _as_yes_no(cut, made[key])}
            for family in certain_families(pair):
                yield family, cut, {key: read[key], name: own}


def _as_yes_no(cut: Cut, used: MadeOf) -> YesNoOf:
    steps = used.steps[cut.item]
    values = tuple(step for step in steps if step > cut.above)
    return YesNoOf((ConditionEntry(item=cut.item, values=values, steps=steps),))

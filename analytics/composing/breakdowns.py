"""Breakdowns of a wave: which are shown, in which departments, and under which names."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np

from analytics.composing.sums import UNSAID, Ints
from analytics.composing.sums import Attendance as Counted
from analytics.composing.tally import Tally
from analytics.disclosure.audit.reading.attended import UNKNOWN, Attended
from analytics.disclosure.audit.reading.published_release import Sizes
from analytics.disclosure.crossings.areas import Answered, Crossing, cross
from analytics.disclosure.crossings.categories import Category, Step
from analytics.disclosure.groups import Grouping, label
from analytics.release.model import BreakdownEntry, CategoryEntry
from survey.i18n.catalogue import DEFAULT_LANGUAGE, texts
from survey.instruments.model import Breakdown, Instrument, Wording
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity


@dataclass(frozen=True)
class Divided:
    """A breakdown as it is shown, by key and with the names of its categories.

    ``crossing`` is None where it can be shown nowhere. Where ``organisation_only``, its areas
    are not shown: the audit found that they would give somebody away.
    """

    breakdown: str
    crossing: Crossing | None
    names: tuple[str, ...] = ()
    organisation_only: bool = False


@dataclass(frozen=True)
class Crossings:
    """How the breakdowns show working conditions, and how they show health."""

    conditions: tuple[Divided, ...]
    health: tuple[Divided, ...]

    def of(self, sensitivity: Sensitivity) -> tuple[Divided, ...]:
        """Return what protects measures of a sensitivity."""
        return self.health if sensitivity is Sensitivity.HEALTH else self.conditions

    def organisation_only(self) -> "Crossings":
        """Return the same breakdowns, in no area and no department by themselves."""
        whole = tuple(
            tuple(replace(divided, organisation_only=True) for divided in own)
            for own in (self.conditions, self.health)
        )
        return Crossings(*whole)


def cross_teams(
    instrument: Instrument,
    grouping: Grouping,
    answered: Answered,
    threshold: int,
    finer: Sequence[Divided] = (),
) -> tuple[Divided, ...]:
    """Return how an instrument's breakdowns are shown beside the rows of a grouping.

    Parameters
    ----------
    instrument
        Names the breakdowns, in the order in which they are offered to the gate.
    grouping, threshold
        Rows of the teams, and k.
    answered
        See ``headcounts``.
    finer
        Breakdowns shown already whose categories are only joined further (those of working
        conditions, for health).
    """
    pooled = {one.breakdown: _spoken(one.crossing) for one in finer if one.crossing}
    starts = [
        pooled.get(breakdown.key)
        or [Category((value,)) for value in _values(breakdown, instrument)]
        for breakdown in instrument.breakdowns
    ]
    found = {one.position: one for one in cross(grouping, answered, starts, threshold)}
    return tuple(
        _divided(breakdown, found.get(position), instrument)
        for position, breakdown in enumerate(instrument.breakdowns)
    )


def headcounts(tally: Tally, breakdowns: Iterable[str], measures: Sequence[str]) -> Answered:
    """Return, by unit and breakdown answers, all responses and the answers to each measure."""
    counted = tally.attendance
    sizes = [counted.responses, *(counted.answered[measure] for measure in measures)]
    said = [
        [None if step == UNSAID else step for step in counted.categories[key].tolist()]
        for key in breakdowns
    ]
    steps = zip(*said, strict=True) if said else repeat(())
    places = zip(counted.unit.tolist(), steps, strict=False)
    return dict(zip(places, zip(*(own.tolist() for own in sizes), strict=True), strict=True))


@dataclass(frozen=True)
class WhoAnswered(Mapping[str, Attended]):
    """Who answered what, each measure's places made when it is asked for: all at once are many.

    Attributes
    ----------
    counted
        Responses by unit and answers to all breakdowns, one entry a place.
    places
        The same as places of teams.
    """

    counted: Counted
    places: Attended

    def __getitem__(self, measure: str) -> Attended:
        """Return how many answered a measure, by place with at least one."""
        people = self.counted.answered[measure]
        return self.places.answered(people)

    def __iter__(self) -> Iterator[str]:
        return iter(self.counted.answered)

    def __len__(self) -> int:
        return len(self.counted.answered)


def attendance(tally: Tally, units: Iterable[Unit], instrument: Instrument) -> Sizes:
    """Return who answered what, as the strongest attacker of a release knows it, for the audit."""
    unit_of = {unit.id: unit for unit in units}
    counted = tally.attendance
    present, team = np.unique(counted.unit, return_inverse=True)
    own = [unit_of[unit] for unit in present.tolist()]
    headcount = [UNKNOWN if unit.headcount is None else unit.headcount for unit in own]
    unsaid: dict[Step, str] = {UNSAID: _name(_unsaid(instrument))}
    names: dict[str, list[str]] = {}
    said: dict[str, Ints] = {}
    for breakdown in instrument.breakdowns:
        wordings = _wordings(breakdown, instrument).items()
        known = unsaid | {step: _name(wording) for step, wording in wordings}
        steps, at = np.unique(counted.categories[breakdown.key], return_inverse=True)
        names[breakdown.key] = [known[step] for step in steps.tolist()]
        said[breakdown.key] = at.astype(np.int64)
    places = Attended(
        teams=[(unit.department, unit.team) for unit in own],
        headcount=np.array(headcount, np.int64),
        team=team.astype(np.int64),
        n=counted.responses,
        names=names,
        said=said,
    )
    return WhoAnswered(counted, places)


def breakdown_entries(instrument: Instrument) -> tuple[BreakdownEntry, ...]:
    """Return the names of all breakdowns and of their categories, in every language."""
    return tuple(
        BreakdownEntry(
            key=breakdown.key,
            name=breakdown.name,
            categories=tuple(
                CategoryEntry(name=_name(wording), wording=wording)
                for wording in (*_wordings(breakdown, instrument).values(), _unsaid(instrument))
            ),
        )
        for breakdown in instrument.breakdowns
    )


def _divided(breakdown: Breakdown, crossing: Crossing | None, instrument: Instrument) -> Divided:
    if crossing is None:
        return Divided(breakdown.key, None)
    wordings: dict[Step, Wording] = {**_wordings(breakdown, instrument), None: _unsaid(instrument)}
    names = tuple(
        label(_name(wordings[step]) for step in category.steps) for category in crossing.categories
    )
    return Divided(breakdown.key, crossing, names)


def _spoken(crossing: Crossing) -> list[Category]:
    """The categories of those who said, without those who did not."""
    said = (tuple(step for step in one.steps if step is not None) for one in crossing.categories)
    return [Category(steps) for steps in said if steps]


def _values(breakdown: Breakdown, instrument: Instrument) -> tuple[int, ...]:
    return instrument.options_of(breakdown.item).values


def _wordings(breakdown: Breakdown, instrument: Instrument) -> dict[Step, Wording]:
    return {step.value: step.text for step in instrument.options_of(breakdown.item).steps}


def _unsaid(instrument: Instrument) -> Wording:
    return {language: texts(language)("crossings.unsaid") for language in instrument.languages}


def _name(wording: Wording) -> str:
    return wording.get(DEFAULT_LANGUAGE) or next(iter(wording.values()))

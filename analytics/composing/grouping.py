"""Who is shown with whom in a wave: its teams in groups, and the breakdowns of those.

Head-counts decide, never answers (docs/anonymity.md, rules 1 to 3).
"""

from collections.abc import Iterable

from analytics.composing.breakdowns import Crossings, cross_teams, headcounts
from analytics.composing.cells import Groupings
from analytics.composing.people import possible_people, within_headcounts
from analytics.composing.tally import Tally
from analytics.disclosure.crossings.areas import Answered
from analytics.disclosure.groups import Sizes, group, regroup
from analytics.disclosure.wave_guard import (
    Since,
    current_rows,
    differ_by_few,
    everybody_answered,
)
from analytics.release.model import TOTAL, GroupMember
from survey.store.protocol import Unit, Wave
from survey.vocabulary import Sensitivity


def group_teams(wave: Wave, tally: Tally, shown: Iterable[str]) -> Groupings:
    """Return who is shown with whom: conditions at their threshold, health on unions of those."""
    measures = wave.instrument.measures
    keys = {
        sensitivity: [key for key in shown if measures[key].sensitivity is sensitivity]
        for sensitivity in Sensitivity
    }
    conditions = group(
        wave.units,
        _sizes(wave.units, tally, keys[Sensitivity.CONDITIONS]),
        wave.policy.conditions,
        TOTAL,
    )
    health = regroup(
        conditions,
        wave.units,
        _sizes(wave.units, tally, keys[Sensitivity.HEALTH]),
        wave.policy.health,
        TOTAL,
    )
    return Groupings(conditions, health)


def numbers_beside(
    since: Since, wave: Wave, tally: Tally, groupings: Groupings, shown: Iterable[str]
) -> bool:
    """Say whether a list of moves proves that numbers may stand beside those of a release.

    Everybody on both staff lists must have answered every question, and no rows may differ by 1
    to k - 1 people (``analytics.disclosure.wave_guard``). Only head-counts decide. Raises
    ``MovesInvalid`` where moves and staff lists do not add up.
    """
    few = any(
        differ_by_few(
            since, current_rows(groupings.of(sensitivity), wave.units), wave.units, sensitivity,
            wave.policy.threshold(sensitivity),
        )
        for sensitivity in Sensitivity
    )  # fmt: skip
    counts = [responses_by_unit(tally), *(_answers(tally, key) for key in shown)]
    counts += [tally.answers_to_item(item) for item in tally.item_steps]
    return (
        not few
        and everybody_answered(since.release, since.units)
        and all(count.get(unit.id, 0) == unit.headcount for count in counts for unit in wave.units)
    )


def cross_breakdowns(
    wave: Wave, tally: Tally, groupings: Groupings, shown: Iterable[str]
) -> Crossings:
    """Return where each breakdown is shown, by head-counts: conditions, then health."""
    measures, shown = wave.instrument.measures, tuple(shown)
    keys = [breakdown.key for breakdown in wave.instrument.breakdowns]

    def counted(sensitivity: Sensitivity) -> Answered:
        own = [key for key in shown if measures[key].sensitivity is sensitivity]
        return within_headcounts(headcounts(tally, keys, own), wave.units)

    conditions = cross_teams(
        wave.instrument, groupings.conditions, counted(Sensitivity.CONDITIONS),
        wave.policy.conditions,
    )  # fmt: skip
    health = cross_teams(
        wave.instrument, groupings.health, counted(Sensitivity.HEALTH), wave.policy.health,
        finer=conditions,
    )  # fmt: skip
    return Crossings(conditions, health)


def group_members(units: tuple[Unit, ...], groupings: Groupings) -> Iterable[GroupMember]:
    """Yield for each team, by sensitivity, the row that shows it."""
    for sensitivity in Sensitivity:
        block_of = {
            unit: block for block in groupings.of(sensitivity).teams for unit in block.units
        }
        for unit in sorted(units, key=lambda unit: (unit.department, unit.team)):
            yield GroupMember(
                sensitivity=sensitivity,
                department=unit.department,
                team=unit.team,
                group_department=block_of[unit.id].department,
                group_team=block_of[unit.id].team,
            )


def responses_by_unit(tally: Tally) -> dict[int, int]:
    """Return how many responses each unit gave."""
    return tally.attendance.by_unit()


def _sizes(units: Iterable[Unit], tally: Tally, measures: list[str]) -> Sizes:
    """Answers by unit, of no more people than its head-count: more were sent by the same ones.

    Who sent eleven of twelve forms through an open link subtracts them from the team's row.
    """
    counts = [responses_by_unit(tally), *(_answers(tally, key) for key in measures)]
    return {
        unit.id: tuple(possible_people(int(count.get(unit.id, 0)), unit) for count in counts)
        for unit in units
    }


def _answers(tally: Tally, measure: str) -> dict[int, int]:
    by_unit = tally.by_unit(measure)["n"]
    return {int(unit): int(n) for unit, n in zip(by_unit.index, by_unit.array, strict=True)}

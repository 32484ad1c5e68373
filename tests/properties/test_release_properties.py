"""What must hold of every release, on random organisations."""

import random
from dataclasses import replace

from hypothesis import given, settings

from analytics.disclosure.audit import findings
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus, Statistic
from survey.vocabulary import Sensitivity
from tests.organisations import Organisation, organisations, release_of

SOME = settings(max_examples=40, deadline=None)


def decisions(release: Release) -> list[tuple[str, str, str, bool]]:
    """Which rows are shown with a number at all, whatever the number."""
    return [
        (cell.department, cell.team, cell.measure, cell.status is CellStatus.WITHHELD)
        for cell in release.cells
    ]


@SOME
@given(organisations())
def test_every_number_rests_on_k_people_or_more(organisation: Organisation) -> None:
    release = release_of(organisation)
    sensitivity = {entry.key: entry.sensitivity for entry in release.measures}
    for cell in release.cells:
        if cell.status is not CellStatus.WITHHELD:
            assert (cell.n or 0) >= release.manifest.policy[sensitivity[cell.measure].value]


@SOME
@given(organisations())
def test_rows_are_disjoint_and_every_team_is_in_one(organisation: Organisation) -> None:
    release = release_of(organisation)
    teams = {(unit.department, unit.team) for unit in organisation.wave.units}
    for sensitivity in Sensitivity:
        members = [m for m in release.groups if m.sensitivity is sensitivity]
        assert sorted((m.department, m.team) for m in members) == sorted(teams)


@SOME
@given(organisations())
def test_departments_add_up_to_the_organisation_as_published(organisation: Organisation) -> None:
    release = release_of(organisation)
    for measure in ("workload", "back_pain"):
        rows = [
            cell
            for cell in release.cells
            if cell.measure == measure and cell.statistic is not Statistic.SD
            and cell.status is not CellStatus.WITHHELD
        ]  # fmt: skip
        whole = sum(cell.n or 0 for cell in rows if cell.department == TOTAL)
        departments = sum(
            cell.n or 0 for cell in rows if cell.department != TOTAL and cell.team == TOTAL
        )
        teams = sum(cell.n or 0 for cell in rows if cell.team != TOTAL)
        assert whole == departments == teams


@SOME
@given(organisations())
def test_the_audit_finds_nothing(organisation: Organisation) -> None:
    assert findings(release_of(organisation)) == []


@SOME
@given(organisations())
def test_what_is_shown_does_not_depend_on_the_answers(organisation: Organisation) -> None:
    """Answers swap owners among those who gave one to the same questions; decisions stay."""
    by_silence: dict[tuple[bool, ...], list[tuple[int | None, ...]]] = {}
    for _, answers in organisation.rows:
        by_silence.setdefault(tuple(a is None for a in answers), []).append(answers)
    for answered in by_silence.values():
        random.Random(1).shuffle(answered)  # noqa: S311 - a fixed shuffle, no secret
    rows = tuple(
        (unit, by_silence[tuple(a is None for a in answers)].pop())
        for unit, answers in organisation.rows
    )
    shuffled = replace(organisation, rows=rows)
    assert decisions(release_of(organisation)) == decisions(release_of(shuffled))


@SOME
@given(organisations())
def test_the_release_does_not_depend_on_the_order_of_the_rows(organisation: Organisation) -> None:
    backwards = replace(organisation, rows=organisation.rows[::-1])
    assert release_of(organisation) == release_of(backwards)

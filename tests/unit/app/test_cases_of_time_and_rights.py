"""Cases of time, rights and small groups by which a release could say more than it should."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.composing.grouping import cross_breakdowns, group_teams
from analytics.disclosure.audit import findings
from analytics.disclosure.groups import TooFewAnswers
from analytics.publish import NotPublishable, publish
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus
from analytics.release.reader import open_release
from analytics.reports.exports import export_release
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import close_wave, open_wave
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.protocol import CodeStanding, Submission, Unit
from tests.divided import divided_instrument, divided_organisation
from tests.instruments import small_instrument
from tests.organisations import Organisation, Row, release_of, tally_of, wave_of

PEOPLE = 30
UNITS = (Unit(0, "Stores", "Day", PEOPLE), Unit(1, "Stores", "Night", PEOPLE))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def answered_wave(workspace: Workspace) -> str:
    """Open a wave, answer it, close and publish it; return a code that was not used."""
    store = open_store(workspace)
    open_wave(workspace, store, "2026", instrument=small_instrument(), policy=Policy(), units=UNITS)
    codes = store.issue_codes("2026", {0: PEOPLE, 1: PEOPLE})
    late = codes[0][0]
    given = [code for own in codes.values() for code in own if code != late]
    store.redeem(
        [Submission("2026", code, (1 + at % 5, int(at % 3 == 0))) for at, code in enumerate(given)]
    )
    close_wave(workspace, store, "2026")
    publish(workspace, store, "2026")
    return late


def test_a_late_answer_after_sealing_leaves_the_same_bytes(workspace: Workspace) -> None:
    late = answered_wave(workspace)
    before = bytes_of(workspace.releases / "2026")
    store = open_store(workspace)
    assert store.redeem([Submission("2026", late, (5, 1))]) == [CodeStanding.CLOSED]
    with pytest.raises(NotPublishable):
        publish(workspace, store, "2026")
    assert bytes_of(workspace.releases / "2026") == before


def test_a_second_release_of_one_wave_is_refused(workspace: Workspace) -> None:
    answered_wave(workspace)
    with pytest.raises(NotPublishable, match="only once"):
        publish(workspace, open_store(workspace), "2026")


def test_exports_on_two_days_by_two_people_are_the_same_bytes(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered_wave(workspace)
    release = open_release(workspace.releases / "2026")
    export_release(release, tmp_path / "monday")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setenv("USER", "somebody else")
    export_release(release, tmp_path / "tuesday")
    assert bytes_of(tmp_path / "monday") == bytes_of(tmp_path / "tuesday")


def test_two_people_with_different_rights_pool_their_exports(
    workspace: Workspace, tmp_path: Path
) -> None:
    """There is one release for all: pooled, two exports hold what each holds alone."""
    answered_wave(workspace)
    release = open_release(workspace.releases / "2026")
    for who in ("hr", "occupational health"):
        export_release(release, tmp_path / who)
    lines = {
        who: set((tmp_path / who / "cells.csv").read_text("utf-8").splitlines())
        for who in ("hr", "occupational health")
    }
    assert lines["hr"] | lines["occupational health"] == lines["hr"]


@pytest.mark.parametrize("steps", range(2, 12))
def test_a_new_breakdown_in_ten_variants_answers_alike_for_any_permutation(steps: int) -> None:
    """The gate's yes and no, and every pooling, are the same when answers change owners."""
    organisation = divided_organisation([[14, 12, 9], [11, 13], [5, 6]])
    draw = random.Random(steps)  # noqa: S311 - made-up answers
    wave = replace(organisation.wave, instrument=divided_instrument(2, steps))
    bands = [tuple(draw.randrange(steps) for _ in range(2)) for _ in organisation.rows]
    answers: list[tuple[int | None, ...]] = [given[:2] for _, given in organisation.rows]

    def decided(order: list[tuple[int | None, ...]]) -> object:
        rows = [
            (unit, (*given, *band))
            for (unit, _), given, band in zip(organisation.rows, order, bands, strict=True)
        ]
        tally = tally_of(wave, rows)
        shown = tuple(wave.instrument.measures)
        groupings = group_teams(wave, tally, shown)
        return groupings, cross_breakdowns(wave, tally, groupings, shown)

    first = decided(answers)
    for _ in range(3):
        draw.shuffle(answers)
        assert decided(answers) == first


def everybody(sizes: list[list[int]], pain: int) -> Release:
    """The release of an organisation where everybody (1) or nobody (0) has pain."""
    wave = wave_of(sizes)
    rows: list[Row] = [
        (unit.id, (5, pain)) for unit in wave.units for _ in range(unit.headcount or 0)
    ]
    return release_of(Organisation(wave, tuple(rows)))


@pytest.mark.parametrize(
    "sizes",
    [[[1, 30], [25, 20]], [[30], [25, 20]], [[3], [25, 20]], [[1], [1], [40]]],
    ids=["a team of one", "a department of one team", "a department below k", "two people alone"],
)
def test_a_team_of_one_a_department_of_one_team_and_one_below_k(sizes: list[list[int]]) -> None:
    release = everybody(sizes, 1)
    shown = [cell for cell in release.cells if cell.status is not CellStatus.WITHHELD]
    assert min(cell.n or 0 for cell in shown) >= 6
    assert findings(release) == []


@pytest.mark.parametrize("pain", [0, 1], ids=["0 of 12", "12 of 12"])
def test_12_of_12_and_0_of_12_are_ranges(pain: int) -> None:
    release = everybody([[12, 14], [13]], pain)
    told = [c for c in release.cells if c.measure == "back_pain" and c.team != TOTAL]
    assert told
    assert all(c.status is CellStatus.BOUNDED for c in told)


def test_n_that_differs_by_question_leaves_nobody_between_the_two() -> None:
    """10 answered, 9 of them on pain: the row counts the fewer and is shown with its neighbour."""
    wave = wave_of([[12, 10], [30]])
    rows: list[Row] = [
        (unit.id, (1 + person % 5, None if (unit.id, person) == (1, 0) else int(person % 3 == 0)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]
    release = release_of(Organisation(wave, tuple(rows)))
    told = {
        (c.team, c.n) for c in release.cells if (c.measure, c.department) == ("back_pain", "D0")
    }
    assert ("T0 + T1", 21) in told
    assert not {n for team, n in told if team in ("T0", "T1") and n}
    assert findings(release) == []


def test_an_organisation_below_k_publishes_nothing() -> None:
    with pytest.raises(TooFewAnswers):
        everybody([[2, 3]], 1)

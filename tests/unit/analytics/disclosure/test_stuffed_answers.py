"""More answers than people in a team: it counts for no more than its people."""

from dataclasses import replace

import pytest

from analytics.composing.composition import draft
from analytics.disclosure.audit.promises import promise_findings
from analytics.release.model import TOTAL, CellStatus, Reason
from analytics.reports.opening import base_words, opening
from analytics.reports.scope import Scope
from survey.i18n.catalogue import texts
from survey.store.protocol import Wave
from tests.organisations import KEY, Row, tally_of, wave_of

WAVE = wave_of([[3, 10, 9], [14, 12], [30, 40]])


def rows(stuffed: int) -> list[Row]:
    """Everybody's answers, and a script's through the link of the team of three."""
    honest: list[Row] = [
        (unit.id, (1 + (unit.id + person) % 5, int((unit.id + person) % 3 == 0)))
        for unit in WAVE.units
        for person in range(unit.headcount or 0)
    ]
    return [*honest, *[(0, (5, 1))] * stuffed]


def team_rows(wave: Wave, stuffed: int) -> set[str]:
    release = draft(wave, tally_of(wave, rows(stuffed)), KEY).release
    return {
        cell.team
        for cell in release.cells
        if cell.department == "D0" and cell.team != TOTAL and cell.status is not CellStatus.WITHHELD
    }


@pytest.mark.parametrize("stuffed", [0, 3, 12, 100])
def test_a_team_of_three_is_never_alone_however_many_answers_it_sent(stuffed: int) -> None:
    assert "T0" not in team_rows(WAVE, stuffed)


def test_where_no_head_count_is_known_answers_are_all_there_is_to_count() -> None:
    unknown = replace(WAVE, units=tuple(replace(unit, headcount=None) for unit in WAVE.units))
    assert "T0" in team_rows(unknown, 12)


def test_rows_of_exactly_six_people_stand_alone_and_of_five_do_not() -> None:
    for people, alone in ((6, True), (5, False)):
        wave = wave_of([[people, 10, 9], [14, 12], [30, 40]])
        answers = [*((0, (1 + at % 5, at % 2)) for at in range(12)),
                   *(row for row in rows(0) if row[0] != 0)]  # fmt: skip
        release = draft(wave, tally_of(wave, answers), KEY).release
        shown = {cell.team for cell in release.cells
                 if (cell.department, cell.measure) == ("D0", "workload")
                 and cell.status is not CellStatus.WITHHELD}  # fmt: skip
        assert ("T0" in shown) is alone


def test_no_share_took_part_where_a_team_sent_more_answers_than_it_has_people() -> None:
    release = draft(WAVE, tally_of(WAVE, rows(9)), KEY).release
    by_department = {cell.department: cell for cell in release.participation}
    for department in (TOTAL, "D0"):
        cell = by_department[department]
        assert (cell.status, cell.low, cell.high) == (CellStatus.WITHHELD, None, None)
        assert cell.reason is Reason.MORE_THAN_PEOPLE
    assert by_department["D1"].low == 0.9
    assert promise_findings(release) == []


def test_as_many_answers_as_people_are_a_share() -> None:
    release = draft(WAVE, tally_of(WAVE, rows(0)), KEY).release
    assert {(cell.low, cell.high) for cell in release.participation} == {(0.9, 1.0)}


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_report_says_more_answers_than_people_and_not_over_90_percent(language: str) -> None:
    release = draft(WAVE, tally_of(WAVE, rows(9)), KEY).release
    scope = Scope(release, texts(language))
    said = f"{base_words(scope)} {list(opening(scope))}"
    assert texts(language)("report.participation_beyond") in said
    assert texts(language)("report.more_than_people") in said
    honest = Scope(draft(WAVE, tally_of(WAVE, rows(0)), KEY).release, texts(language))
    assert "90" in base_words(honest)
    assert "90" not in base_words(scope)
    assert texts(language)("report.more_than_people") not in str(list(opening(honest)))

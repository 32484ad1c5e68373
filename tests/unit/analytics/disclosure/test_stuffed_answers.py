"""More answers than people in a team: it counts for no more than its people."""

from dataclasses import replace

import pytest

from analytics.composing.composition import compose, draft
from analytics.composing.people import within_headcounts
from analytics.disclosure.audit import AuditFailed, findings, require_safe
from analytics.disclosure.audit.people import people_findings
from analytics.disclosure.audit.promises import promise_findings
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.disclosure.crossings.gate import gate
from analytics.release.model import TOTAL, CellStatus, Reason
from analytics.reports.opening import base_words, opening
from analytics.reports.scope import Scope
from survey.fieldwork.crowding import Although
from survey.i18n.catalogue import texts
from survey.store.protocol import Wave
from tests.divided import divided_organisation
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
def test_the_report_says_why_it_was_published_and_what_no_staff_list_means(language: str) -> None:
    text = texts(language)
    release = draft(WAVE, tally_of(WAVE, rows(9)), KEY).release
    manifest = release.manifest.model_copy(update={"although": Although.JOINED.value})
    said = str(list(opening(Scope(replace(release, manifest=manifest), text))))
    assert text("report.although", reason=text("trail.although.joined")) in said
    assert text("trail.although.joined") not in str(list(opening(Scope(release, text))))
    assert text("report.no_head_counts") not in said
    unknown = replace(WAVE, units=tuple(replace(unit, headcount=None) for unit in WAVE.units))
    counted = draft(unknown, tally_of(unknown, rows(0)), KEY).release
    assert text("report.no_head_counts") in str(list(opening(Scope(counted, text))))


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


def test_the_attack_counts_people_and_not_answers() -> None:
    """A release in which the team of three stands alone, because somebody sent twelve answers."""
    careless = replace(WAVE, units=(replace(WAVE.units[0], headcount=12), *WAVE.units[1:]))
    believed = draft(careless, tally_of(careless, rows(9)), KEY)
    assert "T0" in {cell.team for cell in believed.release.cells}
    require_safe(believed.release, believed.attendance)
    known = {
        measure: [replace(one, headcount=3) if (one.department, one.team) == ("D0", "T0") else one
                  for one in attended]
        for measure, attended in believed.attendance.items()
    }  # fmt: skip
    found = findings(believed.release, known)
    assert {(one.code, one.department, one.team) for one in found} == {("AUDIT-BASE", "D0", "T0")}
    assert "3 people at most" in found[0].message
    with pytest.raises(AuditFailed):
        require_safe(believed.release, known)


@pytest.mark.parametrize("stuffed", [0, 9, 100])
def test_a_wave_with_too_many_answers_is_published_and_nothing_is_found(stuffed: int) -> None:
    release = compose(WAVE, tally_of(WAVE, rows(stuffed)), KEY)
    made = draft(WAVE, tally_of(WAVE, rows(stuffed)), KEY)
    tables = list(release_tables(release, made.attendance))
    assert [one for table in tables for one in people_findings(table, made.attendance)] == []


def test_the_gate_counts_no_more_people_in_a_team_than_it_has() -> None:
    """Eight of ten answers of one band may be one person's eight forms."""
    wave = wave_of([[10, 20]])
    honest = {(0, (0,)): (6,), (0, (1,)): (4,), (1, (0,)): (8,), (1, (1,)): (12,)}
    assert within_headcounts(honest, wave.units) is honest
    stuffed = honest | {(0, (0,)): (14,)}
    kept = within_headcounts(stuffed, wave.units)
    assert sorted(zip(kept[0, (0,)], kept[0, (1,)], strict=True)) == [(6, 4), (10, 0)]
    assert kept[1, (0,)] == (8, 8)


def test_an_answer_too_many_may_be_in_any_category() -> None:
    """A band of six people of a team of twelve; of three, if three of its answers are one's."""
    wave = wave_of([[12, 24]])
    bands = {(0, (0,)): (6,), (0, (1,)): (6,), (1, (0,)): (24,)}

    def passes(answered: dict[tuple[int, tuple[int, ...]], tuple[int, ...]]) -> bool:
        counted = within_headcounts(answered, wave.units)
        return gate({(unit, *steps): n for (unit, steps), n in counted.items()}, 6).passes

    assert passes(bands)
    assert not passes(bands | {(0, (0,)): (9,)})


def test_breakdowns_of_a_department_with_too_many_answers_give_nothing_away() -> None:
    honest = divided_organisation([[24, 30], [40]])
    for extra in (3, 8, 60):
        forms = tuple((0, (5, 1, 2, 2)) for _ in range(extra))
        release = compose(honest.wave, tally_of(honest.wave, [*honest.rows, *forms]), KEY)
        assert findings(release) == []

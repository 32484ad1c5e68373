"""What measures of one row tell together: found in the numbers, and not published."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from analytics.composing.codebook import measure_entries
from analytics.composing.composition import compose, draft
from analytics.composing.told_together import Apart, told_apart
from analytics.disclosure.audit import AuditFailed, findings
from analytics.disclosure.audit.between import Between, Told, findings_between, told_between
from analytics.disclosure.audit.between.attack import attack, shown
from analytics.disclosure.audit.between.inequalities import inequalities
from analytics.disclosure.audit.between.joint_answers import assumed_families, certain_families
from analytics.disclosure.audit.between.made_of import YesNoOf, made_of
from analytics.disclosure.audit.checker import refusals
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.sums import Interval
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, ConditionEntry, Reason, Statistic
from survey.instruments.catalogue import load
from tests.joint_questions import Answers, joint_wave, mixed, on_the_edge
from tests.organisations import KEY, Row, tally_of

BOTH = ("strength", "strong")


def rows_of(teams: Sequence[Sequence[Answers]]) -> list[Row]:
    return [(unit, answers) for unit, own in enumerate(teams) for answers in own]


def release_of(sizes: Sequence[Sequence[int]], teams: Sequence[Sequence[Answers]]) -> Release:
    wave = joint_wave(sizes)
    return compose(wave, tally_of(wave, rows_of(teams)), KEY)


def unmended(
    sizes: Sequence[Sequence[int]],
    teams: Sequence[Sequence[Answers]],
    monkeypatch: pytest.MonkeyPatch,
) -> Release:
    """The same as it would be published if nobody held measures against each other."""
    wave = joint_wave(sizes)
    with monkeypatch.context() as patch:
        patch.setattr("analytics.composing.composition.told_apart", lambda _release: Apart())
        return draft(wave, tally_of(wave, rows_of(teams)), KEY).release


def cells(release: Release, measure: str, department: str) -> list[Cell]:
    return [
        cell
        for cell in release.cells
        if (cell.measure, cell.department, cell.breakdown) == (measure, department, TOTAL)
        and cell.statistic is not Statistic.SD
    ]


def told(release: Release) -> set[tuple[str, tuple[str, ...], tuple[str, str]]]:
    return {(each.code.value, each.measures, each.row.labels) for each in told_between(release)}


def test_core_measures_that_answer_for_one_another_follow_from_the_instrument() -> None:
    entries = measure_entries(load("core"))
    made = {entry.key: own for entry in entries if (own := made_of(entry)) is not None}
    assert len(made) == len(entries)
    assert [family.measures for family in certain_families(made)] == [
        ("back_pain_strong", "pain_intensity"),
        ("often_stressed", "stress"),
    ]
    implied = {entry.key: entry.implies for entry in entries if entry.implies}
    assert [family.measures for family in assumed_families(implied)] == [
        ("back_pain_7d", "back_pain_12m"),
        ("back_pain_strong", "back_pain_12m"),
        ("back_pain_strong", "back_pain_7d"),
        ("chronic_back_pain", "back_pain_12m"),
    ]


def test_faces_of_strength_and_strong_pain() -> None:
    """At least 4 for each with strong pain; at most 10 for them and 3 for the others."""
    points = [(strength, int(strength >= 4)) for strength in range(11)]
    assert inequalities(points, 2).tolist() == [[-1, 4], [1, -7]]


def test_faces_of_three_measures_of_one_item() -> None:
    """Two cuts say more of a mean together than each of them: 4 for the one, 3 more for both."""
    points = [(x, int(x >= 4), int(x >= 7)) for x in range(11)]
    faces = inequalities(points, 3).tolist()
    assert [-1, 4, 3] in faces and [1, -3, -4] in faces and [0, -1, 1] in faces
    heights = np.array(points) @ np.array(faces).T
    assert all((heights.max(axis=0) >= 0) & ((heights == heights.max(axis=0)).sum(axis=0) >= 3))


def test_measures_that_share_nothing_have_no_faces() -> None:
    assert not len(inequalities([(a, b) for a in range(5) for b in range(2)], 2))


def test_strong_pain_and_its_mean_that_tell_each_answer_are_found_and_shown_of_the_department(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes = [[12, 12, 12], [20, 15]]
    teams = [on_the_edge(12), mixed(12), mixed(12), mixed(20), mixed(15)]
    before = unmended(sizes, teams, monkeypatch)
    assert told(before) == {(Between.EDGE.value, ("strength", "strong"), ("D0", "T0"))}
    assert not findings(before)

    release = compose(joint_wave(sizes), tally_of(joint_wave(sizes), rows_of(teams)), KEY)
    for measure in BOTH:
        department, *own = sorted(cells(release, measure, "D0"), key=lambda cell: cell.team)
        assert department.team == TOTAL and department.n == 36
        assert {(cell.status, cell.reason) for cell in own} == {
            (CellStatus.WITHHELD, Reason.SHOWN_TOGETHER)
        }
        assert all(cell.n for cell in cells(release, measure, "D1"))
    assert all(cell.n for cell in cells(release, "back_pain", "D0"))
    assert not told_between(release)
    assert not refusals(release, release.proofs)


def test_a_department_of_one_row_that_tells_leaves_the_organisation_alone() -> None:
    release = release_of([[14], [20, 15]], [on_the_edge(14), mixed(20), mixed(15)])
    for measure in BOTH:
        assert not any(cell.n for name in ("D0", "D1") for cell in cells(release, measure, name))
        assert [cell.n for cell in cells(release, measure, TOTAL)] == [49]
    assert all(cell.n for name in ("D0", "D1") for cell in cells(release, "back_pain", name))
    assert not told_between(release) and not refusals(release, release.proofs)


def test_an_organisation_that_tells_shows_neither_measure() -> None:
    release = release_of([[14, 12]], [on_the_edge(14), on_the_edge(12)])
    for measure in BOTH:
        assert {cell.status for cell in cells(release, measure, TOTAL)} == {CellStatus.WITHHELD}
    assert [cell.n for cell in cells(release, "back_pain", TOTAL)] == [26]
    assert not told_between(release) and not refusals(release, release.proofs)


def skipped_one(people: int) -> list[Answers]:
    """Strong pain and pain in the year go together throughout; one says nothing of strength."""
    answers = [
        (1, int(at % 2), (0, 3, 1, 4, 2, 3)[at % 6] if at % 2 == 0 else (3, 4)[at % 4 // 2])
        for at in range(people - 1)
    ]
    even = [(rush, pain, 3 + at % 2 if pain else at % 3) for at, (rush, pain, _) in
            enumerate(answers)]  # fmt: skip
    return [*even, (1, 0, None)]


def test_whoever_skipped_one_question_is_not_read_off_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many with strong pain of 12 as with pain of 13: who skipped the first has none."""
    sizes = [[13, 20, 20], [20, 15]]
    teams = [skipped_one(13), mixed(20), mixed(20), mixed(20), mixed(15)]
    before = unmended(sizes, teams, monkeypatch)
    assert told(before) == {(Between.PERSON.value, ("strong", "back_pain"), ("D0", "T0"))}
    assert "settle what somebody answered" in findings_between(before)[0].message
    release = release_of(sizes, teams)
    for measure in ("strong", "back_pain"):
        assert [cell.team for cell in cells(release, measure, "D0") if cell.n] == [TOTAL]
    assert not told_between(release) and not refusals(release, release.proofs)


def test_that_everybody_with_pain_has_strong_pain_is_no_finding() -> None:
    """Nobody's answer is settled, and nothing makes people answer one as the other implies."""
    same = [(1, int(at % 2), 4 * (at % 2) if at % 3 else 3 * (at % 2)) for at in range(14)]
    looser = [(rush, pain, ache or at % 3) for at, (rush, pain, ache) in enumerate(same)]
    release = release_of([[14, 20], [20, 15]], [looser, mixed(20), mixed(20), mixed(15)])
    strong, pain = (cells(release, key, "D0") for key in ("strong", "back_pain"))
    assert [cell.value for cell in strong if cell.team == "T0"] == [0.5]
    assert [cell.value for cell in pain if cell.team == "T0"] == [0.5]


def test_a_release_whose_measures_tell_more_together_is_refused_by_the_checker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes, teams = [[12, 12], [20]], [on_the_edge(12), mixed(12), mixed(20)]
    before = unmended(sizes, teams, monkeypatch)
    said = [refusal.what for refusal in refusals(before, ())]
    assert any("together they tell how many gave each answer" in what for what in said)


@pytest.mark.parametrize(
    ("above", "colleague", "insider"),
    [
        (6, Between.EDGE, Between.EDGE),
        (5, Between.COLLEAGUE, None),
        (4, None, None),
    ],
)
def test_two_cuts_of_one_item_leave_two_people_between_them_or_more(
    above: int, colleague: Between | None, insider: Between | None
) -> None:
    """Of 14 people 6 are at 1 or above: of 6, 5 or 4 at 2, it leaves nobody, one or two at 1."""
    steps = (0, 1, 2)
    made = {
        f"at_{low}": YesNoOf((ConditionEntry(item="i", values=steps[low:], steps=steps),))
        for low in (1, 2)
    }
    (family,) = certain_families(made)
    people = frozenset({("D", "T")})
    row = tuple(
        Known(people, TOTAL, TOTAL, ("D", "T"), 14, Interval(count, count)) for count in (6, above)
    )
    for known_by, expected in ((True, colleague), (False, insider)):
        found = [code for _, code in attack(family, shown([row], 2), colleague=known_by)]
        assert found == ([] if expected is None else [expected])


@pytest.mark.parametrize(("strengths", "expected"), [(16, [Between.EDGE]), (17, []), (22, [])])
def test_one_step_from_the_edge_is_not_the_edge(strengths: int, expected: list[Between]) -> None:
    """Four of 14 people have strong pain, of 4 to 10: that makes 16 if nobody said any more."""
    core = {entry.key: made_of(entry) for entry in measure_entries(load("core"))}
    keys = ("back_pain_strong", "pain_intensity")
    made = {key: own for key in keys if (own := core[key]) is not None}
    (family,) = certain_families(made)
    people = frozenset({("D", "T")})
    row = tuple(
        Known(people, TOTAL, TOTAL, ("D", "T"), 14, Interval(count, count))
        for count in (4, strengths)
    )
    assert [code for _, code in attack(family, shown([row], 2), colleague=False)] == expected


def test_what_is_told_whatever_is_left_out_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes, teams = [[12, 12], [20]], [on_the_edge(12), mixed(12), mixed(20)]
    before = unmended(sizes, teams, monkeypatch)
    always: list[Told] = told_between(before)
    monkeypatch.setattr("analytics.composing.told_together.told_between", lambda *_of: always)
    with pytest.raises(AuditFailed, match="whatever is left out"):
        told_apart(before)


def test_a_release_from_before_it_was_kept_how_measures_are_made_is_read() -> None:
    release = release_of([[14, 12], [20]], [mixed(14), mixed(12), mixed(20)])
    bare = tuple(
        entry.model_copy(update={"conditions": (), "fewest_answered": None, "implies": ()})
        for entry in release.measures
    )
    assert told_between(replace(release, measures=bare)) == []

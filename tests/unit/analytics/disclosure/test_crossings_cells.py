"""Rows of a breakdown add up to their department as published, and say no more than it does."""

from collections.abc import Sequence

import pytest

from analytics.composing.breakdowns import Crossings, breakdown_entries, cross_teams, headcounts
from analytics.composing.cells import measure_cells
from analytics.composing.grouping import group_teams
from analytics.release.model import TOTAL, Cell, CellStatus, Reason
from survey.vocabulary import Sensitivity
from tests.divided import divided_organisation, divided_wave
from tests.organisations import KEY, Organisation, tally_of

SIZES = [[14, 12, 16, 18], [20, 9, 14, 13], [30, 4, 11]]


def cells_of(organisation: Organisation, measure: str, key: bytes = KEY) -> list[Cell]:
    wave = organisation.wave
    tally = tally_of(wave, organisation.rows)
    measures = wave.instrument.measures
    groupings = group_teams(wave, tally, tuple(measures))
    shown: dict[Sensitivity, list[str]] = {Sensitivity.CONDITIONS: [], Sensitivity.HEALTH: []}
    for name, one in measures.items():
        shown[one.sensitivity].append(name)
    keys = [breakdown.key for breakdown in wave.instrument.breakdowns]
    conditions, health = (
        cross_teams(wave.instrument, groupings.of(sensitivity),
                    headcounts(tally, keys, shown[sensitivity]), threshold)
        for sensitivity, threshold in ((Sensitivity.CONDITIONS, 6), (Sensitivity.HEALTH, 10))
    )  # fmt: skip
    crossings = Crossings(conditions, health)
    return list(measure_cells("2026", measures[measure], tally, groupings, key, crossings))


def rows(cells: Sequence[Cell], breakdown: str, department: str) -> list[Cell]:
    return [
        cell for cell in cells
        if (cell.breakdown, cell.department) == (breakdown, department) and cell.category != TOTAL
    ]  # fmt: skip


def published_sum(cells: Sequence[Cell]) -> float:
    return sum((cell.value or 0.0) * (cell.n or 0) for cell in cells)


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return divided_organisation(SIZES)


def test_women_and_men_are_the_department_as_published(organisation: Organisation) -> None:
    cells = cells_of(organisation, "workload")
    divided = {cell.department for cell in cells if cell.breakdown == "b0"} - {TOTAL}
    assert divided
    for department in divided:
        (whole,) = [
            cell for cell in cells
            if (cell.department, cell.team, cell.breakdown) == (department, TOTAL, TOTAL)
        ]  # fmt: skip
        parts = rows(cells, "b0", department)
        assert sum(cell.n or 0 for cell in parts) == whole.n
        assert published_sum(parts) == pytest.approx(published_sum([whole]), abs=1.0)


def test_departments_by_category_add_up_to_the_organisation(organisation: Organisation) -> None:
    cells = cells_of(organisation, "workload")
    for whole in rows(cells, "b1", TOTAL):
        parts = [
            cell for cell in cells
            if cell.department != TOTAL
            and (cell.breakdown, cell.category) == ("b1", whole.category)
        ]  # fmt: skip
        assert sum(cell.n or 0 for cell in parts) == whole.n
        assert published_sum(parts) == pytest.approx(published_sum([whole]), abs=1.0)


def test_a_yes_no_row_of_a_department_is_bounds_around_the_true_share(
    organisation: Organisation,
) -> None:
    cells = [
        cell for cell in cells_of(organisation, "back_pain")
        if cell.breakdown == "b0" and " + D" not in cell.department
        and TOTAL not in {cell.department, cell.category}
    ]  # fmt: skip
    assert cells
    department_of = {unit.id: unit.department for unit in organisation.wave.units}
    for cell in cells:
        assert cell.status is CellStatus.BOUNDED
        bands = {int(name[-1]) if name != "Not said" else None
                 for name in cell.category.split(" + ")}  # fmt: skip
        true = [
            pain for unit, (_, pain, band, _) in organisation.rows
            if department_of[unit] == cell.department and band in bands
        ]  # fmt: skip
        assert len(true) == cell.n
        low, high = (round((end or 0) * len(true)) for end in (cell.low, cell.high))
        assert low <= sum(pain or 0 for pain in true) <= high
        assert high - low >= 2


def test_those_who_did_not_say_are_named_in_the_category_that_counts_them(
    organisation: Organisation,
) -> None:
    names = {cell.category for cell in rows(cells_of(organisation, "workload"), "b0", TOTAL)}
    assert names == {"Band 0", "Band 1 + Not said", "Band 2"}
    wave = organisation.wave
    entries = breakdown_entries(wave.instrument)
    assert [one.name for one in entries[0].categories] == [
        "Band 0", "Band 1", "Band 2", "Not said",
    ]  # fmt: skip
    assert entries[0].categories[-1].wording == {"en": "Not said", "de": "Keine Angabe"}


def test_moved_means_stay_close_and_say_so(organisation: Organisation) -> None:
    for cell in rows(cells_of(organisation, "workload"), "b0", TOTAL):
        assert cell.reason is Reason.BLURRED
        bands = {int(name[-1]) if name != "Not said" else None
                 for name in cell.category.split(" + ")}  # fmt: skip
        scores = [25 * ((rush or 1) - 1)
                  for _, (rush, _, band, _) in organisation.rows if band in bands]  # fmt: skip
        assert cell.value == pytest.approx(sum(scores) / len(scores), abs=100 * 12 / len(scores))


@pytest.mark.parametrize("pain", [0.0, 1.0])
def test_all_or_none_is_never_said_of_a_category(pain: float) -> None:
    for cell in cells_of(divided_organisation(SIZES, pain=pain), "back_pain"):
        assert cell.value not in (0.0, 1.0)
        if cell.status is CellStatus.BOUNDED:
            assert (cell.low, cell.high) not in ((0.0, 0.0), (1.0, 1.0))


def test_same_answers_in_another_wave_give_the_same_figures(organisation: Organisation) -> None:
    assert cells_of(organisation, "back_pain") == cells_of(organisation, "back_pain")
    other_key = cells_of(organisation, "back_pain", b"another key")
    assert other_key != cells_of(organisation, "back_pain")


def test_a_breakdown_that_can_be_shown_nowhere_says_so_once() -> None:
    """Each band is one team: rows of the bands would be the teams, less the one who differs."""
    wave = divided_wave([[14, 16]], breakdowns=1, steps=2)
    people = tuple(
        (unit.id, (3, person % 2, int(unit.id != 0 or person == 0)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    )
    cells = [cell for cell in cells_of(Organisation(wave, people), "workload")
             if cell.breakdown == "b0"]  # fmt: skip
    assert [(cell.department, cell.category, cell.reason) for cell in cells] == [
        (TOTAL, TOTAL, Reason.TOO_FEW_ANSWERS)
    ]


def test_a_department_shown_together_with_others_is_withheld_by_itself() -> None:
    wave = divided_wave([[20], [20], [20]], breakdowns=1, steps=2)
    few = {0: 3, 1: 10, 2: 4}
    people = tuple(
        (unit.id, (3, person % 2, int(person < few[unit.id])))
        for unit in wave.units
        for person in range(20)
    )
    cells = cells_of(Organisation(wave, people), "workload")
    by_department = {cell.department: cell.reason for cell in cells if cell.breakdown == "b0"}
    assert by_department.pop("D0") is by_department.pop("D2") is Reason.SHOWN_TOGETHER
    assert by_department == dict.fromkeys([TOTAL, "D0 + D2", "D1"], Reason.BLURRED)


def test_ten_variants_of_a_breakdown_are_decided_alike_whoever_gave_which_answer() -> None:
    """The answers to rush and pain change owners; which rows each variant shows does not."""
    sizes = [[9, 8, 7], [12, 11], [16]]
    patterns = []
    for seed in (1, 2, 3):
        one = divided_organisation(sizes, seed=4)
        answers = [given[:2] for _, given in one.rows]
        turned = answers[seed:] + answers[:seed]
        pattern = []
        for variant in range(10):
            people = tuple(
                (unit, (*given, (place * (variant + 2)) % 7 // 3, None))
                for place, ((unit, _), given) in enumerate(zip(one.rows, turned, strict=True))
            )
            shown = cells_of(Organisation(one.wave, people), "back_pain")
            pattern.append([
                (cell.department, cell.category) for cell in shown
                if cell.breakdown == "b0" and cell.status is not CellStatus.WITHHELD
            ])  # fmt: skip
        patterns.append(pattern)
    assert patterns[0] == patterns[1] == patterns[2]
    assert len({len(shown) for shown in patterns[0]}) > 1, "the variants should differ"

"""Which rows the pages compare: everybody once, and no pool that is none for these measures."""

from dataclasses import replace

from analytics.release.model import Reason
from pages.shell.compared import compared
from survey.vocabulary import MeasureRole
from tests.charts_release import made_up_release, withheld

RELEASE = made_up_release()


def test_a_pool_of_other_measures_is_no_row_where_a_wider_pool_is_shown() -> None:
    pool = withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Office", "Desk + Post"))
    team = withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Office", "Desk"))
    release = replace(RELEASE, cells=(*RELEASE.cells, pool, team))
    found = compared(release, MeasureRole.OUTCOME)
    assert pool not in found.rows
    assert team in found.rows, "a team is named where it would have stood"


def test_a_pool_with_too_few_answers_stays_and_says_so() -> None:
    pool = withheld("back_pain_12m", Reason.TOO_FEW_ANSWERS, ("Office", "Desk + Post"))
    release = replace(RELEASE, cells=(*RELEASE.cells, pool))
    assert pool in compared(release, MeasureRole.OUTCOME).rows


def test_the_same_release_is_compared_once() -> None:
    assert compared(RELEASE, MeasureRole.FACTOR) is compared(RELEASE, MeasureRole.FACTOR)


def test_as_many_stand_out_as_differ_clearly() -> None:
    """One rule marks a number and counts what chance would mark."""
    for role in MeasureRole:
        found = compared(RELEASE, role)
        assert found.by_chance.found == len(found.differences)
        assert 0 < found.by_chance.by_chance < 0.06 * found.by_chance.numbers

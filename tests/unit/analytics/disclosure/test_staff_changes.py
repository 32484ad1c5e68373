"""Which planned rows have other head-counts than the same teams had in an earlier wave."""

from datetime import date

from analytics.disclosure.planner import plan
from analytics.disclosure.staff_changes import changed_rows, last_with_staff
from survey.fieldwork.policy import Policy
from survey.store.protocol import Unit, Wave
from survey.vocabulary import WaveState
from tests.instruments import small_instrument

THEN = (Unit(0, "Stores", "Day", 20), Unit(1, "Stores", "Night", 6), Unit(2, "Stores", "Late", 12))
NOW = (
    Unit(0, "STORES", "Late", 12),
    Unit(1, "STORES", "Night", 8),
    Unit(2, "STORES", "Day", 20),
    Unit(3, "STORES", "New", 30),
)


def wave(position: int, *headcounts: int | None) -> Wave:
    units = tuple(Unit(at, "Stores", str(at), count) for at, count in enumerate(headcounts))
    return Wave(
        str(position), WaveState.CLOSED, small_instrument(), Policy(), units,
        date(2026, 1, 1), None, None, position=position,
    )  # fmt: skip


def test_rows_are_followed_by_their_teams_and_only_changed_ones_are_listed() -> None:
    """At half of 12 and 8: 6 and 4 answers, so that Late + Night are one row."""
    rows = plan(NOW, 0.5, Policy()).conditions.rows
    assert [(one.row.team, one.then, one.few) for one in changed_rows(rows, NOW, THEN)] == [
        ("Late + Night", 18, 2),
        ("New", None, 0),
    ]


def test_an_unchanged_list_changes_nothing() -> None:
    assert changed_rows(plan(THEN, 0.5, Policy()).conditions.rows, THEN, THEN) == ()


def test_the_last_staff_list_is_that_of_the_wave_opened_last_that_has_one() -> None:
    known, imported = wave(1, 5, 6), wave(2, None, 4)
    assert last_with_staff([known, imported, wave(0, 9)]) == known
    assert last_with_staff([imported]) is None

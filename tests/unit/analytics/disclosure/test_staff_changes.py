"""Which planned rows have other head-counts than the same teams had in an earlier wave."""

from datetime import date

from analytics.disclosure.planner import plan
from analytics.disclosure.staff_changes import changed_rows, last_with_staff, moved_rows
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


def test_moves_are_counted_by_row_and_not_within_one() -> None:
    """Late + Night are one row: who went from Night to Late is of it then and now."""
    rows = plan(NOW, 0.5, Policy()).conditions.rows
    day, night, late = (("STORES", name) for name in ("Day", "Night", "Late"))
    staff = {(None, day): 4, (night, late): 3, (late, day): 2, (day, None): 1, (day, day): 14,
             (("STORES", "Gone"), night): 5}  # fmt: skip
    found = {one.row.team: one for one in moved_rows(rows, NOW, staff)}
    assert {name: (one.joined, one.came, one.went, one.left) for name, one in found.items()} == {
        "Day": (4, 2, 0, 1),
        "Late + Night": (0, 5, 2, 0),
    }

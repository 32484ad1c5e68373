"""Who answered, as columns: the same places, people and sums as one by one."""

from analytics.disclosure.audit.people import people_findings
from analytics.disclosure.audit.reading.attended import Attendance, Exact, attended_of
from analytics.disclosure.audit.reading.table import Row, Says, Table

PLACES = [
    Attendance("D0", "T0", 3, {"age": "young", "work": "desk"}, 9),
    Attendance("D0", "T0", 4, {"age": "old", "work": "desk"}, 9),
    Attendance("D0", "T1", 2, {"age": "old", "work": "desk"}),
    Attendance("D1", "T0", 5, {"age": "young", "work": "wheel"}, 3),
    Attendance("D1", "T0", 1, {"age": "young", "work": "wheel"}, 3),
]


def test_columns_are_the_places_that_they_were_made_of() -> None:
    attended = attended_of(PLACES)
    assert list(attended) == PLACES
    assert attended[1:3] == PLACES[1:3]
    assert attended_of(attended) is attended
    unsaid = [Attendance("D0", "T0", 3), Attendance("D0", "T1", 4, {"age": "old"})]
    assert list(attended_of(unsaid)) == unsaid
    assert not attended_of(unsaid).knows("age")
    assert attended.knows("age")
    assert not attended.knows("tenure")


def test_exact_numbers_are_added_up_by_place() -> None:
    exact = Exact(attended_of(PLACES), ("work", "age"))
    assert exact["D0", "T0", "desk", "old"] == 4
    assert exact["D1", "T0", "wheel", "young"] == 6
    assert len(exact) == 4
    assert sum(exact.values()) == 15


def _row(team: str, breakdown: str, category: str, n: int) -> Row:
    teams = frozenset((one.department, one.team) for one in PLACES
                      if team in ("*", f"{one.department}{one.team}"))  # fmt: skip
    categories = frozenset() if breakdown == "*" else frozenset([category])
    return Row("*", team, breakdown, category, teams, categories, n, 0.2, 0.8, Says.TRUTH)


def test_people_behind_a_row_are_no_more_than_each_team_has() -> None:
    rows = (
        _row("*", "*", "*", 15),
        _row("D1T0", "*", "*", 6),
        _row("*", "age", "young", 9),
        _row("*", "age", "old", 6),
        _row("*", "tenure", "short", 6),
    )
    table = Table("pain", 1, 6, True, rows, {team: None for row in rows for team in row.teams})
    found = list(people_findings(table, {"pain": PLACES}))
    assert [one.arithmetic.split(":")[0] for one in found] == ["*/D1T0"]
    assert "3 people at most" in found[0].message
    assert list(people_findings(table, {})) == []

"""Moves between two staff lists: read from a file, and held against both lists."""

import pytest

from survey.fieldwork.moves import Move, MovesInvalid, read_moves, staff_on_both
from survey.store.protocol import Unit

HEADING = "from_department,from_team,to_department,to_team,people\n"
DAY, LATE = ("Stores", "Day"), ("Stores", "Late")


def units(**people: int) -> tuple[Unit, ...]:
    return tuple(Unit(at, "Stores", team, count) for at, (team, count) in enumerate(people.items()))


def test_who_changed_teams_joined_or_left_is_read() -> None:
    raw = (HEADING + "Stores,Day,Stores,Late,2\n,,Stores,Day,3\nStores,Late,,,1\n").encode()
    assert read_moves(raw, "moves.csv") == (
        Move(DAY, LATE, 2), Move(None, DAY, 3), Move(LATE, None, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Stores,Day,Stores,Day,2", "nobody moves here"),
        (",,,,2", "nobody moves here"),
        ("Stores,,Stores,Day,2", "from_department and from_team go together"),
        ("Stores,Day,Stores,Late,two", "a whole number"),
        ("Stores,Day,Stores,Late,0", "a whole number"),
    ],
)
def test_a_line_that_says_nothing_is_refused_with_its_number(line: str, message: str) -> None:
    with pytest.raises(MovesInvalid, match=f"line 2.*{message}"):
        read_moves((HEADING + line + "\n").encode(), "moves.csv")


def test_a_file_without_the_columns_or_in_another_code_is_refused() -> None:
    with pytest.raises(MovesInvalid, match="column to_team is missing"):
        read_moves(b"from_department,from_team,to_department,people\n", "moves.csv")
    with pytest.raises(MovesInvalid, match="line 2: not UTF-8"):
        read_moves(HEADING.encode() + "Büro".encode("mac_roman"), "moves.csv")


def test_those_who_stayed_follow_from_the_lists() -> None:
    moves = (Move(DAY, LATE, 2), Move(None, DAY, 3), Move(LATE, None, 1))
    staff = staff_on_both(units(Day=9, Late=8), units(Day=10, Late=9), moves)
    assert staff == {
        (DAY, LATE): 2, (None, DAY): 3, (LATE, None): 1, (DAY, DAY): 7, (LATE, LATE): 7,
    }  # fmt: skip


def test_moves_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(MovesInvalid, match=r"'Day' of 'Stores' had 9 people.*does not add up"):
        staff_on_both(units(Day=9), units(Day=10), ())
    with pytest.raises(MovesInvalid, match="does not add up"):
        staff_on_both(units(Day=2), units(Day=2), (Move(DAY, None, 3), Move(None, DAY, 3)))


def test_a_team_on_neither_list_and_an_unknown_headcount_are_refused() -> None:
    with pytest.raises(MovesInvalid, match="'Night' of 'Stores' is not on the new staff list"):
        staff_on_both(units(Day=9), units(Day=8), (Move(DAY, ("Stores", "Night"), 1),))
    with pytest.raises(MovesInvalid, match="unknown"):
        staff_on_both((Unit(0, "Stores", "Day", None),), units(Day=9), ())

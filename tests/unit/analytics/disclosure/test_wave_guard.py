"""Two waves differ by nobody or by k people or more, and only like is compared with like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.groups import Grouping, group
from analytics.disclosure.wave_guard import current_rows, fewest_between
from analytics.release.counterparts import comparable, same_rows
from analytics.release.model import TOTAL, GroupMember
from survey.fieldwork.moves import Move, Place, staff_on_both
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity

CONDITIONS = Sensitivity.CONDITIONS
Teams = dict[str, dict[str, int]]
"""People by department and team."""


def units_of(teams: Teams) -> tuple[Unit, ...]:
    every = [
        (department, team, people)
        for department, inside in teams.items()
        for team, people in inside.items()
    ]
    return tuple(Unit(at, *unit) for at, unit in enumerate(every))


def grouping_of(units: tuple[Unit, ...], threshold: int = 6) -> Grouping:
    return group(units, {unit.id: (unit.headcount or 0,) for unit in units}, threshold, TOTAL)


def members_of(teams: Teams) -> tuple[GroupMember, ...]:
    units = units_of(teams)
    return tuple(
        GroupMember(sensitivity=CONDITIONS, department=department, team=team,
                    group_department=row[0], group_team=row[1])
        for (department, team), row in current_rows(grouping_of(units), units).items()
    )  # fmt: skip


def few(then: Teams, now: Teams, *moves: Move, threshold: int = 6) -> int | None:
    """Return the fewest people by whom the rows of two waves differ, where they are too few."""
    before, after = units_of(then), units_of(now)
    return fewest_between(
        current_rows(grouping_of(before), before),
        current_rows(grouping_of(after), after),
        staff_on_both(before, after, moves),
        threshold,
    )


def place(team: str, department: str = "Stores") -> Place:
    return department, team


THEN: Teams = {"Stores": {"Day": 8, "Late": 9, "Night": 12}, "Fleet": {"North": 20}}


def test_nobody_moved_so_every_row_stays() -> None:
    assert few(THEN, THEN) is None


def test_one_leaver_at_full_response_is_all_that_two_waves_differ_by() -> None:
    """Eight answered, then the seven who stayed: the difference is one person's answer."""
    now: Teams = {"Stores": {"Day": 7, "Late": 9, "Night": 12}, "Fleet": {"North": 20}}
    moves = (
        Move(place("Day"), None, 1),
        Move(place("Late"), None, 6),
        Move(None, place("Late"), 6),
    )
    assert few(THEN, now, *moves) == 1


@pytest.mark.parametrize("leavers", [5, 6])
def test_exactly_k_who_left_one_team_leave_its_row_alone_and_k_less_1_do_not(leavers: int) -> None:
    then: Teams = {"Stores": {"Day": 20, "Late": 9, "Night": 15}}
    now: Teams = {"Stores": {"Day": 20 - leavers, "Late": 9, "Night": 9}}
    moves = (Move(place("Day"), None, leavers), Move(place("Night"), None, 6))
    assert few(then, now, *moves) == (5 if leavers == 5 else None)


def test_one_member_moved_is_between_both_teams() -> None:
    now: Teams = {"Stores": {"Day": 7, "Late": 10, "Night": 12}, "Fleet": {"North": 20}}
    assert few(THEN, now, Move(place("Day"), place("Late"), 1)) == 1


def test_six_who_moved_together_leave_the_rows_as_they_are() -> None:
    now: Teams = {"Stores": {"Day": 8, "Late": 15, "Night": 6}, "Fleet": {"North": 20}}
    moved = Move(place("Night"), place("Late"), 6)
    assert few(THEN, now, moved) is None
    assert few(THEN, now, moved, threshold=7) == 6


def test_a_team_renamed_is_the_same_people_and_stays() -> None:
    now: Teams = {"Stores": {"Early": 8, "Late": 9, "Night": 12}, "Fleet": {"North": 20}}
    assert few(THEN, now, Move(place("Day"), place("Early"), 8)) is None


def test_two_teams_merged_stay_one_row() -> None:
    now: Teams = {"Stores": {"Late": 17, "Night": 12}, "Fleet": {"North": 20}}
    assert few(THEN, now, Move(place("Day"), place("Late"), 8)) is None


def test_a_team_split_in_parts_of_k_may_be_shown_in_parts() -> None:
    now: Teams = {"Stores": {"Day": 8, "Late": 9, "Night": 6, "Dawn": 6}, "Fleet": {"North": 20}}
    assert few(THEN, now, Move(place("Night"), place("Dawn"), 6)) is None
    uneven: Teams = {"Stores": {"Day": 8, "Late": 9, "Night": 7, "Dawn": 6}, "Fleet": {"North": 20}}
    moves = (Move(place("Night"), place("Dawn"), 5), Move(None, place("Dawn"), 1))
    assert few(THEN, uneven, *moves) == 1


@st.composite
def changed(draw: st.DrawFn) -> tuple[Teams, Teams, tuple[Move, ...]]:
    """Two staff lists of two departments and four teams, and random moves between them."""
    people = draw(st.lists(st.integers(6, 15), min_size=4, max_size=4))
    places = [place("A", "D"), place("B", "D"), place("C", "E"), place("F", "E")]
    pairs = [(one, other) for one in (*places, None) for other in (*places, None) if one != other]
    moves = []
    left, come = dict(zip(places, people, strict=True)), dict.fromkeys(places, 0)
    for source, target in draw(st.lists(st.sampled_from(pairs), max_size=5, unique=True)):
        count = min(draw(st.integers(1, 9)), left[source] - 1 if source else 9)
        if count > 0:
            moves.append(Move(source, target, count))
            if source:
                left[source] -= count
            if target:
                come[target] += count

    def teams(counts: dict[Place, int]) -> Teams:
        return {name: {team: counts[name, team] for at, team in places if at == name}
                for name in ("D", "E")}  # fmt: skip

    return (
        teams(dict(zip(places, people, strict=True))),
        teams({one: left[one] + come[one] for one in places}),
        tuple(moves),
    )


@settings(max_examples=80, deadline=None)
@given(changed())
def test_the_guard_says_the_fewest_people_that_any_difference_concerns(
    change: tuple[Teams, Teams, tuple[Move, ...]],
) -> None:
    """Every way to add and subtract rows of both waves is tried: each side of each cut."""
    then, now, moves = change
    units_then, units_now = units_of(then), units_of(now)
    before = current_rows(grouping_of(units_then), units_then)
    after = current_rows(grouping_of(units_now), units_now)
    staff = staff_on_both(units_then, units_now, moves)
    rows = [*(("then", row) for row in set(before.values())),
            *(("now", row) for row in set(after.values()))]  # fmt: skip
    differences = set()
    for chosen in range(1 << len(rows)):
        side = {row for at, row in enumerate(rows) if chosen >> at & 1}
        differences.add(
            sum(
                people
                for (source, target), people in staff.items()
                if (source is not None and ("then", before[source]) in side)
                != (target is not None and ("now", after[target]) in side)
            )
        )
    some = sorted(difference for difference in differences if 0 < difference < 6)
    found = fewest_between(before, after, staff, 6)
    assert (found is None) == (not some)
    assert found is None or found in some


def test_a_team_split_is_not_compared_by_its_old_name_but_one_level_up() -> None:
    now: Teams = {"Stores": {"Day": 8, "Late": 9, "Night": 12}, "Fleet": {"North": 9, "South": 11}}
    pairs = comparable(members_of(THEN), members_of(now), CONDITIONS)
    assert pairs["Stores", "Day"] == (("Stores", "Day"), ("Stores", "Day"))
    assert pairs["Stores", TOTAL] == (("Stores", TOTAL), ("Stores", TOTAL))
    assert pairs["Fleet", "North"] == ((TOTAL, TOTAL), (TOTAL, TOTAL))
    assert pairs[TOTAL, TOTAL] == ((TOTAL, TOTAL), (TOTAL, TOTAL))


def test_a_row_pooled_otherwise_is_compared_at_its_department() -> None:
    """Day was shown with Late, and is now shown alone: the department holds the same teams."""
    then: Teams = {"Stores": {"Day": 5, "Late": 9, "Night": 12}}
    pairs = comparable(members_of(then), members_of({"Stores": THEN["Stores"]}), CONDITIONS)
    assert pairs["Stores", "Day"] == (("Stores", TOTAL), ("Stores", TOTAL))
    assert pairs["Stores", "Night"] == (("Stores", "Night"), ("Stores", "Night"))


def test_a_department_renamed_is_not_compared_by_its_name() -> None:
    now: Teams = {"Depots": THEN["Stores"], "Fleet": THEN["Fleet"]}
    pairs = comparable(members_of(THEN), members_of(now), CONDITIONS)
    assert pairs["Depots", "Day"] == ((TOTAL, TOTAL), (TOTAL, TOTAL))
    assert pairs["Fleet", "North"] == (("Fleet", "North"), ("Fleet", "North"))


def test_a_row_is_the_same_in_all_waves_only_if_it_was_in_each() -> None:
    grown: Teams = {"Stores": THEN["Stores"], "Fleet": {**THEN["Fleet"], "Harbour": 14}}
    kept = same_rows([members_of(grown), members_of(THEN)], members_of(THEN), CONDITIONS)
    assert kept == {
        (TOTAL, TOTAL), ("Stores", TOTAL), *(("Stores", team) for team in THEN["Stores"])
    }  # fmt: skip

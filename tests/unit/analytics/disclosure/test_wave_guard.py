"""Two waves differ by nobody or by k people or more, and only like is compared with like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.groups import Grouping, group
from analytics.disclosure.wave_guard import (
    Since,
    WavesTooClose,
    current_rows,
    guard,
    guarded,
)
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


def second_wave(then: Teams, now: Teams, *moves: Move) -> list[str]:
    """Return the rows of the new wave, as the guard leaves them."""
    units = units_of(now)
    since = Since(members_of(then), units_of(then), moves)
    grouping = guarded(grouping_of(units), units, since, CONDITIONS, 6)
    return [f"{block.department}/{block.team}" for block in grouping.teams]


def place(team: str, department: str = "Stores") -> Place:
    return department, team


THEN: Teams = {"Stores": {"Day": 8, "Late": 9, "Night": 12}, "Fleet": {"North": 20}}


def test_nobody_moved_so_every_row_stays() -> None:
    assert second_wave(THEN, THEN) == [
        "Fleet/North", "Stores/Day", "Stores/Late", "Stores/Night",
    ]  # fmt: skip


def test_one_leaver_at_full_response_joins_the_team_with_its_neighbour() -> None:
    """Eight answered, then the seven who stayed: the difference is one person's answer."""
    now: Teams = {"Stores": {"Day": 7, "Late": 9, "Night": 12}, "Fleet": {"North": 20}}
    moves = (
        Move(place("Day"), None, 1),
        Move(place("Late"), None, 6),
        Move(None, place("Late"), 6),
    )
    assert second_wave(THEN, now, *moves) == ["Fleet/North", "Stores/Day + Late", "Stores/Night"]


def test_where_too_few_people_came_or_left_in_all_no_joining_helps() -> None:
    now: Teams = {"Stores": {"Day": 7, "Late": 9, "Night": 12}, "Fleet": {"North": 20}}
    with pytest.raises(WavesTooClose, match="Only 1 people joined or left"):
        second_wave(THEN, now, Move(place("Day"), None, 1))


@pytest.mark.parametrize("leavers", [5, 6])
def test_exactly_k_who_left_one_team_leave_its_row_alone_and_k_less_1_do_not(leavers: int) -> None:
    then: Teams = {"Stores": {"Day": 20, "Late": 9, "Night": 15}}
    now: Teams = {"Stores": {"Day": 20 - leavers, "Late": 9, "Night": 9}}
    rows = second_wave(then, now, Move(place("Day"), None, leavers), Move(place("Night"), None, 6))
    assert ("Stores/Day" in rows) is (leavers == 6)


@pytest.mark.parametrize("leavers", [5, 6])
def test_exactly_k_who_left_in_all_are_enough_and_k_less_1_are_not(leavers: int) -> None:
    then: Teams = {"Stores": {"Day": 20, "Late": 9}}
    now: Teams = {"Stores": {"Day": 20 - leavers, "Late": 9}}
    if leavers == 6:
        assert second_wave(then, now, Move(place("Day"), None, 6)) == ["Stores/Day", "Stores/Late"]
        return
    with pytest.raises(WavesTooClose):
        second_wave(then, now, Move(place("Day"), None, leavers))


def test_one_member_moved_joins_both_teams() -> None:
    now: Teams = {"Stores": {"Day": 7, "Late": 10, "Night": 12}, "Fleet": {"North": 20}}
    assert second_wave(THEN, now, Move(place("Day"), place("Late"), 1)) == [
        "Fleet/North", "Stores/Day + Late", "Stores/Night",
    ]  # fmt: skip


def test_six_who_moved_together_leave_the_rows_as_they_are() -> None:
    now: Teams = {"Stores": {"Day": 8, "Late": 15, "Night": 6}, "Fleet": {"North": 20}}
    assert second_wave(THEN, now, Move(place("Night"), place("Late"), 6)) == [
        "Fleet/North", "Stores/Day", "Stores/Late", "Stores/Night",
    ]  # fmt: skip


def test_a_team_renamed_is_the_same_people_and_stays() -> None:
    now: Teams = {"Stores": {"Early": 8, "Late": 9, "Night": 12}, "Fleet": {"North": 20}}
    assert "Stores/Early" in second_wave(THEN, now, Move(place("Day"), place("Early"), 8))


def test_two_teams_merged_stay_one_row() -> None:
    now: Teams = {"Stores": {"Late": 17, "Night": 12}, "Fleet": {"North": 20}}
    assert second_wave(THEN, now, Move(place("Day"), place("Late"), 8)) == [
        "Fleet/North", "Stores/Late", "Stores/Night",
    ]  # fmt: skip


def test_a_team_split_in_parts_of_k_may_be_shown_in_parts() -> None:
    now: Teams = {"Stores": {"Day": 8, "Late": 9, "Night": 6, "Dawn": 6}, "Fleet": {"North": 20}}
    rows = second_wave(THEN, now, Move(place("Night"), place("Dawn"), 6))
    assert {"Stores/Dawn", "Stores/Night"} <= set(rows)


def test_a_row_that_is_its_whole_department_takes_the_smallest_other_one() -> None:
    then: Teams = {"Board": {"Office": 9}, "Fleet": {"North": 20}, "Stores": {"Day": 30}}
    now: Teams = {"Board": {"Office": 8}, "Fleet": {"North": 21}, "Stores": {"Day": 30}}
    moved = Move(place("Office", "Board"), place("North", "Fleet"), 1)
    assert second_wave(then, now, moved) == ["Board + Fleet/North + Office", "Stores/Day"]


def test_the_guard_says_by_how_many_and_which_rows() -> None:
    now: Teams = {"Stores": {"Day": 7, "Late": 10, "Night": 12}, "Fleet": {"North": 20}}
    staff = staff_on_both(units_of(THEN), units_of(now), [Move(place("Day"), place("Late"), 1)])
    rows = {unit: (unit[0], unit[1]) for unit in [place("Day"), place("Late"), place("Night"),
                                                  place("North", "Fleet")]}  # fmt: skip
    verdict = guard(rows, rows, staff, 6)
    assert not verdict.holds
    assert verdict.people == 1
    assert len(verdict.rows) == 1
    assert verdict.rows[0] in {place("Day"), place("Late")}


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
def test_after_the_guard_no_difference_concerns_fewer_than_k(
    change: tuple[Teams, Teams, tuple[Move, ...]],
) -> None:
    """Every way to add and subtract rows of both waves is tried: each side of each cut."""
    then, now, moves = change
    units = units_of(now)
    since = Since(members_of(then), units_of(then), moves)
    try:
        grouping = guarded(grouping_of(units), units, since, CONDITIONS, 6)
    except WavesTooClose:
        return
    before = {(m.department, m.team): (m.group_department, m.group_team) for m in since.groups}
    after = current_rows(grouping, units)
    staff = staff_on_both(since.units, units, moves)
    rows = [*(("then", row) for row in set(before.values())),
            *(("now", row) for row in set(after.values()))]  # fmt: skip
    for chosen in range(1 << len(rows)):
        side = {row for at, row in enumerate(rows) if chosen >> at & 1}
        between = sum(
            people
            for (source, target), people in staff.items()
            if (source is not None and ("then", before[source]) in side)
            != (target is not None and ("now", after[target]) in side)
        )
        assert between == 0 or between >= 6


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

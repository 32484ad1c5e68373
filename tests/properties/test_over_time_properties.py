"""The attacker over time against all worlds of tiny organisations, written down one by one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.over_time import Seen, attack_over_time
from analytics.disclosure.audit.reading.table import Row, Says, Table
from analytics.disclosure.standing.ranges import Stood, range_since
from analytics.release.model import TOTAL

K = 3
PEOPLE = 6

Interval = tuple[int, int]
Places = tuple[int | None, ...]
"""Of one person, the row in each wave; None where they took no part."""


@dataclass(frozen=True)
class Published:
    """Between which sums each row of each wave lies, and the whole of each wave."""

    rows: tuple[tuple[Interval, ...], ...]
    whole: tuple[Interval, ...]


def table(sizes: tuple[int, ...], rows: tuple[Interval, ...], whole: Interval, full: int) -> Table:
    teams = [("D", f"T{at}") for at in range(len(sizes))]

    def row(team: str, own: frozenset[tuple[str, str]], n: int, sums: Interval) -> Row:
        low, high = (end / (n * full) if n else 0.0 for end in sums)
        return Row("D", team, TOTAL, TOTAL, own, frozenset(), n, low, high, Says.TRUTH)

    published = [
        row(name, frozenset([(department, name)]), n, sums)
        for (department, name), n, sums in zip(teams, sizes, rows, strict=True)
        if n
    ]
    published.append(row(TOTAL, frozenset(teams), sum(sizes), whole))
    return Table("q", full, K, False, tuple(published), dict.fromkeys(teams))


def sums_of(places: tuple[Places, ...], answers: tuple[int, ...], wave: int, row: int) -> int:
    return sum(a for place, a in zip(places, answers, strict=True) if place[wave] == row)


def agrees(
    places: tuple[Places, ...], answers: tuple[int, ...], said: Published, waves: range
) -> bool:
    for wave in waves:
        rows, whole = said.rows[wave], said.whole[wave]
        sums = [sums_of(places, answers, wave, row) for row in range(len(rows))]
        inside = all(low <= s <= high for s, (low, high) in zip(sums, rows, strict=True))
        if not inside or not whole[0] <= sum(sums) <= whole[1]:
            return False
    return True


def known(places: tuple[Places, ...], said: Published, full: int, waves: range) -> set[int]:
    """Whose answer is the same in all worlds that agree with these waves."""
    worlds = [
        answers
        for answers in product(range(full + 1), repeat=len(places))
        if agrees(places, answers, said, waves)
    ]
    return {at for at in range(len(places)) if len({world[at] for world in worlds}) == 1}


def settled(places: tuple[Places, ...], said: Published, full: int) -> bool:
    """Whether the last wave and the earlier ones settle together what neither does alone.

    Of somebody who is not in the same row of the last two waves. Where one alone settles
    anybody's answer, that is for the attack on one release.
    """
    last = len(places[0]) - 1
    alone = [range(wave, wave + 1) for wave in range(last + 1)]
    if any(known(places, said, full, waves) for waves in (*alone, range(last))):
        return False
    return any(
        places[at][-1] != places[at][-2] for at in known(places, said, full, range(last + 1))
    )


def few_changes(places: tuple[Places, ...]) -> bool:
    """Whether each row, and the whole, differ by fewer than k people between the last waves."""
    rows = {row for place in places for row in place[-2:] if row is not None}
    return all(
        sum((place[-1] == row) != (place[-2] == row) for place in places) < K for row in rows
    )


@st.composite
def organisations(
    draw: st.DrawFn, waves: int, people: int = PEOPLE, least: int = 2
) -> tuple[tuple[Places, ...], tuple[int, ...], int]:
    full = draw(st.integers(1, 2))
    place = st.tuples(*[st.sampled_from([0, 0, 1, None])] * waves)
    stays = st.sampled_from([(0,) * waves, (1,) * waves])
    drawn = draw(st.lists(st.one_of(stays, stays, place), min_size=least, max_size=people))
    answers = draw(st.tuples(*[st.integers(0, full)] * len(drawn)))
    return tuple(drawn), answers, full


@st.composite
def published(
    draw: st.DrawFn, places: tuple[Places, ...], answers: tuple[int, ...], full: int
) -> Published:
    """Numbers that hold the truth, exact or less so."""

    def interval(true: int, n: int) -> Interval:
        below, above = draw(st.tuples(st.integers(0, 2), st.integers(0, 2)))
        return max(0, true - below), min(n * full, true + above)

    rows, whole = [], []
    for wave in range(len(places[0])):
        sums = [sums_of(places, answers, wave, row) for row in (0, 1)]
        counts = [sum(place[wave] == row for place in places) for row in (0, 1)]
        rows.append(tuple(interval(s, n) for s, n in zip(sums, counts, strict=True)))
        whole.append(interval(sum(sums), sum(counts)))
    return Published(tuple(rows), tuple(whole))


def seen(places: tuple[Places, ...], said: Published, full: int) -> Iterator[Seen]:
    for wave, (rows, whole) in enumerate(zip(said.rows, said.whole, strict=True)):
        sizes = tuple(sum(place[wave] == row for place in places) for row in (0, 1))
        yield Seen(str(wave), table(sizes, rows, whole, full))


@settings(max_examples=400, deadline=None)
@given(st.data(), organisations(2))
def test_what_all_worlds_of_two_waves_settle_is_found(
    data: st.DataObject, drawn: tuple[tuple[Places, ...], tuple[int, ...], int]
) -> None:
    places, answers, full = drawn
    said = data.draw(published(places, answers, full))
    if few_changes(places) and settled(places, said, full):
        first, second = seen(places, said, full)
        assert attack_over_time([first], second)


ESCAPED: tuple[tuple[tuple[Places, ...], Published, int], ...] = (
    (
        ((None, 0), (1, 1), (0, 0), (0, None), (0, 0), (1, 1)),
        Published((((2, 3), (1, 1)), ((2, 3), (1, 2))), ((3, 4), (4, 4))),
        1,
    ),
    (
        ((1, 1), (0, None), (1, 1), (None, 0)),
        Published((((0, 1), (0, 2)), ((0, 1), (1, 1))), ((2, 2), (1, 2))),
        1,
    ),
    (
        ((0, 0), (0, 0), (1, None), (None, 1)),
        Published((((1, 3), (1, 2)), ((0, 2), (1, 2))), ((4, 5), (1, 5))),
        2,
    ),
    (
        ((0, 1), (None, None), (None, None)),
        Published((((0, 1), (0, 0)), ((0, 0), (1, 2))), ((0, 1), (1, 2))),
        2,
    ),
    (
        ((0, 1), (1, 0)),
        Published((((0, 1), (0, 1)), ((1, 2), (0, 1))), ((0, 3), (0, 3))),
        2,
    ),
)
"""Two waves that settle somebody only through other rows, which row by row was not seen."""


@pytest.mark.parametrize(("places", "said", "full"), ESCAPED)
def test_what_only_other_rows_settle_is_found(
    places: tuple[Places, ...], said: Published, full: int
) -> None:
    assert settled(places, said, full)
    first, second = seen(places, said, full)
    assert attack_over_time([first], second)


@settings(max_examples=300, deadline=None)
@given(st.data(), organisations(3))
def test_what_all_worlds_of_three_waves_settle_is_found(
    data: st.DataObject, drawn: tuple[tuple[Places, ...], tuple[int, ...], int]
) -> None:
    places, answers, full = drawn
    said = data.draw(published(places, answers, full))
    if few_changes(places) and settled(places, said, full):
        first, second, last = seen(places, said, full)
        assert attack_over_time([first], second) or attack_over_time([first, second], last)


ESCAPED_THREE: tuple[tuple[tuple[Places, ...], Published, int], ...] = (
    (
        ((1, 0, 0), (0, 0, 0), (1, 0, 0), (0, 0, 1), (None, None, 0), (1, 1, 1)),
        Published((((0, 1), (1, 3)), ((0, 1), (0, 1)), ((0, 3), (0, 1))), ((0, 2), (0, 2), (1, 3))),
        1,
    ),
    (
        ((0, 0, 0), (0, None, 1), (1, 1, 1), (1, 1, 1), (0, 1, 0)),
        Published((((2, 3), (0, 2)), ((0, 1), (2, 2)), ((0, 2), (1, 2))), ((2, 5), (1, 4), (1, 5))),
        1,
    ),
    (
        ((None, None, None), (0, 0, 0), (1, 0, 0), (0, 0, 1), (0, 1, None), (1, 1, 1)),
        Published((((2, 3), (0, 1)), ((2, 3), (0, 2)), ((0, 2), (1, 2))), ((2, 4), (1, 5), (2, 4))),
        1,
    ),
)
"""Three waves of which rows changed before and after the middle one, and no two settle anybody."""


@pytest.mark.parametrize(("places", "said", "full"), ESCAPED_THREE)
def test_what_only_all_of_three_waves_settle_is_found(
    places: tuple[Places, ...], said: Published, full: int
) -> None:
    assert settled(places, said, full)
    first, second, last = seen(places, said, full)
    assert attack_over_time([first], second) == []
    assert attack_over_time([first, second], last)


def ranges(places: tuple[Places, ...], answers: tuple[int, ...], full: int) -> Published:
    """The first wave exactly, each later one as ranges since all before it."""
    said: list[list[Interval]] = []
    counts: list[list[int]] = []
    for wave in range(len(places[0])):
        sums = [sums_of(places, answers, wave, row) for row in (0, 1)]
        n = [sum(place[wave] == row for place in places) for row in (0, 1)]
        truth, people = [*sums, sum(sums)], [*n, sum(n)]
        published = []
        for row, (total, own) in enumerate(zip(truth, people, strict=True)):
            before = [Stood(counts[at][row], *said[at][row]) for at in range(wave)]
            if not before:
                published.append((total, total))
                continue
            room = range_since(before, own, full, K)
            inside = room.low <= total <= room.high
            published.append((room.low, room.high) if inside else (0, own * full))
        said.append(published)
        counts.append(people)
    return Published(tuple((one[0], one[1]) for one in said), tuple(one[2] for one in said))


@settings(max_examples=400, deadline=None)
@given(organisations(2))
def test_ranges_of_a_second_wave_settle_nothing_in_all_worlds(
    drawn: tuple[tuple[Places, ...], tuple[int, ...], int],
) -> None:
    places, answers, full = drawn
    if few_changes(places):
        assert not settled(places, ranges(places, answers, full), full)


@settings(max_examples=300, deadline=None)
@given(organisations(3))
def test_ranges_of_a_third_wave_settle_nothing_in_all_worlds(
    drawn: tuple[tuple[Places, ...], tuple[int, ...], int],
) -> None:
    places, answers, full = drawn
    if few_changes(places):
        assert not settled(places, ranges(places, answers, full), full)


@settings(max_examples=300, deadline=None)
@given(organisations(3, people=40, least=12))
def test_the_attack_finds_nothing_in_ranges(
    drawn: tuple[tuple[Places, ...], tuple[int, ...], int],
) -> None:
    """However many changed, and wherever the sums of the first wave lie."""
    places, answers, full = drawn
    *earlier, last = seen(places, ranges(places, answers, full), full)
    assert attack_over_time(earlier, last) == []

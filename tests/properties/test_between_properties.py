"""Questions attacked together, held to a list of all answers that tiny rows can have given.

The list knows single answers and counts; it shares with the attack the published numbers alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.between.attack import Between, attack, shown
from analytics.disclosure.audit.between.joint_answers import (
    Family,
    assumed_families,
    certain_families,
)
from analytics.disclosure.audit.between.made_of import MadeOf, ScaleOf, YesNoOf
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.sums import Interval
from analytics.release.model import TOTAL, ConditionEntry

Values = tuple[int | None, int | None]
"""What one person comes to, of two measures; None without a value."""


@dataclass(frozen=True)
class Case:
    """Two measures: how the attack knows them, and by hand what one person can come to."""

    family: Family
    full: tuple[int, int]
    people: tuple[Values, ...]


def _steps(top: int) -> dict[int, int]:
    return {step: step for step in range(top + 1)}


def _yes(item: str, values: Sequence[int], top: int) -> YesNoOf:
    steps = tuple(range(top + 1))
    return YesNoOf((ConditionEntry(item=item, values=tuple(values), steps=steps),))


def _only(made: Mapping[str, MadeOf]) -> Family:
    (family,) = certain_families(made)
    return family


def _by_hand(
    items: Sequence[int], first: Callable[..., int | None], second: Callable[..., int | None]
) -> tuple[Values, ...]:
    """All that one person can come to, from every answer to every item; None is unanswered."""
    every = product(*([None, *range(top + 1)] for top in items))
    found = {(first(*answers), second(*answers)) for answers in every} - {(None, None)}
    return tuple(sorted(found, key=str))


def every_step(case: Case) -> Case:
    """The same where a mean may be any whole step between two that there are.

    So the audit counts of single measures, too: it does not use that a mean of two items is even.
    """
    people = set(case.people)
    for other in {own for _, own in people}:
        steps = [own for own, beside in people if beside == other and own is not None]
        people |= {(step, other) for step in range(min(steps, default=0), max(steps, default=-1))}
    return replace(case, people=tuple(sorted(people, key=str)))


def scale_and_its_upper_answers() -> Case:
    """A scale of one item, 0 to 4, and whether it is 3 or more."""
    made = {"a": ScaleOf({"i": _steps(4)}, 4, 4, 1), "b": _yes("i", (3, 4), 4)}
    people = _by_hand([4], lambda x: x, lambda x: None if x is None else int(x >= 3))
    return Case(_only(made), (4, 1), people)


def scale_of_two_items_and_one_of_them() -> Case:
    """The mean of two items, 0 to 2, of which one is enough; and whether the first is 2."""
    made = {"a": ScaleOf({"i": _steps(2), "j": _steps(2)}, 2, 4, 1), "b": _yes("i", (2,), 2)}

    def mean(x: int | None, y: int | None) -> int | None:
        said = [each for each in (x, y) if each is not None]
        return 4 * sum(said) // (2 * len(said)) if said else None

    people = _by_hand([2, 2], mean, lambda x, _y: None if x is None else int(x == 2))
    return Case(_only(made), (4, 1), people)


def two_cuts_of_one_item() -> Case:
    """Whether an item is 1 or more, and whether it is 2 or more."""
    made = {"a": _yes("i", (1, 2), 2), "b": _yes("i", (2,), 2)}
    people = _by_hand(
        [2],
        lambda x: None if x is None else int(x >= 1),
        lambda x: None if x is None else int(x >= 2),
    )
    return Case(_only(made), (1, 1), people)


def two_yes_or_no_with_a_common_part() -> Case:
    """Both of two things, and the first of them: three-valued, as the form scores them."""
    both = YesNoOf(
        (
            ConditionEntry(item="i", values=(1,), steps=(0, 1)),
            ConditionEntry(item="j", values=(1,), steps=(0, 1)),
        )
    )
    made = {"a": both, "b": _yes("i", (1,), 1)}

    def and_(x: int | None, y: int | None) -> int | None:
        if 0 in (x, y):
            return 0
        return None if None in (x, y) else 1

    return Case(_only(made), (1, 1), _by_hand([1, 1], and_, lambda x, _y: x))


def implied() -> Case:
    """Two questions of which one implies the other, as a reader takes it."""
    (family,) = assumed_families({"a": ["b"]})
    values = (None, 0, 1)
    people = [pair for pair in product(values, values) if pair not in {(None, None), (1, 0)}]
    return Case(family, (1, 1), tuple(people))


CASES = {
    case.__name__: case()
    for case in (
        scale_and_its_upper_answers, scale_of_two_items_and_one_of_them, two_cuts_of_one_item,
        two_yes_or_no_with_a_common_part, implied,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row as published: by measure the answers, and between which sums."""

    n: tuple[int, int]
    sums: tuple[Interval, Interval]


def agrees(row: Row, world: Sequence[Values], measure: int) -> bool:
    values = [said for person in world if (said := person[measure]) is not None]
    sums = row.sums[measure]
    return len(values) == row.n[measure] and sums.low <= sum(values) <= sums.high


def worlds(case: Case, row: Row) -> Iterator[tuple[Values, ...]]:
    """All answers that agree with both measures, where as few as can be skipped one of them."""
    for world in combinations_with_replacement(case.people, max(row.n)):
        if agrees(row, world, 0) and agrees(row, world, 1):
            yield world


@st.composite
def rows(draw: st.DrawFn, case: Case) -> Row:
    """The numbers of some people, a few of whom skipped one measure, with some room."""
    world = draw(st.lists(st.sampled_from(case.people), min_size=2, max_size=5))
    sums, n = [], []
    for measure in (0, 1):
        values = [said for person in world if (said := person[measure]) is not None]
        room = draw(st.sampled_from([(0, 0), (0, 0), (0, 1), (1, 0), (1, 2)]))
        low, high = sum(values) - room[0], sum(values) + room[1]
        ceiling = len(values) * case.full[measure]
        sums.append(Interval(max(low, 0), min(high, ceiling)))
        n.append(len(values))
    return Row((n[0], n[1]), (sums[0], sums[1]))


def attacked(case: Case, row: Row, *, colleague: bool = False) -> Between | None:
    known = tuple(
        Known(frozenset({("D", "T")}), TOTAL, TOTAL, ("D", "T"), n, sums)
        for n, sums in zip(row.n, row.sums, strict=True)
    )
    found = list(attack(case.family, shown([known], 2), colleague=colleague))
    return found[0][1] if found else None


def pattern(person: Values) -> tuple[bool, bool]:
    return person[0] is not None, person[1] is not None


def left_open(world_list: Sequence[Sequence[Values]]) -> dict[tuple[bool, bool], set[Values]]:
    """By what somebody answered, all that anybody of them may have said."""
    found: dict[tuple[bool, bool], set[Values]] = {}
    for world in world_list:
        for person in world:
            found.setdefault(pattern(person), set()).add(person)
    return found


def open_alone(case: Case, row: Row, measure: int, own: tuple[bool, bool]) -> set[int]:
    """What a person of a class may have said to one measure, by that measure's numbers alone."""
    people = [person for person in case.people if pattern(person) == own]
    sums, most = row.sums[measure], case.full[measure] * (row.n[measure] - 1)
    values = {said for person in people if (said := person[measure]) is not None}
    return {value for value in values if sums.low - most <= value <= sums.high}


def settled(case: Case, row: Row, world_list: Sequence[Sequence[Values]]) -> bool:
    """Whether somebody's answer to a measure follows that the measure alone leaves open."""
    return any(
        own[measure]
        and len({each[measure] for each in values}) == 1
        and len(open_alone(case, row, measure, own)) > 1
        for own, values in left_open(world_list).items()
        for measure in (0, 1)
    )


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_all_worlds_settle_is_found_and_nothing_else_is_called_so(
    name: str, data: st.DataObject
) -> None:
    case = CASES[name]
    row = data.draw(rows(case))
    found, coarse = attacked(case, row), every_step(case)
    if not list(worlds(case, row)):  # more than the fewest skipped one: nobody can tell
        return
    assert found is not Between.CONTRADICTION
    if settled(coarse, row, list(worlds(coarse, row))):
        assert found is Between.PERSON
    if found is Between.PERSON:
        assert settled(case, row, list(worlds(case, row)))


def known_counts(case: Case, row: Row, world_list: Sequence[Sequence[Values]]) -> bool:
    """Whether yes and no each go with one value of the first measure, of several that may be."""
    whole = left_open(world_list).get((True, True), set())
    of_yes = {first for first, second in whole if second}
    of_no = {first for first, second in whole if not second}
    alone = open_alone(case, row, 0, (True, True))
    return len(of_yes) == len(of_no) == 1 and len(alone) > 2


@pytest.mark.parametrize("name", ["scale_and_its_upper_answers"])
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_where_all_worlds_tell_how_many_gave_each_answer_something_is_found(
    name: str, data: st.DataObject
) -> None:
    case = CASES[name]
    row = data.draw(rows(case))
    world_list = list(worlds(case, row))
    found = attacked(case, row)
    if known_counts(case, row, world_list):
        assert found is not None
    if found is Between.EDGE:
        assert known_counts(case, row, world_list) or row.sums[1].low < row.sums[1].high
        open_before = open_alone(case, row, 0, (True, True))
        assert open_before > {first for first, _ in left_open(world_list)[True, True]}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_colleague_who_reads_everybody_else_is_found(data: st.DataObject) -> None:
    case = CASES["two_cuts_of_one_item"]
    row = data.draw(rows(case))
    world_list = list(worlds(case, row))
    alone_with_it = [
        person
        for person in case.people
        if any(person in world for world in world_list)
        and all(world.count(person) == 1 for world in world_list if person in world)
    ]
    alone = all(
        sums.low <= 1 < row.n[measure] and sums.high >= 2 and sums.low <= row.n[measure] - 2
        for measure, sums in enumerate(row.sums)
    )
    if alone_with_it and alone and row.n[0] == row.n[1] > 2:
        assert attacked(case, row, colleague=True) is not None

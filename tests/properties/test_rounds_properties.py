"""Codes given out again: whoever answered, whatever was asked for, in whatever order.

Three promises: a team never has more answers than people, nobody who uses the newest code they
got is turned away, and what a coordinator sees is the same whoever answered.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from survey.access.ledger import entries
from survey.fieldwork.codes import new_code
from survey.fieldwork.invitations import (
    OrderRefused,
    codes_left,
    handing_out,
    may_join,
    people_with_codes,
)
from survey.fieldwork.policy import Policy
from survey.fieldwork.rounds import Kind, Order, Reason, Round, places_left
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Store, Submission, Unit
from tests.instruments import small_instrument

UNITS = (Unit(0, "Stores", "Day", 6), Unit(1, "Stores", "Night", 4))
EVENTS = st.lists(
    st.tuples(st.sampled_from(["first", "again", "joined", "use"]), st.integers(0, 9)),
    max_size=40,
)


@dataclass
class Team:
    """Codes by round as the rule counts them, and what has been asked of them."""

    rounds: list[Round] = field(default_factory=lambda: [Round(0, 0, 0)])

    @property
    def people(self) -> int:
        return sum(one.people for one in self.rounds)

    @property
    def answers(self) -> int:
        return sum(one.used for one in self.rounds)

    def do(self, event: str, number: int) -> None:
        last = self.rounds[-1]
        if event == "again":
            if self.people:
                self.rounds.append(Round(0, 1 + number % self.people, 0))
        elif event == "use":
            self.use(number % len(self.rounds))
        else:
            self.rounds[-1] = Round(last.people + 1 + number % 3, last.again, last.used)

    def use(self, at: int) -> None:
        one = self.rounds[at]
        if one.used < one.people + one.again and places_left(self.rounds)[at]:
            self.rounds[at] = Round(one.people, one.again, one.used + 1)


@given(events=EVENTS)
def test_a_team_never_has_more_answers_than_people(events: list[tuple[str, int]]) -> None:
    team = Team()
    for event, number in events:
        before = team.answers
        team.do(event, number)
        assert team.answers <= team.people
        assert team.answers - before <= 1
        places = places_left(team.rounds)
        assert list(places) == sorted(places), "an older code never has a place that a newer lacks"


@given(people=st.integers(1, 12), rounds=st.integers(1, 5), chance=st.randoms())
def test_nobody_who_uses_the_newest_code_is_turned_away(
    people: int, rounds: int, chance: random.Random
) -> None:
    """Everybody may answer at any time; whoever has answered does not ask for a new code."""
    team = Team([Round(people, 0, 0)])
    newest = dict.fromkeys(range(people), 0)
    waiting = set(newest)
    for _ in range(rounds):
        for one in sorted(waiting):
            if chance.random() < 0.3:
                before = team.answers
                team.use(newest[one])
                assert team.answers == before + 1
                waiting.discard(one)
        lost = [one for one in sorted(waiting) if chance.random() < 0.4]
        if lost:
            team.rounds.append(Round(0, len(lost), 0))
            newest |= dict.fromkeys(lost, len(team.rounds) - 1)
    for one in sorted(waiting):
        before = team.answers
        team.use(newest[one])
        assert team.answers == before + 1


@settings(max_examples=15, deadline=None)
@given(
    events=st.lists(
        st.tuples(st.sampled_from(["again", "joined", "answer", "wrong"]), st.integers(0, 99)),
        min_size=3, max_size=12,
    ),
    together=st.booleans(),
    chance=st.randoms(),
)  # fmt: skip
def test_the_store_keeps_to_the_rule(
    events: list[tuple[str, int]], together: bool, chance: random.Random
) -> None:
    """Every code that was ever made is tried at the end, in one batch or one by one."""
    with TemporaryDirectory() as folder:
        store, place = a_store(Path(folder))
        codes = [*store.issue_codes("2026", {0: 6})[0]]
        people = 6
        for event, number in events:
            if event in ("again", "joined"):
                kind = Kind(event)
                count = 1 + number % 6 if kind is Kind.AGAIN else 1
                new = store.reserve_codes("2026", {0: count}, kind)[0]
                assert store.redeem([answer(new[0])]) == [CodeStanding.UNKNOWN]
                store.confirm_codes("2026", new)
                codes += new
                people += 1 if kind is Kind.JOINED else 0
            elif event == "answer":
                tried = codes[number % len(codes)]
                opens = store.check_code(tried).standing is CodeStanding.FRESH
                [became] = store.redeem([answer(tried)])
                assert (became is CodeStanding.FRESH) is opens
            else:
                assert store.redeem([answer(new_code())]) == [CodeStanding.UNKNOWN]
        chance.shuffle(codes)
        batches = [codes] if together else [[one] for one in codes]
        for batch in batches:
            store.redeem([answer(one) for one in batch])
        assert store.response_counts("2026") == {0: people}, "all places are taken, and no more"
        close_store(place)


def a_store(folder: Path) -> tuple[Store, Workspace]:
    place = Workspace(folder / "workspace")
    create(place, WorkspaceKind.REAL)
    store = open_store(place)
    store.open_wave("2026", small_instrument(), Policy(), UNITS)
    return store, place


def answer(code: str) -> Submission:
    return Submission("2026", code, (3, 1))


ORDERS = st.lists(
    st.tuples(
        st.sampled_from(list(Reason)),
        st.dictionaries(st.sampled_from([0, 1]), st.integers(0, 8), min_size=1, max_size=2),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(
    orders=ORDERS,
    here=st.sets(st.integers(0, 9)),
    there=st.sets(st.integers(0, 9)),
)
def test_what_a_coordinator_sees_is_the_same_whoever_answered(
    orders: list[tuple[Reason, dict[int, int]]], here: set[int], there: set[int]
) -> None:
    assert seen(orders, here) == seen(orders, there)


def seen(orders: list[tuple[Reason, dict[int, int]]], answered: set[int]) -> list[object]:
    """Return all that ordering codes shows, where those of these numbers have answered."""
    with TemporaryDirectory() as folder:
        store, place = a_store(Path(folder))
        wave = store.wave("2026")
        first = store.issue_codes("2026", {0: 6, 1: 4})
        codes = [*first[0], *first[1]]
        store.redeem([answer(codes[number]) for number in answered])
        shown: list[object] = []
        for reason, per_unit in orders:
            try:
                with handing_out(place, store, wave, Order(per_unit, reason)) as issued:
                    shown.append([(one.department, one.team, len(one.code)) for one in issued])
            except OrderRefused as refused:
                shown.append(refused.message)
            shown += [codes_left(store, wave), people_with_codes(store, wave)]
            shown += [may_join(store, wave), store.codes_issued("2026")]
        shown += [(entry.action, entry.details) for entry in entries(place)]
        close_store(place)
        return shown

"""Releases of three waves of random organisations, whoever came, went or moved between them."""

from collections import Counter
from dataclasses import dataclass, replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.composing.composition import compose, draft
from analytics.disclosure.audit.over_time import findings_over_time
from analytics.disclosure.groups import TooFewAnswers
from analytics.disclosure.wave_guard import Since
from analytics.release.content import Release
from analytics.release.model import CellStatus, Reason
from survey.fieldwork.moves import Move
from survey.store.protocol import Unit
from tests.organisations import KEY, Organisation, Row, organisations, tally_of

WAVES = ("2026", "2027", "2028")
KINDS = ("same", "few", "many", "renamed", "merged", "split", "part")


@dataclass(frozen=True)
class Next:
    """A wave, its answers, and the list of who moved since the one before."""

    organisation: Organisation
    moves: tuple[Move, ...] = ()


@st.composite
def next_waves(draw: st.DrawFn) -> tuple[Next, ...]:
    """An organisation and what became of it: joiners, leavers, movers, teams of other names.

    Teams are merged and split and some answers change; sometimes the same wave comes again, or a
    wave of a part of the staff.
    """
    waves = [Next(draw(organisations()))]
    for name in WAVES[1:]:
        before = waves[-1].organisation
        kind = draw(st.sampled_from(KINDS))
        source = draw(st.randoms(use_true_random=False))
        rows, units = list(before.rows), list(before.wave.units)
        moves: tuple[Move, ...] = ()
        if kind in ("few", "many", "part"):
            gone = {"few": 0.03, "many": 0.3, "part": 0.5}[kind]
            rows = [row for row in rows if source.random() > gone]
            ids = [unit.id for unit in units]
            rows = [(source.choice(ids), said) if source.random() < 0.03 else (own, said)
                    for own, said in rows]  # fmt: skip
            rows += [(source.choice(ids), said) for _, said in source.sample(rows, len(rows) // 20)]
        elif kind == "renamed":
            new = replace(units[-1], team=f"New name of {name}")
            moves = (_all_of(units[-1], new),)
            units[-1] = new
        elif kind == "merged":
            other = next(unit for unit in units if unit.department == units[-1].department)
            if other != units[-1]:
                rows = [(other.id if own == units[-1].id else own, said) for own, said in rows]
                moves = (_all_of(units[-1], other),)
                both = _people(units[-1]) + _people(other)
                units = [replace(one, headcount=both) if one == other else one
                         for one in units[:-1]]  # fmt: skip
        elif kind == "split" and (half := _people(units[0]) // 2):
            part = replace(units[0], id=1 + max(unit.id for unit in units), team=f"New in {name}",
                           headcount=half)  # fmt: skip
            moves = (_all_of(part, part, of=units[0]),)
            units = [replace(units[0], headcount=_people(units[0]) - half), *units[1:], part]
            rows = [(part.id if own == units[0].id and source.random() < 0.5 else own, said)
                    for own, said in rows]  # fmt: skip
        changed: list[Row] = [
            (own, (source.choice([1, 3, 5]) if source.random() < 0.1 else said[0], said[1]))
            for own, said in rows
        ]
        wave = replace(before.wave, name=name, units=tuple(units), position=len(waves))
        own = Organisation(wave, tuple(rows if kind == "same" else changed))
        waves.append(Next(own, moves))
    return tuple(waves)


def _people(unit: Unit) -> int:
    return unit.headcount or 0


def _all_of(unit: Unit, to: Unit, of: Unit | None = None) -> Move:
    """The move of all people of a team to another; ``of`` is where they were."""
    source = of or unit
    return Move((source.department, source.team), (to.department, to.team), _people(unit))


def _answered_all(one: Organisation) -> bool:
    answers = Counter(unit for unit, _ in one.rows)
    return all(answers[unit.id] == unit.headcount for unit in one.wave.units) and not any(
        None in said for _, said in one.rows
    )


@settings(max_examples=40, deadline=None)
@given(next_waves())
def test_a_list_of_moves_changes_nothing_unless_everybody_answered(
    waves: tuple[Next, ...],
) -> None:
    """Whatever teams did: it takes no row away, and numbers need all people of both lists."""
    before, now = waves[0].organisation, waves[1].organisation
    tally = tally_of(now.wave, now.rows)
    try:
        first = compose(before.wave, tally_of(before.wave, before.rows), KEY)
        without = draft(now.wave, tally, KEY, standing=(first,)).release
        since = Since(first, before.wave.units, waves[1].moves)
        listed = draft(now.wave, tally, KEY, since=since, standing=(first,)).release
    except TooFewAnswers:
        assume(False)
    if not (_answered_all(before) and _answered_all(now)):
        assert listed == without
    assert listed.manifest.guarded or listed == without


@settings(max_examples=40, deadline=None)
@given(next_waves())
def test_three_waves_say_nothing_of_the_few_between_them(waves: tuple[Next, ...]) -> None:
    standing: tuple[Release, ...] = ()
    for one in (each.organisation for each in waves):
        tally = tally_of(one.wave, one.rows)
        try:
            made = draft(one.wave, tally, KEY, standing=standing).release
        except TooFewAnswers:
            assume(False)
        assert findings_over_time(standing, made) == []
        released = compose(one.wave, tally, KEY, standing=standing)
        if standing:
            assert {cell.reason for cell in released.cells} <= {
                Reason.SINCE_EARLIER,
                Reason.TOO_FEW_ANSWERS,
            }
            assert all(cell.status is not CellStatus.SHOWN for cell in released.cells)
            assert (released.estimates, released.analyses, released.distributions) == ((), (), ())
        standing = (*standing, released)

"""Releases of three waves of random organisations, whoever came, went or moved between them."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.composing.composition import compose, draft
from analytics.disclosure.audit.over_time import findings_over_time
from analytics.disclosure.groups import TooFewAnswers
from analytics.release.content import Release
from analytics.release.model import CellStatus, Reason
from tests.organisations import KEY, Organisation, Row, organisations, tally_of

WAVES = ("2026", "2027", "2028")


@st.composite
def next_waves(draw: st.DrawFn) -> tuple[Organisation, ...]:
    """An organisation and what became of it: joiners, leavers, movers, teams renamed and merged.

    Some answers change; sometimes the same wave comes again, or a wave of a part of the staff.
    """
    waves = [draw(organisations())]
    for name in WAVES[1:]:
        before = waves[-1]
        kind = draw(st.sampled_from(["same", "few", "many", "renamed", "merged", "part"]))
        source = draw(st.randoms(use_true_random=False))
        rows, units = list(before.rows), list(before.wave.units)
        if kind in ("few", "many", "part"):
            gone = {"few": 0.03, "many": 0.3, "part": 0.5}[kind]
            rows = [row for row in rows if source.random() > gone]
            ids = [unit.id for unit in units]
            rows = [(source.choice(ids), said) if source.random() < 0.03 else (own, said)
                    for own, said in rows]  # fmt: skip
            rows += [(source.choice(ids), said) for _, said in source.sample(rows, len(rows) // 20)]
        elif kind == "renamed":
            units[-1] = replace(units[-1], team="New name")
        elif kind == "merged":
            other = next(unit for unit in units if unit.department == units[-1].department)
            rows = [(other.id if own == units[-1].id else own, said) for own, said in rows]
            units = units[:-1] if other != units[-1] else units
        changed: list[Row] = [
            (own, (source.choice([1, 3, 5]) if source.random() < 0.1 else said[0], said[1]))
            for own, said in rows
        ]
        wave = replace(before.wave, name=name, units=tuple(units), position=len(waves))
        waves.append(Organisation(wave, tuple(rows if kind == "same" else changed)))
    return tuple(waves)


@settings(max_examples=40, deadline=None)
@given(next_waves())
def test_three_waves_say_nothing_of_the_few_between_them(waves: tuple[Organisation, ...]) -> None:
    standing: tuple[Release, ...] = ()
    for one in waves:
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

"""Random organisations for the tests: units, answers to the small instrument, and a release."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from analytics.composing.composition import compose
from analytics.composing.tally import Tally, count_patterns
from analytics.release.content import Release
from survey.fieldwork.policy import Policy
from survey.store.collecting import ANSWERS_SCHEMA
from survey.store.protocol import Unit, Wave
from survey.vocabulary import WaveState
from tests.instruments import small_instrument

KEY = b"a key of the tests"

Row = tuple[int, tuple[int | None, ...]]


@dataclass(frozen=True)
class Organisation:
    """A wave with its answers as rows of unit id and (rush, pain)."""

    wave: Wave
    rows: tuple[Row, ...]


def wave_of(sizes: Sequence[Sequence[int]], policy: Policy | None = None) -> Wave:
    """Return a wave whose departments have teams of these head-counts."""
    units = [
        Unit(0, f"D{d}", f"T{t}", headcount)
        for d, teams in enumerate(sizes)
        for t, headcount in enumerate(teams)
    ]
    numbered = tuple(
        Unit(at, unit.department, unit.team, unit.headcount) for at, unit in enumerate(units)
    )
    return Wave(
        "2026", WaveState.CLOSED, small_instrument(), policy or Policy(), numbered,
        date(2026, 1, 1), date(2026, 2, 1), None,
    )  # fmt: skip


def tally_of(wave: Wave, rows: Sequence[Row]) -> Tally:
    """Return the counts of these answers, by the one pass of the product."""
    table = pa.Table.from_pylist(
        [{"unit": unit, "answers": answers} for unit, answers in rows], schema=ANSWERS_SCHEMA
    )
    with duckdb.connect() as engine:
        engine.register("answer", table)
        return count_patterns(engine, wave.instrument)


def answers_of_all(wave: Wave) -> list[Row]:
    """Return the answers of everybody on a staff list, each step and pain in every team."""
    return [
        (unit.id, (1 + (unit.id + person) % 5, int((unit.id * 5 + person) % 3 == 0)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]


def release_of(organisation: Organisation, key: bytes = KEY) -> Release:
    """Return the release of an organisation, as publishing composes it."""
    return compose(organisation.wave, tally_of(organisation.wave, organisation.rows), key)


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Random organisations of 2 to 5 departments with 1 to 7 teams, tiny and quiet ones too."""
    team = st.integers(1, 16)
    sizes = draw(st.lists(st.lists(team, min_size=1, max_size=6), min_size=2, max_size=5))
    wave = wave_of([[14, *sizes[0]], *sizes[1:]])
    pain = draw(st.sampled_from([0.0, 0.05, 0.4, 0.95, 1.0]))
    seed = draw(st.randoms(use_true_random=False))
    rows = [
        (unit.id, (seed.choice([1, 1, 2, 3, 4, 5, None]), _pain(seed.random(), pain)))
        for unit in wave.units
        for _ in range(unit.headcount or 0)
        if seed.random() < 0.85 or unit.id == 0
    ]
    rows += [(0, (3, 1)), (0, (1, 0))] * 6
    return Organisation(wave, tuple(rows))


def _pain(draw: float, share: float) -> int | None:
    return None if draw > 0.98 else int(draw < share)

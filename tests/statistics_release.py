"""The sample organisation's releases, composed once for all tests of a process."""

from datetime import date
from functools import cache

import duckdb

from analytics.composing.composition import compose
from analytics.composing.tally import Tally, count_patterns
from analytics.disclosure.policy import default_policy
from analytics.release.content import Release
from analytics.release.model import Analysis
from sample_data.organisation import organisation, units
from sample_data.responses import answers
from survey.instruments.catalogue import load
from survey.store.protocol import Wave
from survey.vocabulary import WaveState

CORE = load("core")


@cache
def counted(place: int) -> Tally:
    """Return the tally of a wave of the sample organisation, by its place from 0."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE answer (unit INTEGER, answers INTEGER[])")
    rows = [(unit, list(given)) for unit, given in answers(CORE, place)]
    connection.executemany("INSERT INTO answer VALUES (?, ?)", rows)
    return count_patterns(connection, CORE)


@cache
def wave(place: int) -> Wave:
    """Return a closed wave of the sample organisation."""
    return Wave(
        name=organisation().waves[place].name, state=WaveState.CLOSED, instrument=CORE,
        policy=default_policy(), units=units(), opened_on=date(2024, 4, 1), closed_on=None,
        release_id=None,
    )  # fmt: skip


@cache
def release(place: int) -> Release:
    """Return the release of a wave, with all its analyses."""
    return compose(wave(place), counted(place), b"k" * 32)


def rows(place: int = 0, **wanted: str) -> list[Analysis]:
    """Return the analyses of a release that have the values given."""
    return [
        row
        for row in release(place).analyses
        if all(getattr(row, name) == value for name, value in wanted.items())
    ]

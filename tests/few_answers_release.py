"""The release of an organisation of 57 answers: nine teams of the sample organisation."""

from dataclasses import replace
from functools import cache

import duckdb

from analytics.composing.composition import compose
from analytics.composing.tally import count_patterns
from analytics.release.content import Release
from sample_data.responses import answers
from tests.statistics_release import CORE, wave

ANSWERS = 57


@cache
def small_release() -> Release:
    """Return it, composed as publishing does."""
    whole = wave(0)
    rows: list[tuple[int, list[int | None]]] = []
    wanted = {unit.id for unit in whole.units[:9]}
    given = [(unit, list(own)) for unit, own in answers(CORE, 0) if unit in wanted]
    rows.extend(given[at * len(given) // ANSWERS] for at in range(ANSWERS))
    connection = duckdb.connect()
    connection.execute("CREATE TABLE answer (unit INTEGER, answers INTEGER[])")
    connection.executemany("INSERT INTO answer VALUES (?, ?)", rows)
    units = tuple(unit for unit in whole.units if unit.id in wanted)
    return compose(replace(whole, units=units), count_patterns(connection, CORE), b"k" * 32)

"""The one pass over the answers: the engine scores them once and counts what a release needs.

Everything that a release says is computed from these counts, never from rows: sums by unit and
by category for the cells, who answered what for the groups, and the patterns of scores that the
models are fitted to. ``analytics.composing.scoring`` is the same rule a second time in Python, and
a test holds the two together.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pandas as pd
import pyarrow as pa

from analytics.composing.scoring import full_ticks, scale_rule
from analytics.composing.sums import UNSAID, Attendance, Sums
from analytics.statistics.items import ItemCounts
from survey.instruments.model import Instrument, Measure, Scale, YesNo

COUNT_ITEMS = """
WITH item AS (SELECT unit, {columns} FROM answer WHERE {complete})
SELECT {names}, count(*) AS count FROM item GROUP BY ALL ORDER BY ALL
"""
SUM_ITEMS = """
WITH item AS (SELECT unit, {columns} FROM answer WHERE {complete})
SELECT unit, count(*) AS n, {sums} FROM item GROUP BY unit ORDER BY unit
"""
COUNT_STEPS = """
WITH item AS (
    SELECT unit, unnest(range(1, ? + 1)) AS position, unnest(answers) AS value FROM answer
)
SELECT position, unit, value, count(*) FROM item WHERE value IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
SCORE = """
CREATE OR REPLACE TEMP TABLE scored AS SELECT unit, {columns} FROM answer
"""
COUNT_PATTERNS = """
SELECT unit, {columns}, count(*)::INTEGER AS count FROM scored GROUP BY ALL ORDER BY ALL
"""
SUM_BY_PLACE = """
SELECT unit, {category} AS category, {sums} FROM scored GROUP BY ALL ORDER BY ALL
"""
WIDTHS = {"TINYINT": 8, "SMALLINT": 16, "INTEGER": 32}
NULLABLE = {
    pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
}  # fmt: skip
COUNT_ATTENDANCE = """
SELECT unit{categories}, count(*) AS responses{counts} FROM scored GROUP BY ALL ORDER BY ALL
"""
"""``{columns}`` is made of item positions and whole numbers only: no text enters the statements."""


@dataclass(frozen=True)
class Tally:
    """Responses counted by pattern.

    Attributes
    ----------
    patterns
        What the models of the plan are fitted to, and nothing beside their own columns. One row a
        distinct pattern: ``unit`` (team id), a column of category values for each breakdown, a
        column of ticks (0 or 1 for yes/no) for each factor and outcome, all nullable whole
        numbers, no wider than they need be, and ``count``, the responses that show it.
    full
        By measure, the ticks that equal 100 points (1 for yes/no).
    units
        Answers to each measure, summed by unit.
    categories
        By breakdown, the same by unit and category.
    attendance
        How many of a unit gave the same answers to all breakdowns, and answered each measure.
    items
        By scale of two items or more, complete answers to its items.
    item_steps
        By item, how many of a unit (id) chose a step (value).
    """

    patterns: pd.DataFrame
    full: dict[str, int]
    units: Sums
    categories: Mapping[str, Sums]
    attendance: Attendance
    items: dict[str, ItemCounts] = field(default_factory=dict)
    item_steps: dict[str, dict[tuple[int, int], int]] = field(default_factory=dict)

    @property
    def responses(self) -> int:
        """All responses counted."""
        return int(self.attendance.responses.sum())

    def by_unit(self, measure: str) -> pd.DataFrame:
        """Return ``n``, ``total`` (ticks) and ``squares`` (ticks²) of a measure by unit."""
        known = self.units.of(measure)
        columns = {"n": known.n, "total": known.total, "squares": known.squares}
        return pd.DataFrame(columns, index=pd.Index(known.unit, name="unit"))

    def answers_to_item(self, item: str) -> Counter[int]:
        """Return how many answered an item, by unit."""
        answers: Counter[int] = Counter()
        for (unit, _), count in self.item_steps.get(item, {}).items():
            answers[unit] += count
        return answers


def count_patterns(answers: duckdb.DuckDBPyConnection, instrument: Instrument) -> Tally:
    """Score all answers of table ``answer(unit, answers)`` once, and count them.

    Leaves their scores behind as the connection's own table ``scored``.
    """
    answers.execute(SCORE.format(columns=", ".join(_expressions(instrument))))
    full = {key: full_ticks(measure, instrument) for key, measure in instrument.measures.items()}
    scales = [scale for scale in instrument.scales if len(scale.items) > 1]
    return Tally(
        _patterns(answers, instrument),
        full,
        _sums(answers, "NULL::INTEGER", instrument),
        {
            breakdown.key: _sums(answers, f"coalesce(c{at}, {UNSAID})", instrument)
            for at, breakdown in enumerate(instrument.breakdowns)
        },
        _attendance(answers, instrument),
        {scale.key: _count_items(answers, scale, instrument) for scale in scales},
        _count_steps(answers, instrument),
    )


def _patterns(answers: duckdb.DuckDBPyConnection, instrument: Instrument) -> pd.DataFrame:
    """Count the patterns of the model plan's own columns, at the width that the scores have."""
    plan, breakdowns = instrument.model, [breakdown.key for breakdown in instrument.breakdowns]
    measures = list(instrument.measures)
    columns = {key: f"c{breakdowns.index(key)}" for key in plan.adjust_for}
    columns |= {key: f"m{measures.index(key)}" for key in (*plan.factors, *plan.outcomes)}
    chosen = ", ".join(columns.values())
    counted = answers.sql(COUNT_PATTERNS.format(columns=chosen)).to_arrow_table()
    counted = counted.rename_columns(["unit", *columns, "count"])
    frame: pd.DataFrame = counted.to_pandas(types_mapper=NULLABLE.get)
    return frame.assign(**{key: counted[key].to_numpy() for key in ("unit", "count")})


def _sums(answers: duckdb.DuckDBPyConnection, category: str, instrument: Instrument) -> Sums:
    sums = ", ".join(
        f"count(m{i}), coalesce(sum(m{i}), 0)::BIGINT, {_squares(f'm{i}')}"
        for i in range(len(instrument.measures))
    )
    summed = answers.sql(SUM_BY_PLACE.format(category=category, sums=sums)).to_arrow_table()
    return Sums.of_table(summed, tuple(instrument.measures))


def _squares(column: str) -> str:
    """The sum of squares, which leave the width of their column."""
    return f"coalesce(sum({column}::BIGINT * {column}), 0)::BIGINT"


def _attendance(answers: duckdb.DuckDBPyConnection, instrument: Instrument) -> Attendance:
    breakdowns, measures = instrument.breakdowns, instrument.measures
    parts = {
        "categories": "".join(f", coalesce(c{i}, {UNSAID})" for i in range(len(breakdowns))),
        "counts": "".join(f", count(m{i})" for i in range(len(measures))),
    }
    counted = answers.sql(COUNT_ATTENDANCE.format(**parts)).to_arrow_table()
    return Attendance.of_table(counted, tuple(b.key for b in breakdowns), tuple(measures))


def _count_steps(
    answers: duckdb.DuckDBPyConnection, instrument: Instrument
) -> dict[str, dict[tuple[int, int], int]]:
    keys = list(instrument.item_by_key)
    found: dict[str, dict[tuple[int, int], int]] = {key: {} for key in keys}
    counted = answers.sql(COUNT_STEPS, params=[len(keys)]).to_arrow_table()
    rows = zip(*(column.to_pylist() for column in counted.itercolumns()), strict=True)
    for position, unit, value, count in rows:
        found[keys[position - 1]][unit, value] = count
    return found


def _count_items(
    answers: duckdb.DuckDBPyConnection, scale: Scale, instrument: Instrument
) -> ItemCounts:
    """Count complete answers to a scale's items, turned items turned, in steps from 0."""
    position = {key: at for at, key in enumerate(instrument.item_by_key, start=1)}
    places = scale_rule(scale, instrument).places
    at = [f"answers[{position[place.item]}]" for place in places]
    moved = [
        f"{place.high} - {answer}" if place.turned else f"{answer} - {place.low}"
        for place, answer in zip(places, at, strict=True)
    ]
    parts = {
        "columns": ", ".join(f"{steps} AS i{i}" for i, steps in enumerate(moved)),
        "complete": " AND ".join(f"{answer} IS NOT NULL" for answer in at),
        "names": ", ".join(f"i{i}" for i in range(len(places))),
        "sums": ", ".join(f"sum(i{i})::BIGINT, sum(i{i} * i{i})::BIGINT" for i in range(len(at))),
    }
    patterns = answers.sql(COUNT_ITEMS.format(**parts)).to_arrow_table()
    by_unit = answers.sql(SUM_ITEMS.format(**parts)).to_arrow_table()
    names = [place.item for place in places]
    sums = [f"{name}_{sum_}" for name in names for sum_ in ("total", "squares")]
    return ItemCounts(
        _whole_numbers(patterns, [*names, "count"]),
        _whole_numbers(by_unit, ["unit", "n", *sums]),
        {place.item: place.high - place.low for place in places},
    )


def _whole_numbers(counted: pa.Table, columns: Sequence[str]) -> pd.DataFrame:
    frame: pd.DataFrame = counted.rename_columns(list(columns)).to_pandas().astype("int64")
    return frame


def _expressions(instrument: Instrument) -> list[str]:
    position = {key: at for at, key in enumerate(instrument.item_by_key, start=1)}
    categories = [f"answers[{position[b.item]}]::SMALLINT AS c{i}"
                  for i, b in enumerate(instrument.breakdowns)]  # fmt: skip
    measures = [
        f"({_measure_sql(measure, instrument, position)})::{_width(measure, instrument)} AS m{i}"
        for i, measure in enumerate(instrument.measures.values())
    ]
    return categories + measures


def _width(measure: Measure, instrument: Instrument) -> str:
    """The narrowest type that holds the measure's ticks."""
    most = full_ticks(measure, instrument)
    return next((name for name, bits in WIDTHS.items() if most < 2 ** (bits - 1)), "BIGINT")


def _measure_sql(measure: Measure, instrument: Instrument, position: dict[str, int]) -> str:
    if measure.key in instrument.measures_not_asked:
        return "NULL::BIGINT"
    if isinstance(measure, Scale):
        return _scale_sql(measure, instrument, position)
    return _yes_no_sql(measure, position)


def _scale_sql(scale: Scale, instrument: Instrument, position: dict[str, int]) -> str:
    rule = scale_rule(scale, instrument)
    moved = []
    for place in rule.places:
        answer = f"answers[{position[place.item]}]::BIGINT"
        distance = f"{place.high} - {answer}" if place.turned else f"{answer} - {place.low}"
        moved.append(f"({distance}) * {rule.unit // (place.high - place.low)}")
    answered = _sum(
        [f"(answers[{position[place.item]}] IS NOT NULL)::INT" for place in rule.places]
    )
    total = _sum([f"coalesce({term}, 0)" for term in moved])
    return (
        f"CASE WHEN {answered} >= {rule.minimum}"
        f" THEN ({total}) * {rule.full // rule.unit} // {answered} END"
    )


def _yes_no_sql(outcome: YesNo, position: dict[str, int]) -> str:
    conditions: Sequence[str] = [
        f"(answers[{position[c.item]}] IN ({', '.join(map(str, c.values))}))"
        for c in outcome.all_of
    ]
    return f"({' AND '.join(conditions)})::INT"


def _sum(terms: Sequence[str]) -> str:
    return f"({' + '.join(terms)})"

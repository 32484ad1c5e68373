"""How often 95 % intervals hold what was planted in the sample organisation.

    python -m benchmarks.coverage [RUNS [FIRST_SEED]]

Each run draws another staff and another wave of the sample organisation (``sample_data``), counts
it by the tally of a release, fits the adjusted models of the bundled questionnaire as a release
does, and looks whether the interval of each factor's odds ratio per 20 points holds the planted
one. A model that rule 6 of anonymity would withhold is not counted. 1,000 runs take some
minutes; docs/statistics.md has the result.
"""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from math import exp, sqrt

import duckdb
import pyarrow as pa

from analytics.composing.tally import Tally, count_patterns
from analytics.statistics.effects import Contrast, odds_ratio
from analytics.statistics.models import Models
from sample_data.planted import FACTORS, POINTS, planted
from sample_data.responses import answers
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument

RUNS = 1000
FIRST_SEED = 50_000


@dataclass
class Coverage:
    """Intervals that were drawn, and those of them that held the planted odds ratio."""

    drawn: Counter[tuple[str, str]] = field(default_factory=Counter)
    held: Counter[tuple[str, str]] = field(default_factory=Counter)

    def share(self, *keys: tuple[str, str]) -> float:
        """Return the share of intervals that held it, over some outcomes and factors or all."""
        wanted = keys or tuple(self.drawn)
        return sum(self.held[key] for key in wanted) / sum(self.drawn[key] for key in wanted)


def wave(instrument: Instrument, seed: int) -> Tally:
    """Return the tally of one wave of a sample organisation of its own."""
    rows = answers(instrument, 0, seed)
    table = pa.table(
        {
            "unit": pa.array([unit for unit, _ in rows], pa.int32()),
            "answers": pa.array([list(given) for _, given in rows], pa.list_(pa.int32())),
        }
    )
    with duckdb.connect() as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE answer AS SELECT * FROM given")
        return count_patterns(connection, instrument)


def add(coverage: Coverage, instrument: Instrument, seed: int) -> None:
    """Fit one wave's adjusted models and count the intervals that hold what was planted."""
    models = Models(wave(instrument, seed), instrument.model)
    for outcome, effect in planted().outcomes.items():
        fitted = models.adjusted(outcome)
        if fitted.fit is None:
            continue
        for factor in FACTORS:
            step = Contrast(fitted.sample.column(factor), POINTS / fitted.sample.sd[factor])
            interval = odds_ratio(fitted.fit, step).interval
            coverage.drawn[outcome, factor] += 1
            true = exp(POINTS * effect.slope(factor))
            coverage.held[outcome, factor] += interval.low <= true <= interval.high


def run(runs: int, first_seed: int = FIRST_SEED) -> Coverage:
    """Return the coverage over ``runs`` organisations, seeded one after the other."""
    coverage, instrument = Coverage(), load("core")
    for seed in range(first_seed, first_seed + runs):
        add(coverage, instrument, seed)
    return coverage


def main() -> None:
    """Run and print a table: outcome, factor, intervals, share that held, its standard error."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    first_seed = int(sys.argv[2]) if len(sys.argv) > 2 else FIRST_SEED
    began = time.perf_counter()
    coverage = run(runs, first_seed)
    for (outcome, factor), drawn in coverage.drawn.items():
        share = coverage.share((outcome, factor))
        error = sqrt(share * (1 - share) / drawn)
        print(f"{outcome:20} {factor:20} {drawn:6} {100 * share:6.1f} % ± {100 * error:.1f}")
    print(f"all: {100 * coverage.share():.2f} % of {sum(coverage.drawn.values())} intervals,"
          f" {runs} runs in {time.perf_counter() - began:.0f} s")  # fmt: skip


if __name__ == "__main__":
    main()

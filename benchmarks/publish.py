"""How long importing and publishing take, on what ships: the core questionnaire, whole.

    python -m benchmarks.publish [ANSWERS/TEAMS ...] [--limit SECONDS] [--keep]

Made-up answers to every item, in departments of ten teams, are written to a CSV file and go the
way that everybody's do: ``python -m survey import``, then ``python -m analytics publish``, each a
process of its own. All measures, all breakdowns, both attacks, sealed. A line a size: seconds on
the clock, seconds of processor time with those of the processes that it starts, the most memory
that one of them held, and how many programmes the solver was asked. In the same run a plain
program of pandas and statsmodels makes the same means and models of the same file: nothing is
protected or proven, and its seconds are what the ratio is to. Its figures are held against
Bearing's own to six digits. Below, the share of each step.

``--keep`` writes what was measured into docs/performance.csv, and the table and the chart of
docs/performance.md anew. ``--limit`` stops a publish after so many seconds.
"""

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.publishing.clock import spent_on
from benchmarks.publishing.made_up import made_up, mapping_of
from benchmarks.publishing.page import HEAD, Measured, kept, line, shares
from benchmarks.publishing.plain import agreeing, plain_program
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument

SIZES = ("400/40", "10000/300")


def measured(size: str, folder: Path, instrument: Instrument, limit: float | None) -> Measured:
    """Return what one size, such as ``400/40``, takes."""
    answers, teams = (int(number) for number in size.split("/"))
    file, mapping, workspace = folder / "a.csv", folder / "m.toml", folder / "workspace"
    made_up(answers, teams, instrument).to_csv(file, index=False)
    mapping.write_text(mapping_of(instrument))
    at = ("--workspace", str(workspace))
    spent_on("survey", "init", *at)
    imported = spent_on("survey", "import", "w", str(file), "--map", str(mapping), *at)
    published = spent_on("analytics", "publish", "w", *at, limit=limit)
    start = time.process_time()
    plain = plain_program(str(file), instrument)
    seconds = time.process_time() - start
    return Measured(answers, teams, imported, published, seconds, agreeing(plain, instrument))


def main() -> None:
    """Print the table, a line a size, then the share of each step."""
    options = argparse.ArgumentParser(description="How long importing and publishing take.")
    options.add_argument("sizes", nargs="*", default=SIZES, metavar="ANSWERS/TEAMS")
    options.add_argument("--limit", type=float, metavar="SECONDS")
    options.add_argument("--keep", action="store_true")
    asked, instrument = options.parse_args(), load("core")
    print(HEAD)
    done = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            done.append(measured(size, Path(folder), instrument, asked.limit))
        print(line(done[-1]), flush=True)
        if asked.keep:
            kept(done[-1])
    print(f"\n{shares(done)}")


if __name__ == "__main__":
    main()

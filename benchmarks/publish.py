"""How long importing and publishing take, on what ships: the core questionnaire, whole.

    python -m benchmarks.publish [ANSWERS/TEAMS ...] [--limit MINUTES] [--keep]

Made-up answers to every item, in departments of ten teams, are written to a CSV file and go the
way that everybody's do: ``python -m survey import``, then ``python -m analytics publish``, each a
process of its own. All measures, all breakdowns, both attacks, sealed. A line a size: seconds on
the clock, seconds of processor time with those of the processes that it starts, the most memory
that one of them held, and how many programmes the solver was asked. In the same run a plain
program of pandas and statsmodels makes the same means and models of the same file: nothing is
protected or proven, and its seconds are what the ratio is to. Its figures are held against
Bearing's own to six digits. Below, the share of each step.

``--keep`` writes what was measured into docs/performance.csv, and the table and the chart of
docs/performance.md anew. ``--limit`` is how many minutes a size may take to import and publish
(20 where nothing is said): a publish that takes longer is stopped, and the line says how far it
had come. A size that fails says why, and the next one follows; the end is then an error.
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
LIMIT = 20.0
"""Minutes that one size may take."""


def measured(size: str, folder: Path, instrument: Instrument, limit: float) -> Measured:
    """Return what one size, such as ``400/40``, takes, if no more than ``limit`` seconds.

    Raises ``SystemExit`` where a command fails, or a figure differs from the plain program's.
    """
    answers, teams = (int(number) for number in size.split("/"))
    file, mapping, workspace = folder / "a.csv", folder / "m.toml", folder / "workspace"
    made_up(answers, teams, instrument).to_csv(file, index=False)
    mapping.write_text(mapping_of(instrument))
    at = ("--workspace", str(workspace))
    spent_on("survey", "init", *at)
    imported = spent_on("survey", "import", "w", str(file), "--map", str(mapping), *at)
    left = max(limit - imported.seconds, 1.0)
    published = spent_on("analytics", "publish", "w", *at, limit=left)
    start = time.process_time()
    plain = plain_program(str(file), instrument)
    seconds = time.process_time() - start
    return Measured(answers, teams, imported, published, seconds, agreeing(plain, instrument))


def main() -> None:
    """Print the table, a line a size, then the share of each step."""
    options = argparse.ArgumentParser(description="How long importing and publishing take.")
    options.add_argument("sizes", nargs="*", default=SIZES, metavar="ANSWERS/TEAMS")
    options.add_argument("--limit", type=float, default=LIMIT, metavar="MINUTES")
    options.add_argument("--keep", action="store_true")
    asked, instrument = options.parse_args(), load("core")
    print(HEAD)
    done, failed = [], []
    for size in asked.sizes:
        try:
            with tempfile.TemporaryDirectory() as folder:
                done.append(measured(size, Path(folder), instrument, 60 * asked.limit))
        except SystemExit as why:
            failed.append(size)
            print(f"{size}: {why}", flush=True)
            continue
        print(line(done[-1]), flush=True)
        if asked.keep:
            kept(done[-1])
    if done:
        print(f"\n{shares(done)}")
    if failed:
        raise SystemExit(f"Not measured: {', '.join(failed)}.")


if __name__ == "__main__":
    main()

"""How long importing and publishing take, on what ships: the core questionnaire, whole.

    python -m benchmarks.publish [ANSWERS/TEAMS ...]

Made-up answers to every item, in departments of ten teams, are written to a CSV file and go the
way that everybody's do: ``python -m survey import``, then ``python -m analytics publish``, each a
process of its own. All measures, all breakdowns, both attacks, sealed. A line a size: seconds on
the clock, seconds of processor time with those of the processes that it starts, and the most
memory that one of them held. In the same run a plain program of pandas and statsmodels reads the
same file, scores it, and makes the means by team and category and the adjusted logistic models:
nothing is protected or proven, and its seconds are what the ratio is to.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import statsmodels.api as sm

from survey.instruments.catalogue import load
from survey.instruments.model import Instrument, Scale

SEED = 7
SIZES = ("400/40", "10000/300")
TEAMS_OF_A_DEPARTMENT = 10
SILENT = 0.02
"""Share of answers left out."""

SPREAD = 0.5
"""Of the logarithm of a team's size."""


class Spent(NamedTuple):
    """What a process took: seconds, seconds of processor time, MB at the most."""

    seconds: float
    processor: float
    memory: float


def made_up(answers: int, teams: int, instrument: Instrument) -> pd.DataFrame:
    """Return made-up answers, a column an item, in teams of uneven size.

    One hidden leaning ties items together, so that the models find something.
    """
    draw = np.random.default_rng(SEED)
    share = draw.lognormal(0.0, SPREAD, teams)
    team = np.sort(draw.choice(teams, size=answers, p=share / share.sum()))
    leaning = draw.normal(size=answers)
    columns: dict[str, object] = {
        "department": [f"D{at // TEAMS_OF_A_DEPARTMENT:04}" for at in team],
        "team": [f"T{at:05}" for at in team],
    }
    for key in instrument.item_by_key:
        values = np.array(sorted(instrument.options_of(key).values))
        place = (0.4 * leaning + draw.normal(size=answers)) / 4 + 0.5
        at = np.clip((place * len(values)).astype(int), 0, len(values) - 1)
        column = pd.Series(values[at], dtype="Int64")
        column[draw.random(answers) < SILENT] = pd.NA
        columns[key] = column
    return pd.DataFrame(columns)


def mapping_of(instrument: Instrument) -> str:
    """Return the mapping of a file whose columns are called as the items are."""
    head = 'instrument = "core"\n[unit]\ndepartment = "department"\nteam = "team"\n'
    return head + "".join(f'[items.{key}]\ncolumn = "{key}"\n' for key in instrument.item_by_key)


def spent_on(*arguments: str) -> Spent:
    """Run a Python module as a process and return what it took; the parts it starts count too."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"python -m {' '.join(arguments)} failed.")
    processor = usage.ru_utime + usage.ru_stime
    return Spent(time.perf_counter() - start, processor, usage.ru_maxrss / 1024)


def plain_program(file: Path, instrument: Instrument) -> None:
    """The same kind of figures straight from the rows, by pandas and statsmodels."""
    rows = pd.read_csv(file)
    scores = pd.DataFrame({key: _score(rows, key, instrument) for key in instrument.measures})
    by = [["department"], ["department", "team"]]
    by += [[rows[breakdown.item], "department"] for breakdown in instrument.breakdowns]  # type: ignore[list-item]
    for keys in by:
        scores.groupby([rows[key] if isinstance(key, str) else key for key in keys]).agg(
            ["count", "mean", "std"]
        )
    scales = [scale.key for scale in instrument.scales]
    for outcome in instrument.outcomes:
        others = [key for key in scales if instrument.measures[key].sensitivity.value != "health"]
        data = scores[[outcome.key, *others]].join(rows["team"]).dropna()
        sm.GLM(data[outcome.key], sm.add_constant(data[others]), family=sm.families.Binomial()).fit(
            cov_type="cluster", cov_kwds={"groups": pd.factorize(data["team"])[0]}
        )


def _score(rows: pd.DataFrame, key: str, instrument: Instrument) -> pd.Series:
    measure = instrument.measures[key]
    if not isinstance(measure, Scale):
        said = [rows[part.item].isin(part.values).where(rows[part.item].notna())
                for part in measure.all_of]  # fmt: skip
        return pd.concat(said, axis=1).astype(float).min(axis=1, skipna=False)
    points = []
    for place in measure.items:
        values = instrument.options_of(place.item).values
        low, high = min(values), max(values)
        share = (rows[place.item] - low) / (high - low)
        points.append(1 - share if place.turned else share)
    return 100 * pd.concat(points, axis=1).mean(axis=1)


def measured(size: str, folder: Path, instrument: Instrument) -> str:
    """Return the line of one size, such as ``400/40``."""
    answers, teams = (int(number) for number in size.split("/"))
    file, mapping, workspace = folder / "a.csv", folder / "m.toml", folder / size.replace("/", "-")
    made_up(answers, teams, instrument).to_csv(file, index=False)
    mapping.write_text(mapping_of(instrument))
    at = ("--workspace", str(workspace))
    spent_on("survey", "init", *at)
    imported = spent_on("survey", "import", "w", str(file), "--map", str(mapping), *at)
    published = spent_on("analytics", "publish", "w", *at)
    start = time.process_time()
    plain_program(file, instrument)
    plain = time.process_time() - start
    return (
        f"| {answers:,} / {teams:,} | {imported.seconds:.1f} | {published.seconds:.1f}"
        f" | {published.processor:.1f} | {published.memory:,.0f} | {plain:.2f}"
        f" | {published.processor / plain:.1f} |"
    )


def main() -> None:
    """Print the table, a line a size."""
    instrument = load("core")
    print("| answers / teams | import s | publish s | processor s | MB | plain s | ratio |")
    print("|---|---|---|---|---|---|---|")
    for size in sys.argv[1:] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(size, Path(folder), instrument), flush=True)


if __name__ == "__main__":
    main()

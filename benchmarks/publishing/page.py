"""The page docs/performance.md: its table and chart, from measurements that are kept beside it."""

import csv
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import altair as alt
import pandas as pd

from analytics.charts.drawing import svg
from analytics.charts.picture import Picture
from analytics.charts.theme import LIGHT, themed
from benchmarks.publishing.clock import Spent

DOCS = Path(__file__).parents[2] / "docs"
KEPT, PAGE, CHART = DOCS / "performance.csv", DOCS / "performance.md", DOCS / "pictures/publish.svg"
BEGIN, END = "<!-- made by benchmarks.publish -->\n", "<!-- until here -->"
WIDTH = 560
HEAD = (
    "| answers / teams | import s | publish s | processor s | MB | programmes | plain s | ratio"
    " | figures alike | load |\n|---|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Measured:
    """One size: import, publish, the plain program's processor seconds, and figures alike."""

    answers: int
    teams: int
    imported: Spent
    published: Spent
    plain: float
    alike: int


def line(one: Measured) -> str:
    """Return one size as a line of the table."""
    return _line(_fields(one))


def shares(all_sizes: Sequence[Measured]) -> str:
    """Return a table of how the clock's seconds of publishing divide, a line a step."""
    return _shares([_fields(one) for one in all_sizes])


def kept(one: Measured) -> None:
    """Write a measurement down in place of an earlier one of its size, and make the page anew."""
    size = (str(one.answers), str(one.teams))
    rows = [row for row in _rows() if (row["answers"], row["teams"]) != size]
    rows = sorted([*rows, _fields(one)], key=lambda row: (int(row["answers"]), int(row["teams"])))
    with KEPT.open("w", newline="") as file:
        names = dict.fromkeys(name for row in rows for name in row)
        writer = csv.DictWriter(file, list(names), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    CHART.write_text(svg(_picture(rows), WIDTH))
    before, _, rest = PAGE.read_text().partition(BEGIN)
    table = "\n".join([HEAD, *map(_line, rows)])
    machine = f"{rows[-1]['machine']}; measured {', '.join(sorted({r['day'] for r in rows}))}."
    made = f"{table}\n\n{_shares(rows)}\n\n{machine}\n"
    PAGE.write_text(f"{before}{BEGIN}{made}{END}{rest.partition(END)[2]}")


def _rows() -> list[dict[str, str]]:
    if not KEPT.exists():
        return []
    with KEPT.open(newline="") as file:
        return list(csv.DictReader(file))


def _fields(one: Measured) -> dict[str, str]:
    publish = one.published
    return {
        "answers": str(one.answers),
        "teams": str(one.teams),
        "import_s": f"{one.imported.seconds:.1f}",
        "publish_s": f"{publish.seconds:.1f}",
        "processor_s": f"{publish.processor:.1f}",
        "memory_mb": f"{publish.memory:.0f}",
        "programmes": str(publish.programmes),
        "plain_s": f"{one.plain:.2f}",
        "alike": str(one.alike),
        "finished": "yes" if publish.finished else "no",
        "reached": publish.reached,
        "load": f"{publish.load:.0f}",
        "steps": ";".join(f"{step}={seconds:.2f}" for step, seconds in publish.steps.items()),
        "machine": _machine(),
        "day": datetime.now(UTC).date().isoformat(),
    }


def _machine() -> str:
    models = [
        row.partition(":")[2].strip()
        for row in Path("/proc/cpuinfo").read_text().splitlines()
        if row.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{len(models)} × {models[0]}, {memory:.0f} GB, Python {platform.python_version()}"


def _line(row: dict[str, str]) -> str:
    answers, teams, memory = (int(row[key]) for key in ("answers", "teams", "memory_mb"))
    publish = row["publish_s"]
    load = row.get("load") or "–"
    alike, ratio = int(row["alike"]), f"{float(row['processor_s']) / float(row['plain_s']):.1f}"
    if row["finished"] == "no":
        publish, ratio = f"stopped after {publish} at {row['reached']}", "–"
    return (
        f"| {answers:,} / {teams:,} | {row['import_s']} | {publish} | {row['processor_s']}"
        f" | {memory:,} | {row['programmes']} | {row['plain_s']} | {ratio} | {alike:,} | {load} |"
    )


def _shares(rows: Sequence[dict[str, str]]) -> str:
    steps = [dict(part.split("=") for part in row["steps"].split(";")) for row in rows]
    names = list(dict.fromkeys(name for own in steps for name in own))
    sizes = [f"{int(row['answers']):,} / {int(row['teams']):,}" for row in rows]
    lines = [f"| seconds on the clock | {' | '.join(sizes)} |", "|---" * (len(rows) + 1) + "|"]
    for name in names:
        values = []
        for own, row in zip(steps, rows, strict=True):
            seconds = float(own.get(name, 0))
            values.append(f"{seconds:.1f} ({seconds / float(row['publish_s']):.0%})")
        lines.append(f"| {name} | {' | '.join(values)} |")
    return "\n".join(lines)


def _picture(rows: Sequence[dict[str, str]]) -> Picture:
    """Processor seconds by answers, on logarithmic scales: publishing, and the plain program."""
    names = {"processor_s": "Bearing, sealed", "plain_s": "pandas + statsmodels, nothing proven"}
    table = pd.DataFrame(
        [
            {"answers": int(row["answers"]), "teams": int(row["teams"]), "program": name,
             "seconds": float(row[key])}
            for row in rows if row["finished"] == "yes"
            for key, name in names.items()
        ]
    )  # fmt: skip
    shown = alt.Chart(table).encode(
        x=alt.X("answers:Q", title="Answers", scale=alt.Scale(type="log"),
                axis=alt.Axis(values=sorted(set(table["answers"])), format=",d")),
        y=alt.Y("seconds:Q", title="Processor seconds", scale=alt.Scale(type="log")),
        color=alt.Color("program:N", title=None,
                        legend=alt.Legend(orient="top", labelLimit=WIDTH),
                        scale=alt.Scale(range=[LIGHT.accent, LIGHT.muted])),
        shape=alt.Shape("program:N", legend=None),
    )  # fmt: skip
    said = "Processor seconds by number of answers, publishing beside the plain program."
    chart = (shown.mark_line() + shown.mark_point(filled=True, size=60)).properties(
        height=260, description=said
    )
    return Picture(themed(chart, LIGHT), said, table)

"""Whether what is said holds: made-up organisations whose truth is known, small and large.

    python -m benchmarks.calibration [PEOPLE/RUNS ...]

Each run drafts three waves (``benchmarks.calibrating``): one in which nothing differs and nothing
goes with anything, and two of an organisation whose teams differ and where workload goes with
pain, with nothing changed between them. Drafts are what would be sealed, before it is attacked.
It prints the table of docs/statistics.md, a line a size:

* what stands out of the teams' working conditions where nothing differs, and how much was said;
* pages of links with a clear one where there is none;
* intervals of adjusted odds ratios that hold the truth (fitted to 60,000 made-up answers);
* teams said to be on one side with 90 % or more, and with 70 to 90 %, that are;
* differences after an action in the worst third of the teams that are called clear, without effect.
"""

import sys
import time
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np

from analytics.charts.clear_links import clear_links, estimated
from analytics.charts.forest_rows import odds_ratios
from analytics.release.content import Release
from analytics.release.model import GROUP_JOIN, TOTAL, AnalysisKind, Cell, Statistic
from analytics.statistics.association import estimates
from analytics.statistics.by_chance import standing_out
from analytics.statistics.models import Models
from analytics.statistics.rows.between_waves import Programme, action_rows
from benchmarks.calibrating.drawn import (
    NOTHING,
    SOMETHING,
    Organisation,
    conditions,
    counted,
    drafted,
    instrument,
    organisation,
)

SIZES = ("60/30", "150/30", "500/15", "2000/8")
LARGE = 80_000
SURE, LIKELY = 0.9, 0.7
OUTCOME = "back_pain_12m"


@dataclass
class Calibration:
    """What was said in all runs of a size, and how often it was true."""

    numbers: int = 0
    found: int = 0
    said_by_chance: float = 0.0
    kept: int = 0
    marked: list[bool] = field(default_factory=list)
    false_links: list[bool] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    sure: list[bool] = field(default_factory=list)
    likely: list[bool] = field(default_factory=list)
    false_actions: list[bool] = field(default_factory=list)

    def nothing(self, release: Release) -> None:
        """Count what a wave says in which nothing is to be said."""
        cells = [one for one in release.cells if one.breakdown == TOTAL and _mean(one)]
        wholes = {one.measure: one for one in cells if one.department == TOTAL}
        seen = standing_out([one for one in cells if one.team != TOTAL], wholes)
        self.numbers += seen.numbers
        self.found += seen.found
        self.said_by_chance += seen.by_chance
        self.kept += seen.kept
        self.marked.append(seen.found > 0)
        drawn = odds_ratios(release.estimates, OUTCOME, "adjusted")
        if estimated(drawn):
            self.false_links.append(bool(clear_links(drawn)))

    def something(self, before: Release, after: Release, drawn: Organisation) -> None:
        """Count what two waves say of an organisation that has effects and does not change."""
        self.held += [
            one.low <= true <= one.high
            for one in before.estimates
            if (true := truth().get((one.outcome, one.factor, one.contrast, one.model)))
            and one.measure == "odds_ratio"
            and one.low is not None
            and one.high is not None
        ]
        for row in before.analyses:
            about = (row.analysis, row.statistic) == (AnalysisKind.GROUPS, "above")
            if about and row.outcome in drawn.effects and row.team != TOTAL:
                self._sided(row.outcome, row.team, row.value or 0.0, drawn)
        worst = _worst(before)
        if worst:
            programme = Programme("worst", date(2026, 2, 1), date(2026, 3, 1), worst)
            self.false_actions += [
                not row.low <= 0 <= row.high
                for row in action_rows(programme, before, after)
                if (row.statistic, row.outcome) == ("difference", "workload")
                and row.low is not None
                and row.high is not None
            ]

    def _sided(self, measure: str, group: str, above: float, drawn: Organisation) -> None:
        effects = drawn.effects[measure]
        members = [int(name.split()[-1]) - 1 for name in group.split(GROUP_JOIN)]
        is_above = float(effects[members].mean()) > float(effects.mean())
        side = max(above, 1 - above)
        into = self.sure if side >= SURE else self.likely if side >= LIKELY else []
        into.append(is_above == (above > 0.5))

    def row(self, people: int, runs: int) -> str:
        """Return the line of the table."""
        stand_out = (
            f"{self.found} of {self.numbers} ({self.said_by_chance:.0f} said; {self.kept} kept)"
        )
        shares = (
            self.marked, self.false_links, self.held, self.sure, self.likely, self.false_actions
        )  # fmt: skip
        return " | ".join([f"| {people:,}", str(runs), stand_out, *map(_share, shares)]) + " |"


@cache
def truth() -> dict[tuple[str, str, str, str], float]:
    """Return odds ratios per 10 points as they are among very many people."""
    source = np.random.default_rng(20261129)
    tally = counted(organisation(LARGE, SOMETHING, source), source)
    plan = instrument()
    models = Models(tally, plan.model)
    found = estimates(models, plan, "truth", {OUTCOME: 0.5}, (OUTCOME,))
    return {
        (one.outcome, one.factor, one.contrast, one.model): one.estimate
        for one in found
        if one.contrast == "per 10 points" and one.model == "adjusted"
        and one.measure == "odds_ratio" and one.estimate is not None
    }  # fmt: skip


def run(people: int, runs: int) -> Calibration:
    """Return what came out of so many organisations of about so many people."""
    seen = Calibration()
    for seed in range(runs):
        source = np.random.default_rng([people, seed])
        seen.nothing(drafted(organisation(people, NOTHING, source), "w", source))
        drawn = organisation(people, SOMETHING, source)
        before, after = (drafted(drawn, name, source) for name in ("before", "after"))
        seen.something(before, after, drawn)
    return seen


def _mean(cell: Cell) -> bool:
    return cell.statistic is Statistic.MEAN and cell.measure in conditions()


def _worst(release: Release) -> frozenset[tuple[str, str]]:
    """Return the teams of the third of rows that look worst in workload."""
    rows = sorted(
        (one for one in release.cells if one.measure == "workload" and one.value is not None
         and one.breakdown == TOTAL and one.team != TOTAL and _mean(one)),
        key=lambda one: -(one.value or 0.0),
    )  # fmt: skip
    return frozenset(
        (one.department, team)
        for one in rows[: len(rows) // 3]
        for team in one.team.split(GROUP_JOIN)
    )


def _share(said: list[bool]) -> str:
    return f"{100 * sum(said) / len(said):.0f} % of {len(said):,}" if said else "none"


def main() -> None:
    """Run and print the table."""
    began = time.process_time()
    heads = (
        "people", "runs", "stand out where nothing differs", "pages with one", "false links",
        "intervals that hold", "sure teams right", "likely teams right", "false actions",
    )  # fmt: skip
    print("| " + " | ".join(heads) + " |\n" + "|---" * len(heads) + "|", flush=True)
    for size in sys.argv[1:] or SIZES:
        people, runs = map(int, size.split("/"))
        print(run(people, runs).row(people, runs), flush=True)
    print(f"\n{time.process_time() - began:.0f} s of processor time")


if __name__ == "__main__":
    main()

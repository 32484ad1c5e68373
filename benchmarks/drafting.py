"""How long a draft takes: everything that publishing does before the attacks, phase by phase.

    python -m benchmarks.drafting [ANSWERS/TEAMS ...]

The made-up answers of ``benchmarks.publish``, imported by the command line. Each draft is made in
a process of its own: a line a size with the seconds of processor time of counting and of each
step that publishing names, their sum, the seconds on the clock, the most memory that the process
held, and the load: how many processes wanted a core in that minute.
"""

import argparse
import os
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from analytics.composing.composition import draft
from analytics.composing.tally import count_patterns
from benchmarks.publishing.clock import spent_on
from benchmarks.publishing.made_up import made_up, mapping_of
from survey.instruments.catalogue import load
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.opening import close_store, open_store

SIZES = ("400/40", "10000/300")
COUNTING = "Counting the answers"
KEY = b"drafting"


@dataclass
class Phases:
    """Seconds of processor time by step, in the order in which the steps began."""

    begun: tuple[str, float] = (COUNTING, 0.0)
    steps: dict[str, float] = field(default_factory=dict)

    def told(self, step: str, _done: float = 0.0) -> None:
        """Take down that a step begins, and with it that the one before has ended."""
        name, since = self.begun
        now = time.process_time()
        self.steps[name] = self.steps.get(name, 0.0) + now - since
        self.begun = (step, now)


def drafted(folder: Path) -> tuple[dict[str, float], float, float]:
    """Draft the wave of a workspace; return processor seconds by step, clock seconds and MB."""
    workspace = Workspace(folder)
    wave = open_store(workspace).wave("w")
    close_store(workspace)
    start, phases = time.perf_counter(), Phases((COUNTING, time.process_time()))
    with open_answers(workspace, wave) as answers:
        tally = count_patterns(answers, wave.instrument)
    draft(wave, tally, KEY, phases.told)
    phases.told("")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return phases.steps, time.perf_counter() - start, memory


def measured(size: str) -> str:
    """Return what the draft of one size, such as ``400/40``, takes, as text."""
    answers, teams = (int(number) for number in size.split("/"))
    instrument = load("core")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, mapping, workspace = folder / "a.csv", folder / "m.toml", folder / "workspace"
        made_up(answers, teams, instrument).to_csv(file, index=False)
        mapping.write_text(mapping_of(instrument))
        at = ("--workspace", str(workspace))
        spent_on("survey", "init", *at)
        spent_on("survey", "import", "w", str(file), "--map", str(mapping), *at)
        with ProcessPoolExecutor(1, get_context("spawn")) as own:
            steps, clock, memory = own.submit(drafted, workspace).result()
    took = f"{sum(steps.values()):.2f} s of processor, {clock:.2f} s, {memory:.0f} MB"
    head = f"{size}: {took}, load {os.getloadavg()[0]:.0f}"
    return "\n".join([head, *(f"  {spent:8.2f}  {step}" for step, spent in steps.items())])


def main() -> None:
    """Print a line a size, and below it one a step."""
    options = argparse.ArgumentParser(description="How long a draft takes.")
    options.add_argument("sizes", nargs="*", default=SIZES, metavar="ANSWERS/TEAMS")
    for size in options.parse_args().sizes:
        print(measured(size), flush=True)


if __name__ == "__main__":
    main()

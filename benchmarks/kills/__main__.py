"""Kill -9 at random points of what changes a workspace, and look at what is left.

    python -m benchmarks.kills [--rounds 200] [--seed 1]

Each round copies a small workspace, lets a child of this process submit, close, publish, export,
back up, restore, hand out codes or change the staff list, and kills it: every other round at a
random call of the program, else after a random part of the step's time. What is left is then opened
as at the next start, held against what must be true, and the step is taken again, which must
succeed. A line a step, and the failures.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.kills.ground import make_ground
from benchmarks.kills.rounds import kill_round, measure
from benchmarks.kills.steps import STEPS, TURNS


def main() -> int:
    """Run the rounds and print what they found; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - drawn again in every run
    killed, rounds = Counter[str](), Counter[str]()
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bearing-kills-") as folder:
        ground = make_ground(Path(folder))
        for name in STEPS:
            measure(ground, name)
        for number in range(asked.rounds):
            name = TURNS[number % len(TURNS)]
            rounds[name] += 1
            try:
                killed[name] += kill_round(ground, name, chance, by_call=number % 2 == 0)
            except Exception as wrong:  # noqa: BLE001 - every failure is printed, whatever it is
                failed.append(f"round {number}, {name}: {type(wrong).__name__}: {wrong}")
        for name in STEPS:
            print(
                f"{name:8} {rounds[name]:4} rounds, {killed[name]:4} killed before their end"
                f" ({ground.calls[name]} calls, {ground.seconds[name]:.2f} s)"
            )
    print(*failed, sep="\n")
    print(f"survived {asked.rounds - len(failed)} of {asked.rounds} rounds, seed {asked.seed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

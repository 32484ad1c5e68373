"""How long the gate takes: teams × two breakdowns, head-counts only.

python -m benchmarks.crossings [departments]     20 by default, of 10 teams each
"""

import random
import sys
from time import perf_counter

from analytics.disclosure.crossings.areas import cross
from analytics.disclosure.crossings.categories import Category
from analytics.disclosure.groups import group
from survey.store.protocol import Unit

TEAMS = 10
BANDS = 4
RESPONSE = 0.75


def main(departments: int) -> None:
    """Print the seconds for working conditions and for health, and what is shown."""
    source = random.Random(1)  # noqa: S311 - made-up head-counts
    units, answered, sizes = [], {}, {}
    for at in range(departments * TEAMS):
        people = source.choice([6, 9, 11, 13, 18, 25])
        units.append(Unit(at, f"D{at // TEAMS:03}", f"T{at % TEAMS}", people))
        answers = round(people * RESPONSE)
        sizes[at] = (answers,)
        for _ in range(answers):
            age = source.randrange(BANDS)
            tenure = min(BANDS - 1, max(0, age + source.choice([-1, 0, 0, 1])))
            said = (None if source.random() < 0.02 else age, tenure)
            answered[at, said] = (answered.get((at, said), (0,))[0] + 1,)
    start = [Category((step,)) for step in range(BANDS)]
    for threshold in (6, 10):
        begun = perf_counter()
        grouping = group(units, sizes, threshold, "*")
        crossings = cross(grouping, answered, [start, start], threshold)
        took = perf_counter() - begun
        alone = [sum(len(area) == 1 for area in crossing.areas) for crossing in crossings]
        print(f"k = {threshold}: {len(units)} teams, {sum(n for n, in sizes.values())} answers,"
              f" {took:.1f} s, departments by themselves {alone} of {departments}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)

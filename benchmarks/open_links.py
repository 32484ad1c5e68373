"""What doubled thresholds of open links cost in rows: the figures of docs/adr/0013.

    python -m benchmarks.open_links

Thirty departments of ten teams of 6 to 30 people; of their people, how many per cent see their own
team's figure, by response, with the thresholds of codes and with those of open links.
"""

import random

from analytics.disclosure.planner import plan
from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import Ways
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity


def main() -> None:
    """Print a line for each response rate."""
    source = random.Random(1)  # noqa: S311 - a made-up organisation
    units = [Unit(at, f"D{at // 10}", f"T{at}", source.randint(6, 30)) for at in range(300)]
    codes = Policy()
    links = Ways(open_links=True).promised(codes)
    print("response  " + "  ".join(f"{each} codes, links" for each in Sensitivity))
    for rate in (0.60, 0.75, 0.90):
        plans = [plan(units, rate, policy) for policy in (codes, links)]
        shares = [
            ", ".join(f"{100 * one.of(each).own_people / one.people:.0f} %" for one in plans)
            for each in Sensitivity
        ]
        print(f"{rate:.0%}  " + "  ".join(shares))


if __name__ == "__main__":
    main()

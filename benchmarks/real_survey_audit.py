"""What three products give away of the real survey: hide below 5, "5 and 2", and Bearing.

    python -m benchmarks.real_survey_audit

For each wave (2006, 2010, 2018): team rows shown, people who see their own team's figure, cells
between bounds and without a number, findings of the audit at the product's own promise (k = 5,
ours 6 and 10), by code, and seconds. Needs ../shared/data.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.real_waves import SURVEY, YEARS, closed_wave, products


def main() -> int:
    """Print a table of all waves and products."""
    if not SURVEY.exists():
        print(f"The real survey is missing: {SURVEY}")
        return 1
    print(f"{'wave':6}{'product':14}{'rows':>6}{'own':>6}{'bounded':>9}{'withheld':>10}"
          f"{'findings':>10}{'seconds':>9}  by code")  # fmt: skip
    for year in YEARS:
        with tempfile.TemporaryDirectory() as folder:
            wave, tally = closed_wave(Path(folder) / "workspace", year)
            for each in products(wave, tally):
                codes = Counter(finding.code.removeprefix("AUDIT-") for finding in each.findings)
                print(
                    f"{year:6}{each.name:14}{each.rows:6}{each.own:6}{each.bounded:9}"
                    f"{each.withheld:10}{len(each.findings):10}{each.seconds:9.1f}  "
                    + ", ".join(f"{code} {n}" for code, n in sorted(codes.items()))
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())

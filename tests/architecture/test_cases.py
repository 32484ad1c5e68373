"""docs/cases.md names a test for each case, and each of these tests exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = (ROOT / "docs" / "cases.md").read_text("utf-8")


def test_every_named_test_exists() -> None:
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^ *(?:async )?def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    named = set(re.findall(r"`(test_\w+)`", CASES))
    assert len(named) > 40
    assert named <= there, sorted(named - there)


def test_every_case_names_a_test() -> None:
    rows = [line for line in CASES.splitlines() if line.startswith("| ") and "---" not in line]
    cases = [line for line in rows if not line.startswith("| case |")]
    assert len(cases) >= 26
    assert all("`test_" in line for line in cases)

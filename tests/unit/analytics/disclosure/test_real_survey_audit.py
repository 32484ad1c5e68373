"""The real survey leaks from tables that hide small groups, and not from ours."""

from pathlib import Path

import pytest

from tests.real_waves import SURVEY, YEARS, closed_wave, products

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SURVEY.exists(), reason="needs the survey in ../shared/data"),
]


@pytest.mark.parametrize("year", YEARS)
def test_hiding_small_groups_leaks_and_pooling_them_does_not(year: str, tmp_path: Path) -> None:
    wave, tally = closed_wave(tmp_path / "workspace", year)
    threshold_only, five_and_two, ours = products(wave, tally)
    leaks = {"AUDIT-DIFFERENCE", "AUDIT-ALL-OR-NONE", "AUDIT-COLLEAGUE"}
    for competitor in (threshold_only, five_and_two):
        assert leaks <= {finding.code for finding in competitor.findings}
    assert ours.findings == ()
    assert ours.rows > 50

"""The real survey of ../shared/data: the same odds ratios as a plain statsmodels script on rows.

The script on the right of each comparison reads the file by pandas, scores it by the codebook
and knows nothing of the product.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analytics.release.model import Estimate
from survey.instruments.catalogue import load
from tests.statistics_survey import Counted, estimates

ROOT = Path(__file__).parents[4]
SURVEY = ROOT.parent / "shared" / "data" / "gss_qwl_2006_2010_2018.csv"
MAPPING = ROOT / "sample_data" / "mappings" / "gss_qwl.toml"
DEFINITION = ROOT / "sample_data" / "mappings" / "gss_qwl_instrument.toml"
FACTORS = ["workload", "control", "support", "physical_load"]
SCALES = {
    "workload": ["workfast", "overwork", "toofewwk"],
    "control": ["wkdecide", "wkfreedm"],
    "support": ["supcares", "cowrkhlp", "cowrkint"],
}
WAVES = [(2006,), (2010,), (2018,), (2006, 2010, 2018)]

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SURVEY.is_file(), reason=f"the survey is not at {SURVEY}"),
]


def scored(years: tuple[int, ...]) -> pd.DataFrame:
    """Return a row a person: scores of 0 to 1 by the half rule, outcomes, sex, age, team."""
    raw = pd.read_csv(SURVEY)
    raw = raw[raw["year"].isin(years) & raw["sector"].notna() & raw["region"].notna()]
    rows = pd.DataFrame({"team": raw["sector"] + "|" + raw["region"]})
    for scale, items in SCALES.items():
        turned = (4 - raw[items]) / 3
        rows[scale] = turned.mean(axis=1).where(turned.notna().sum(axis=1) >= len(items) / 2)
    rows["physical_load"] = raw["hvylift"].map({1: 1.0, 2: 0.0})
    rows["back_pain"] = raw["backpain"].map({1: 1.0, 2: 0.0})
    rows["often_stressed"] = (raw["stress"] <= 2).astype(float).where(raw["stress"].notna())
    rows["sex"] = raw["sex"].map({"female": 1.0, "male": 2.0})
    rows["age_band"] = pd.cut(raw["age"], [0, 29, 39, 49, 99], labels=False) + 1.0
    rows["unit"] = rows["team"].astype("category").cat.codes.astype("int64")
    return rows.drop(columns="team")


def counted(rows: pd.DataFrame) -> Counted:
    """Return the same people as patterns in ticks of 1/18 (1/6 for control, 1 for yes/no)."""
    full = {"workload": 18, "control": 6, "support": 18, "stress": 4}
    full |= {"physical_load": 1, "back_pain": 1, "often_stressed": 1}
    ticks = rows.copy()
    for key in [*FACTORS, "back_pain", "often_stressed", "sex", "age_band"]:
        ticks[key] = (rows[key] * full.get(key, 1)).round().astype("Int64")
    tally = ticks.groupby(list(ticks.columns), dropna=False, as_index=False).size()
    return Counted(tally.rename(columns={"size": "count"}), full)


def on_rows(rows: pd.DataFrame, outcome: str, factors: list[str], others: list[str]) -> sm.GLM:
    complete = rows[["unit", outcome, *factors, *others]].dropna()
    design = complete[factors] / complete[factors].std(ddof=1)
    for key in others:
        design = design.join(
            pd.get_dummies(complete[key], prefix=key, drop_first=True, dtype=float)
        )
    design = sm.add_constant(design)
    if complete["unit"].nunique() >= 40:
        return sm.GLM(complete[outcome], design, family=sm.families.Binomial()).fit(
            cov_type="cluster", use_t=True, cov_kwds={"groups": complete["unit"]}, tol=1e-12
        )
    return sm.GEE(complete[outcome], design, complete["unit"], family=sm.families.Binomial()).fit(
        cov_type="bias_reduced"
    )


def three(number: float) -> float:
    return float(f"{number:.3g}")


def expected(fit: sm.GLM, factor: str) -> tuple[float, float, float]:
    low, high = np.exp(fit.conf_int().loc[factor])
    return three(np.exp(fit.params[factor])), three(low), three(high)


@pytest.mark.parametrize("years", WAVES, ids=lambda years: "+".join(map(str, years)))
@pytest.mark.parametrize("outcome", ["back_pain", "often_stressed"])
def test_the_odds_ratios_are_those_of_a_plain_script_on_rows(
    years: tuple[int, ...], outcome: str
) -> None:
    rows = scored(years)
    shown = estimates(counted(rows), load(DEFINITION), "all")
    both = on_rows(rows, outcome, FACTORS, ["age_band", "sex"])
    for factor in FACTORS:
        alone = on_rows(rows, outcome, [factor], [])
        for model, fit in {"adjusted": both, "unadjusted": alone}.items():
            row = per_sd(shown, outcome, model, factor)
            if (model, factor) == ("unadjusted", "physical_load"):
                # Two scores: a table, whose log odds ratio is told in steps that tell no total.
                close = float(fit.bse[factor]) / 5
                assert np.log(row.estimate or 0) == pytest.approx(fit.params[factor], abs=close)
            else:
                assert (row.estimate, row.low, row.high) == expected(fit, factor)
            assert row.n == fit.nobs
    assert "for age_band, sex" in per_sd(shown, outcome, "adjusted", "workload").method


def per_sd(shown: tuple[Estimate, ...], outcome: str, model: str, factor: str) -> Estimate:
    key = (outcome, model, factor, "per 1 SD", "odds_ratio")
    (row,) = [e for e in shown if (e.outcome, e.model, e.factor, e.contrast, e.measure) == key]
    return row


def run(*command: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("survey") / "workspace"
    run("survey", "init", "--workspace", place)
    return place


@pytest.mark.parametrize("years", WAVES, ids=lambda years: "+".join(map(str, years)))
def test_the_command_line_gives_the_adjusted_odds_ratios_of_the_script(
    years: tuple[int, ...], workspace: Path, tmp_path: Path
) -> None:
    """Each wave beside the others, years apart; without --where all three as the only wave."""
    if len(years) > 1:
        workspace = tmp_path / "workspace"
        run("survey", "init", "--workspace", workspace)
    name = "all" if len(years) > 1 else str(years[0])
    where = [] if len(years) > 1 else ["--where", f"year={name}"]
    run("survey", "import", name, SURVEY, "--map", MAPPING, *where, "--workspace", workspace)
    run("analytics", "publish", name, "--workspace", workspace)
    run("analytics", "export", name, "--to", tmp_path / "out", "--workspace", workspace)
    table = pd.read_csv(tmp_path / "out" / "estimates.csv", dtype={"wave": str}).set_index(
        ["outcome", "model", "factor", "contrast", "measure"]
    )
    script = on_rows(scored(years), "back_pain", FACTORS, ["age_band", "sex"])
    for factor in FACTORS:
        row = table.loc["back_pain", "adjusted", factor, "per 1 SD", "odds_ratio"]
        assert (row["estimate"], row["low"], row["high"]) == expected(script, factor)
        assert (row["wave"], row["population"], row["n"]) == (name, "organisation", script.nobs)


def test_more_workload_goes_with_more_back_pain_and_control_and_support_with_less() -> None:
    shown = estimates(counted(scored(WAVES[-1])), load(DEFINITION), "all")
    per = {factor: per_sd(shown, "back_pain", "adjusted", factor) for factor in FACTORS}
    assert per["workload"].low > 1
    assert per["physical_load"].low > 1
    assert per["support"].high < 1
    assert per["control"].estimate < 1

"""The real survey goes from file to release, export and report by the commands of the README."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SURVEY = ROOT.parent / "shared" / "data" / "gss_qwl_2006_2010_2018.csv"
MAPPING = ROOT / "sample_data" / "mappings" / "gss_qwl.toml"
COLUMNS = "wave,department,team,breakdown,category,measure,statistic,n,value,low,high,status,reason"
ESTIMATES = (
    "wave,population,outcome,model,factor,contrast,measure,estimate,low,high,p,p_adjusted,n,"
    "events,clusters,method"
)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SURVEY.exists(), reason="needs the survey in ../shared/data"),
]


def run(module: str, *arguments: object, workspace: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments), "--workspace", str(workspace)],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=["2006", "2010", "2018"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    year = str(request.param)
    folder = tmp_path_factory.mktemp(year)
    workspace = folder / "workspace"
    run("survey", "init", workspace=workspace)
    run("survey", "import", year, SURVEY, "--map", MAPPING, "--where", f"year={year}",
        workspace=workspace)  # fmt: skip
    run("analytics", "publish", year, workspace=workspace)
    assert "nothing leaks" in run("analytics", "audit", year, workspace=workspace)
    run("analytics", "report", year, "--to", folder / "report.pdf", workspace=workspace)
    run("analytics", "export", year, "--to", folder / "export", workspace=workspace)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_real_survey_keeps_the_contracts_to_the_letter(exported: Path) -> None:
    folder = exported / "export"
    assert (folder / "cells.csv").read_text("utf-8").splitlines()[0] == COLUMNS
    assert (folder / "estimates.csv").read_text("utf-8").splitlines()[0] == ESTIMATES
    assert {path.name for path in folder.iterdir()} == {
        "cells.csv", "estimates.csv", "codebook.csv", "cells.xlsx", "cells.sav",
        "cells.parquet", "README.txt", "datapackage.json",
    }  # fmt: skip
    assert (exported / "report.pdf").read_bytes().startswith(b"%PDF-")


def test_no_row_of_the_real_survey_is_below_its_threshold(exported: Path) -> None:
    health = {"back_pain", "stress", "often_stressed"}
    for row in rows(exported / "export" / "cells.csv"):
        if row["status"] == "withheld":
            assert (row["n"], row["value"], row["low"], row["high"]) == ("", "", "", "")
        else:
            assert int(row["n"]) >= (10 if row["measure"] in health else 6)


def test_the_real_survey_has_an_adjusted_odds_ratio_for_every_factor(exported: Path) -> None:
    adjusted = {
        row["factor"]: float(row["estimate"])
        for row in rows(exported / "export" / "estimates.csv")
        if (row["outcome"], row["model"], row["measure"], row["contrast"])
        == ("back_pain", "adjusted", "odds_ratio", "per 1 SD")
    }
    assert set(adjusted) == {"workload", "control", "support", "physical_load"}
    assert adjusted["physical_load"] > 1
    assert adjusted["support"] < 1

"""A release is sealed: the same values give the same bytes, and no changed byte goes unseen."""

import dataclasses
from pathlib import Path

import duckdb
import pytest
from pydantic import ValidationError

from analytics.release.content import Release
from analytics.release.model import (
    Analysis,
    AnalysisKind,
    Cell,
    CellStatus,
    Estimate,
    GroupMember,
    Manifest,
    MeasureEntry,
    Reason,
    Statistic,
)
from analytics.release.reader import (
    ReleaseBroken,
    ReleaseMissing,
    locked_engine,
    open_release,
    released,
)
from analytics.release.writer import seal, write_release
from survey.keeping.seal import MANIFEST
from survey.settings import Workspace
from survey.vocabulary import GoodEnd, MeasureRole, Sensitivity


@pytest.fixture
def release() -> Release:
    manifest = Manifest(
        id="",
        wave="2026",
        instrument="core",
        instrument_version="1.0.0",
        instrument_title={"en": "Work and back"},
        instrument_notice={"en": "Not validated"},
        validated=False,
        languages=("en",),
        policy={"conditions": 6, "health": 10},
        policy_sha256="a" * 64,
        units_sha256="b" * 64,
        responses=31,
        files={},
    )
    cells = (
        Cell(wave="2026", measure="workload", statistic=Statistic.MEAN, n=31, value=52.4,
             low=47.0, high=57.8, status=CellStatus.SHOWN),
        Cell(wave="2026", department="Stores", measure="back_pain", statistic=Statistic.SHARE,
             n=11, low=0.0, high=0.18, status=CellStatus.BOUNDED, reason=Reason.NEAR_THE_END),
        Cell(wave="2026", department="Stores", team="Night", measure="back_pain",
             statistic=Statistic.SHARE, status=CellStatus.WITHHELD, reason=Reason.SHOWN_TOGETHER),
    )  # fmt: skip
    estimate = Estimate(
        wave="2026", population="organisation", outcome="back_pain", model="adjusted",
        factor="workload", contrast="per 1 SD", measure="odds_ratio", estimate=1.32, low=1.1,
        high=1.58, p=0.003, p_adjusted=0.009, n=310, events=120, clusters=41, method="logistic",
    )  # fmt: skip
    member = GroupMember(
        sensitivity=Sensitivity.HEALTH, department="Stores", team="Night",
        group_department="Stores", group_team="Day + Night",
    )  # fmt: skip
    measure = MeasureEntry(
        key="workload", kind="scale", role=MeasureRole.FACTOR, sensitivity=Sensitivity.CONDITIONS,
        good_end=GoodEnd.LOW, name={"en": "Workload", "de": "Arbeitsmenge"}, definition={"en": "x"},
    )  # fmt: skip
    analysis = Analysis(wave="2026", analysis=AnalysisKind.JOB_STRAIN, outcome="back_pain",
                        category="high_strain", statistic="share", n=60, value=0.4)  # fmt: skip
    return Release(manifest, cells, (), (estimate,), (member,), (measure,), (analysis,))


def test_a_release_reads_back_as_it_was_written(tmp_path: Path, release: Release) -> None:
    manifest = write_release(tmp_path / "2026", release)
    back = open_release(tmp_path / "2026")
    assert back.manifest == manifest
    assert dataclasses.replace(back, manifest=release.manifest) == release


def test_a_release_sealed_before_there_were_analyses_opens_without_them(
    tmp_path: Path, release: Release
) -> None:
    manifest = write_release(tmp_path / "2026", dataclasses.replace(release, analyses=()))
    (tmp_path / "2026" / "analyses.parquet").unlink()
    files = {name: sha for name, sha in manifest.files.items() if not name.startswith("analyses")}
    path = tmp_path / "2026" / MANIFEST
    path.chmod(0o644)
    path.write_text(seal(manifest, files).model_dump_json())
    assert open_release(tmp_path / "2026").analyses == ()


def test_an_analysis_has_a_number_or_the_reason_why_not() -> None:
    row = {"wave": "2026", "analysis": "silence", "statistic": "bounds"}
    assert Analysis.model_validate(row | {"low": 0.2, "high": 0.6}).reason == ""
    assert Analysis.model_validate(row | {"reason": "too_few_answers"}).value is None
    for wrong in ({}, {"value": 0.3, "reason": "too_few_answers"}):
        with pytest.raises(ValidationError, match="never both"):
            Analysis.model_validate(row | wrong)


def test_the_same_values_give_the_same_bytes(tmp_path: Path, release: Release) -> None:
    for name in ("one", "two"):
        write_release(tmp_path / name, release)
    one, two = (sorted((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


@pytest.mark.parametrize("name", ["cells.parquet", "estimates.parquet", MANIFEST])
def test_a_changed_file_is_refused_by_name(tmp_path: Path, release: Release, name: str) -> None:
    write_release(tmp_path / "2026", release)
    path = tmp_path / "2026" / name
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"2026", b"2027", 1))
    with pytest.raises(ReleaseBroken, match=name):
        open_release(tmp_path / "2026")


def test_a_file_that_was_added_is_refused(tmp_path: Path, release: Release) -> None:
    write_release(tmp_path / "2026", release)
    (tmp_path / "2026" / "answers.parquet").write_bytes(b"more")
    with pytest.raises(ReleaseBroken, match=r"answers\.parquet"):
        open_release(tmp_path / "2026")


def test_a_missing_release_says_how_to_publish(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="analytics publish"):
        open_release(tmp_path / "2031")


def test_only_sealed_folders_count_as_released(tmp_path: Path, release: Release) -> None:
    workspace = Workspace(tmp_path)
    assert released(workspace) == ()
    write_release(workspace.releases / "2026", release)
    (workspace.releases / ".building-x").mkdir()
    assert released(workspace) == ("2026",)


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH '{other}/answers.duckdb' AS answers",
        "SELECT * FROM read_csv('{other}/answers.csv')",
        "COPY (SELECT 1) TO '{other}/out.csv'",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/']",
        "INSTALL httpfs",
    ],
)
def test_the_engine_of_a_release_reaches_no_other_file(
    tmp_path: Path, release: Release, statement: str
) -> None:
    write_release(tmp_path / "2026", release)
    (tmp_path / "answers.csv").write_text("team,answer\nNight,5\n")
    duckdb.connect(str(tmp_path / "answers.duckdb")).close()
    with locked_engine(tmp_path / "2026") as engine, pytest.raises(duckdb.Error):
        engine.execute(statement.format(other=tmp_path))


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, release: Release) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "occupied").touch()
    with pytest.raises(OSError, match="not empty"):
        write_release(tmp_path / "2026", release)
    assert [path.name for path in tmp_path.iterdir()] == ["2026"]

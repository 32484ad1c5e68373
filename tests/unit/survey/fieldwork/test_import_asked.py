"""A file answers a part of the questionnaire: scales of what was asked, and the rest says so."""

from pathlib import Path
from typing import Any

import pytest

from analytics.charts.words import cell_short, cell_words
from analytics.publish import publish
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Reason, Statistic
from analytics.release.reader import open_release
from survey.errors import BearingError
from survey.fieldwork.importing.answers import ImportedAnswers, read_answers
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import import_wave
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.instruments.scoring import score
from survey.settings import Workspace
from survey.store.opening import open_store

CASE = Path(__file__).parents[2] / "files" / "cases" / "123-score-of-a-scale"
CORE = load("core")


def published(workspace: Workspace, imported: ImportedAnswers) -> Release:
    store = open_store(workspace)
    import_wave(workspace, store, "w", imported, Policy())
    publish(workspace, store, "w")
    return open_release(workspace.releases / "w")


def whole(release: Release, measure: str) -> Cell:
    return next(
        cell
        for cell in release.cells
        if (cell.measure, cell.department, cell.breakdown) == (measure, TOTAL, TOTAL)
        and cell.statistic is not Statistic.SD
    )


def ready(**scales: dict[str, Any]) -> Mapping:
    document = {"unit": {"department": "Dept", "team": "Team"}, "instrument": CORE}
    return Mapping.model_validate({**document, "scales": scales})


def test_a_scale_is_made_of_the_items_that_were_asked(workspace: Workspace) -> None:
    release = published(workspace, read_answers(CASE / "a.csv", load_mapping(CASE / "m.toml")))
    assert whole(release, "workload").n == 300
    entry = release.measure("workload")
    assert [item.key for item in entry.items] == ["workload_care"]
    assert any(one.factor == "workload" and one.estimate for one in release.estimates)
    assert {one.factor for one in release.estimates} == {"workload"}


def test_what_was_not_asked_is_never_called_too_few_answers(workspace: Workspace) -> None:
    release = published(workspace, read_answers(CASE / "a.csv", load_mapping(CASE / "m.toml")))
    control = whole(release, "control")
    assert (control.status, control.reason) == (CellStatus.WITHHELD, Reason.NOT_ASKED)
    assert not [cell for cell in release.cells if cell.reason is Reason.TOO_FEW_ANSWERS]
    assert cell_words(control, texts("en")) == "Not asked"
    assert cell_short(control, texts("de")) == "nicht gefragt"


def test_a_ready_score_keeps_its_direction_and_its_place(workspace: Workspace) -> None:
    source = {"column": "workload_score", "low": 0, "high": 100}
    imported = read_answers(CASE / "a.csv", ready(workload=source))
    lines = (CASE / "a.csv").read_text("utf-8").splitlines()[1:]
    mean = sum(float(line.split(",")[2]) for line in lines) / len(lines)
    found = whole(published(workspace, imported), "workload")
    assert found.value == pytest.approx(mean, abs=3)  # five steps for a hundred
    turned = load_mapping(CASE / "m.toml")  # workload_care counts from its other end
    assert whole_mean(read_answers(CASE / "a.csv", turned)) == pytest.approx(100 - mean, abs=3)


def whole_mean(imported: ImportedAnswers) -> float:
    scale = imported.instrument.measures["workload"]
    keys = list(imported.instrument.item_by_key)
    found = [
        score(scale, dict(zip(keys, answers, strict=True)), imported.instrument) or 0
        for _, answers in imported.answers
    ]
    return 100 * sum(found) / len(found) / 4  # a scale of one item of five steps has four ticks


def test_a_scale_whose_items_are_all_turned_turns_its_ready_score() -> None:
    turned = CORE.model_dump()
    for scale in turned["scales"]:
        if scale["key"] == "workload":
            scale["items"] = [{"item": "workload_care", "turned": True}]
    mapping = Mapping.model_validate(
        {
            "unit": {"department": "Dept", "team": "Team"},
            "instrument": turned,
            "scales": {"workload": {"column": "workload_score", "low": 0, "high": 100}},
        }
    )
    assert mapping.sources["workload_care"].score is not None
    assert mapping.sources["workload_care"].score.turned


def test_a_ready_score_beyond_its_ends_names_the_entry_to_mend() -> None:
    source = {"column": "workload_score", "low": 0, "high": 5}
    with pytest.raises(BearingError, match=r"line 2.*under \[scales\.workload\]"):
        read_answers(CASE / "a.csv", ready(workload=source))


def test_a_yes_no_of_which_a_part_was_not_asked_has_no_value() -> None:
    chronic = CORE.measures["chronic_back_pain"]
    first = CORE.outcomes[[one.key for one in CORE.outcomes].index("chronic_back_pain")].all_of[0]
    part = CORE.asking([first.item])
    assert "chronic_back_pain" in part.measures_not_asked
    no = min(set(CORE.options_of(first.item).values) - set(first.values))
    assert score(chronic, {first.item: no}, part) is None
    assert score(chronic, {first.item: no}, CORE) == 0


def test_asking_everything_changes_nothing() -> None:
    assert CORE.asking(CORE.item_by_key) is CORE
    assert not CORE.measures_not_asked

"""Thresholds are raised, never lowered, whatever a file says."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from analytics.disclosure.policy import (
    PolicyRefused,
    default_policy,
    policy_for,
    record_lowering,
)
from survey.access.ledger import Action, entries
from survey.fieldwork.policy import THRESHOLD_FLOOR, Policy
from survey.fieldwork.waves import open_wave
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import open_store
from survey.store.protocol import Unit


def test_the_product_promises_6_and_10() -> None:
    policy = default_policy()
    assert (policy.conditions, policy.health) == (6, 10)


@pytest.mark.parametrize("lowered", [{"conditions": 5}, {"health": 5}, {"conditions": 0}])
def test_the_code_refuses_less_than_the_floor(lowered: dict[str, int]) -> None:
    assert THRESHOLD_FLOOR == 6
    with pytest.raises(ValidationError):
        Policy.model_validate(lowered)


def test_health_is_never_less_protected_than_conditions() -> None:
    with pytest.raises(ValidationError, match="health"):
        Policy(conditions=12, health=10)


def test_a_workspace_may_raise_its_thresholds(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("conditions = 8\nhealth = 15\n")
    assert policy_for(Workspace(tmp_path)) == Policy(conditions=8, health=15)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conditions = 5", "conditions"),
        ("health = 8", "health = 8 is less than 10"),
        ("participation_step = 1", "participation_step"),
        ("participation_cap = 99", "participation_cap"),
        ("k = 3", "k"),
        ("conditions = ", "not valid TOML"),
    ],
)
def test_a_workspace_cannot_lower_them(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "policy.toml").write_text(text)
    with pytest.raises(PolicyRefused, match=said):
        policy_for(Workspace(tmp_path))


def test_the_hash_follows_from_the_rules_alone() -> None:
    assert Policy().sha256 == Policy(health=10).sha256 != Policy(health=11).sha256


def test_open_links_double_the_thresholds_that_are_promised(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "workspace")
    create(place, WorkspaceKind.REAL)
    wave = open_wave(
        place, open_store(place), "links",
        instrument=load("core"), policy=Policy(conditions=7, health=11, horizon=400),
        units=[Unit(0, "D", "T", 30)], ways=Ways(open_links=True),
    )  # fmt: skip
    assert wave.policy == Policy(conditions=14, health=22, horizon=400)
    (opened,) = entries(place)
    assert opened.details["policy"] == wave.policy.sha256


def test_the_usual_thresholds_of_a_workspace_are_no_lowering_of_doubled_ones(
    tmp_path: Path,
) -> None:
    place = Workspace(tmp_path / "workspace")
    create(place, WorkspaceKind.REAL)
    wave = open_wave(
        place, open_store(place), "links",
        instrument=load("core"), policy=policy_for(place), units=[Unit(0, "D", "T", 30)],
        ways=Ways(open_links=True),
    )  # fmt: skip
    record_lowering(place, wave)
    assert Action.POLICY_REFUSED not in {entry.action for entry in entries(place)}

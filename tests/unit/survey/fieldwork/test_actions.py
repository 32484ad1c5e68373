"""Actions are kept whole or not at all, and know roles only."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from survey.access.ledger import Action, entries
from survey.fieldwork.actions import (
    FILE,
    ActionInvalid,
    ActionState,
    ActionsUnreadable,
    ActionUnknown,
    Owner,
    PlannedAction,
    actions,
    add,
    draft,
    move,
)
from survey.settings import Workspace
from survey.vocabulary import Role


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return an empty folder as a workspace."""
    yield Workspace(tmp_path)


def typed(**changed: object) -> PlannedAction:
    fields: dict[str, object] = {
        "aim": "A second pair of hands in the early shift",
        "factor": "workload",
        "units": [("Production", "*")],
        "owner": "line_manager",
        "start": date(2026, 1, 1),
        "end": date(2026, 6, 30),
        "since": "2025",
    }
    return draft(**fields | changed)


def test_actions_get_numbers_in_turn_and_are_read_back_as_they_were(workspace: Workspace) -> None:
    assert actions(workspace) == ()
    first = add(workspace, typed(), Role.HR)
    second = add(workspace, typed(owner=Owner.TEAM), Role.HR)
    assert (first.number, second.number) == (1, 2)
    assert actions(workspace) == (first, second)
    assert actions(workspace)[0].units == (("Production", "*"),)


def test_an_action_moves_to_another_state_and_the_others_stay(workspace: Workspace) -> None:
    add(workspace, typed(), Role.HR)
    add(workspace, typed(), Role.HR)
    move(workspace, 2, ActionState.RUNNING, Role.HR)
    assert [one.state for one in actions(workspace)] == [ActionState.PLANNED, ActionState.RUNNING]


def test_a_number_that_is_not_there_changes_nothing(workspace: Workspace) -> None:
    add(workspace, typed(), Role.HR)
    before = (workspace.root / FILE).read_bytes()
    with pytest.raises(ActionUnknown, match="no action 7"):
        move(workspace, 7, ActionState.DONE, Role.HR)
    assert (workspace.root / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("aim", " "),
        ("aim", "x" * 161),
        ("units", []),
        ("owner", "Erika Mustermann"),
        ("start", None),
    ],
)
def test_what_is_not_complete_is_refused_by_its_field_and_without_its_words(
    field: str, value: object
) -> None:
    with pytest.raises(ActionInvalid) as refused:
        typed(**{field: value})
    assert field in refused.value.message
    assert "Erika" not in refused.value.message


def test_an_action_cannot_end_before_it_begins() -> None:
    with pytest.raises(ActionInvalid, match="start and end"):
        typed(end=date(2025, 1, 1))


def test_a_damaged_file_is_said_to_be_damaged_and_never_overwritten(workspace: Workspace) -> None:
    damaged = workspace.root / FILE
    damaged.write_text('[{"aim": 1', "utf-8")
    with pytest.raises(ActionsUnreadable):
        add(workspace, typed(), Role.HR)
    assert damaged.read_text("utf-8") == '[{"aim": 1'


def test_a_stop_while_writing_leaves_the_file_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(workspace, typed(), Role.HR)
    before = (workspace.root / FILE).read_bytes()

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        add(workspace, typed(), Role.HR)
    assert (workspace.root / FILE).read_bytes() == before


def test_the_ledger_says_what_was_done_to_an_action_by_which_role_and_never_its_words(
    workspace: Workspace,
) -> None:
    add(workspace, typed(), Role.HR)
    move(workspace, 1, ActionState.RUNNING, Role.HR)
    move(workspace, 1, ActionState.STOPPED, Role.OCCUPATIONAL_HEALTH)
    found = entries(workspace)
    done = [Action.ACTION_ADDED, Action.ACTION_CHANGED, Action.ACTION_ENDED]
    assert [one.action for one in found] == done
    assert [one.details["role"] for one in found] == ["hr", "hr", "occupational_health"]
    assert [one.details["state"] for one in found] == ["planned", "running", "stopped"]
    assert len({one.details["sha256"] for one in found}) == 3, "each as the action then was"
    assert "early shift" not in workspace.ledger.read_text("utf-8")


def test_a_change_that_is_refused_leaves_the_ledger_as_it_was(workspace: Workspace) -> None:
    add(workspace, typed(), Role.HR)
    with pytest.raises(ActionUnknown):
        move(workspace, 7, ActionState.DONE, Role.HR)
    assert len(entries(workspace)) == 1

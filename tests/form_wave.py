"""An open wave with codes in a workspace of its own, and answers to its form, for the tests."""

from dataclasses import dataclass
from pathlib import Path

from survey.fieldwork.policy import Policy
from survey.fieldwork.workspaces import create
from survey.form.answers import UNSAID, field_name
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import open_store
from survey.store.protocol import Store, Unit

WAVE = "spring"
UNITS = (Unit(1, "Works", "Night shift", 40), Unit(2, "Office", "Accounts", 12))


@dataclass(frozen=True)
class Field:
    """A workspace with one open wave, its store and its unspent codes."""

    workspace: Workspace
    store: Store
    codes: list[str]

    def code(self) -> str:
        """Return a code that no other test step has had."""
        return self.codes.pop()


def open_field(folder: Path, codes: int = 20, kind: WorkspaceKind = WorkspaceKind.REAL) -> Field:
    """Make a workspace with an open wave of the bundled instrument and issue codes."""
    workspace = Workspace(folder.resolve())
    create(workspace, kind)
    store = open_store(workspace)
    store.open_wave(WAVE, load("core"), Policy(), UNITS)
    issued = store.issue_codes(WAVE, {1: codes - codes // 3, 2: codes // 3})
    return Field(workspace, store, [code for unit in issued.values() for code in unit])


def full_answers(instrument: Instrument, pick: int = 0) -> dict[str, str]:
    """Return a field for each item: the option at ``pick`` of each, counted round."""
    return {
        field_name(item.key): str(values[pick % len(values)])
        for item in instrument.items
        for values in [instrument.options_of(item.key).values]
    }


def unsaid_answers(instrument: Instrument) -> dict[str, str]:
    """Return a form in which everything is "prefer not to say"."""
    return {field_name(item.key): UNSAID for item in instrument.items}

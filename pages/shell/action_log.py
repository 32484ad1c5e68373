"""What was done to the actions: by which role, on which day, as the ledger has it."""

from collections.abc import Iterator
from datetime import date

from pages.shell import workspace
from pages.shell.dates import day
from survey.access.ledger import Action, Entry, entries
from survey.errors import BearingError
from survey.fieldwork.actions import ON
from survey.i18n.catalogue import Texts
from survey.vocabulary import Role

TOLD = {
    Action.ACTION_ADDED: "added",
    Action.ACTION_CHANGED: "changed",
    Action.ACTION_ENDED: "ended",
}

DECIDED = "decided"
"""What is said instead of an action that was added later than it was decided on."""


def action_log(number: int, text: Texts) -> list[str]:
    """Return a sentence for each entry about an action, oldest first."""
    return [_said(one, text) for one in _about(number)]


def _about(number: int) -> Iterator[Entry]:
    try:
        found = entries(workspace.current())
    except BearingError:
        return  # `python -m survey verify` says which entry; a page of actions is no place for it
    yield from (one for one in found if one.action in TOLD and one.details["number"] == number)


def _said(entry: Entry, text: Texts) -> str:
    on = entry.details.get(ON)
    told = DECIDED if on and entry.action is Action.ACTION_ADDED else TOLD[entry.action]
    said = text(
        f"results.log.{told}",
        day=day(date.fromisoformat(str(on)) if on else entry.day, text.language),
        role=text(f"screens.role.{Role(str(entry.details['role']))}"),
        state=text(f"screens.actions.state.{entry.details['state']}"),
    )
    if on:
        said += " " + text("results.log.later", day=day(entry.day, text.language))
    return said

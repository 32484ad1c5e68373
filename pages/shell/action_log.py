"""What was done to the actions: by which role, on which day, as the ledger has it."""

from collections.abc import Iterator

from pages.shell import workspace
from pages.shell.dates import day
from survey.access.ledger import Action, Entry, entries
from survey.errors import BearingError
from survey.i18n.catalogue import Texts
from survey.vocabulary import Role

TOLD = {
    Action.ACTION_ADDED: "added",
    Action.ACTION_CHANGED: "changed",
    Action.ACTION_ENDED: "ended",
}


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
    return text(
        f"results.log.{TOLD[entry.action]}",
        day=day(entry.day, text.language),
        role=text(f"screens.role.{Role(str(entry.details['role']))}"),
        state=text(f"screens.actions.state.{entry.details['state']}"),
    )

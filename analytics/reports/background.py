"""What stands beside a release in its report: earlier waves, actions, days, and who wrote it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.release.content import Release
from analytics.release.reader import open_release, read_manifest, released
from analytics.release.sight import seen
from survey.access.ledger import Action, Entry, LedgerBroken, entries
from survey.fieldwork.actions import PlannedAction, actions, within
from survey.settings import Workspace
from survey.vocabulary import Role

MOST_WAVES: Final = 4
"""Waves side by side in a table, the report's own among them."""
GIVEN_ON: Final = "given_on"
"""The detail of an import that names the day of the last answer."""
DAYS: Final = {
    Action.WAVE_OPENED: 0,
    Action.WAVE_BEGUN: 0,
    Action.WAVE_CLOSED: 1,
}
"""Which end of a wave an entry tells."""

Opened = Callable[[str], Release]


@dataclass(frozen=True)
class Background:
    """What a report tells beside its own release.

    Attributes
    ----------
    earlier
        The releases before it as its reader sees them, the oldest first.
    actions
        What the organisation has decided to do, as far as the reader sees it.
    days
        The first and the last day on which answers came, or the last alone; empty where unknown.
    author
        The role that had it written; None where nobody said.
    """

    earlier: tuple[Release, ...] = ()
    actions: tuple[PlannedAction, ...] = ()
    days: tuple[date, ...] = ()
    author: Role | None = None


ALONE: Final = Background()


def background_of(
    workspace: Workspace, release: Release, author: Role | None = None, opened: Opened | None = None
) -> Background:
    """Return what stands beside a release in a workspace.

    ``opened`` gives the release of a wave as the reader sees it; without it, it is read anew.
    Raises what is wrong with an earlier release or with the file of actions.
    """

    def read(wave: str) -> Release:
        return seen(open_release(workspace.releases / wave), release.scope)

    waves = released(workspace)
    own = release.manifest
    before = [
        wave
        for wave in waves
        if wave != own.wave and read_manifest(workspace.releases / wave).position < own.position
    ]
    earlier = tuple((opened or read)(wave) for wave in before[-(MOST_WAVES - 1) :])
    told = {one.manifest.wave for one in (*earlier, release)}
    planned = tuple(one for one in within(release.scope, actions(workspace)) if one.since in told)
    return Background(earlier, planned, _days(workspace, own.wave), author)


def _days(workspace: Workspace, wave: str) -> tuple[date, ...]:
    """The days that the ledger has; none where it is damaged, which ``survey verify`` names."""
    try:
        found = [one for one in entries(workspace) if one.wave == wave]
    except LedgerBroken:
        return ()
    return days_of(found)


def days_of(found: list[Entry]) -> tuple[date, ...]:
    """Return the first and the last day of a wave by its entries, as far as they say."""
    given = [one.details.get(GIVEN_ON) for one in found if one.action is Action.ANSWERS_IMPORTED]
    if given and isinstance(given[-1], str):
        return (date.fromisoformat(given[-1]),)
    ends: dict[int, date] = {}
    for one in found:
        if one.action in DAYS:
            ends[DAYS[one.action]] = one.day
    return (ends[0], ends[1]) if len(ends) == 2 else ()

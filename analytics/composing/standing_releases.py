"""The releases of a workspace that still stand beside a wave, read from where each is kept."""

from collections.abc import Iterable, Mapping
from typing import Final

from analytics.disclosure.standing.horizon import still_standing
from analytics.release.content import Release
from analytics.release.counterparts import Place
from analytics.release.reader import open_release
from survey.access.ledger import Action, entries
from survey.fieldwork.other_people import waves_of_others
from survey.settings import Workspace
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState

GUARDED: Final = "guarded"
"""In the ledger's entry of a release whose rows were joined by a list of moves.

The release's manifest says it, too, but for those sealed before it did."""


def releases_of(workspace: Workspace, waves: Iterable[Wave]) -> tuple[Release, ...]:
    """Return the releases of waves; withdrawn ones were read, and are read here."""
    return tuple(
        open_release(
            (workspace.withdrawn if wave.state is WaveState.WITHDRAWN else workspace.releases)
            / wave.name
        )
        for wave in waves
    )


def attackable(workspace: Workspace, store: Store, name: str) -> tuple[Release, ...]:
    """Return the earlier releases together with which a published one is to say nothing.

    None for one that a list of moves guards: the attack knows of no moves.
    """
    wave = store.wave(name)
    return (
        () if _guarded(workspace, name) else releases_of(workspace, _before(workspace, store, wave))
    )


def listed(
    workspace: Workspace, store: Store, name: str
) -> tuple[tuple[Release, Mapping[Place, int]], ...]:
    """Return a release that a list of moves guards and what it stands beside, each with its staff.

    None for others. The list takes them for answers of everybody on their staff lists.
    """
    wave = store.wave(name)
    before = _before(workspace, store, wave)
    if not before or not _guarded(workspace, name):
        return ()
    waves = (*before, wave)
    staff = ({(one.department, one.team): one.headcount or 0 for one in each.units}
             for each in waves)  # fmt: skip
    return tuple(zip(releases_of(workspace, waves), staff, strict=True))


def _before(workspace: Workspace, store: Store, wave: Wave) -> tuple[Wave, ...]:
    earlier = [other for other in store.waves() if other.position < wave.position]
    return still_standing(wave, earlier, waves_of_others(workspace))


def _guarded(workspace: Workspace, name: str) -> bool:
    return any(
        entry.wave == name and entry.action is Action.WAVE_RELEASED and GUARDED in entry.details
        for entry in entries(workspace)
    )

"""What is said of standing releases: before a wave opens or closes, and once it is published."""

from collections.abc import Iterator, Sequence

from analytics.disclosure.standing.horizon import free_from
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus, Reason
from survey.fieldwork.policy import Policy
from survey.i18n.catalogue import Texts
from survey.i18n.dates import day
from survey.store.protocol import Wave
from survey.vocabulary import WaveState


def said_before(standing: Sequence[Wave], policy: Policy, texts: Texts) -> Iterator[str]:
    """Yield what follows for a wave from those that stand beside it; nothing where none does."""
    if not standing:
        return
    yield texts("screens.standing.beside", waves=_names(standing))
    if moves_may_help(standing):
        yield texts("screens.standing.moves")
    free = day(free_from(standing, policy), texts.language)
    yield texts("screens.standing.free_from", day=free)


def said_after(release: Release, standing: Sequence[Wave], texts: Texts) -> Iterator[str]:
    """Yield how a release shows its groups because of those that stand beside it."""
    if not standing:
        return
    if release.manifest.guarded:
        yield texts("screens.standing.joined", waves=_names(standing))
        return
    since = [
        cell.status
        for cell in release.cells
        if cell.reason is Reason.SINCE_EARLIER and cell.department != TOTAL
    ]
    yield texts(
        "screens.standing.shown",
        waves=_names(standing),
        ranges=since.count(CellStatus.BOUNDED),
        withheld=since.count(CellStatus.WITHHELD),
    )


def moves_may_help(standing: Sequence[Wave]) -> bool:
    """Say whether a list of moves can take the place of ranges: beside one release, by its list.

    Not where one person may have answered twice: then nobody knows that everybody answered.
    """
    return (
        len(standing) == 1
        and standing[0].state is WaveState.RELEASED
        and not standing[0].ways.open_links
        and all(unit.headcount is not None for unit in standing[0].units)
    )


def _names(standing: Sequence[Wave]) -> str:
    return ", ".join(wave.name for wave in standing)

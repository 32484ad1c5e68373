"""The door: from the answers of a closed wave to a sealed release. The only bulk reader.

Score and count in one pass, group by head-counts, compute cells and models, audit, seal. To the
right of here there are no people, only cells.
"""

from collections.abc import Sequence
from typing import ClassVar

from analytics.composition import Progress, compose
from analytics.disclosure.policy import record_lowering
from analytics.disclosure.wave_guard import Since
from analytics.release.model import Analysis, Manifest
from analytics.release.reader import open_release, read_manifest
from analytics.release.receipts import with_receipts
from analytics.release.writer import MANIFEST, write_release
from analytics.tally import count_patterns
from survey.access.ledger import Action, record
from survey.errors import BearingError
from survey.fieldwork.moves import Move
from survey.fieldwork.promise import require_kept
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.keys import ENDS_KEY, secret_key
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState


class NotPublishable(BearingError):
    """The wave is not closed, or is released already."""

    code: ClassVar[str] = "NOT-PUBLISHABLE"


def publish(
    workspace: Workspace,
    store: Store,
    name: str,
    progress: Progress = lambda _step, _done: None,
    *,
    moves: Sequence[Move] | None = None,
) -> Manifest:
    """Publish a closed wave and return the manifest of its sealed release.

    ``moves`` are the people who changed teams, joined or left since the last released wave; with
    them, rows that would differ from it by fewer than the threshold are shown together.

    Raises ``NotPublishable`` for a wave in another state, ``PromiseBroken`` where its policy or
    staff list is not the one it opened with, ``TooFewAnswers`` where the whole organisation is
    below a threshold, and ``AuditFailed`` where the release would give a group
    away; then nothing is published.
    """
    wave = store.wave(name)
    if wave.state is not WaveState.CLOSED:
        raise NotPublishable(
            f"Wave {name!r} is {wave.state.value}; only a closed wave can be published"
            + (", and only once." if wave.state is WaveState.RELEASED else ".")
        )
    require_kept(workspace, wave)
    record_lowering(workspace, wave)
    folder = workspace.releases / name
    if (folder / MANIFEST).exists():  # sealed, then stopped before the registry knew
        manifest = read_manifest(folder)
    else:
        progress("Counting the answers", 0.05)
        with open_answers(workspace, wave) as answers:
            tally = count_patterns(answers, wave.instrument)
        key, earlier = secret_key(workspace, ENDS_KEY), _earlier_analyses(workspace, store, wave)
        since = None if moves is None else _since(workspace, store, wave, moves)
        release = compose(wave, tally, key, progress, earlier, since=since)
        progress("Sealing the release", 0.95)
        manifest = write_release(folder, with_receipts(release, store.receipts(name)))
    store.mark_released(name, manifest.id)
    record(
        workspace, Action.WAVE_RELEASED, name, release=manifest.id, policy=manifest.policy_sha256
    )
    progress("Published", 1.0)
    return manifest


def _since(workspace: Workspace, store: Store, wave: Wave, moves: Sequence[Move]) -> Since | None:
    """Return what the last released wave before this one showed, and who moved since."""
    before = [
        other
        for other in store.waves()
        if other.state is WaveState.RELEASED and other.position < wave.position
    ]
    if not before:
        return None
    groups = open_release(workspace.releases / before[-1].name).groups
    return Since(groups, before[-1].units, tuple(moves))


def _earlier_analyses(workspace: Workspace, store: Store, wave: Wave) -> tuple[Analysis, ...]:
    """Return what released waves of the same instrument said, for the cut-offs that are kept."""
    return tuple(
        row
        for other in store.waves()
        if other.state is WaveState.RELEASED and other.instrument.key == wave.instrument.key
        for row in open_release(workspace.releases / other.name).analyses
    )

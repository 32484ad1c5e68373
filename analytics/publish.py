"""The door: from the answers of a closed wave to a sealed release. The only bulk reader.

Score and count in one pass, group by head-counts, compute cells and models, audit, seal. To the
right of here there are no people, only cells.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Final

from analytics.composing.composition import Progress, compose
from analytics.composing.grouping import responses_by_unit
from analytics.composing.standing_releases import GUARDED, releases_of
from analytics.composing.tally import Tally, count_patterns
from analytics.disclosure.policy import record_lowering
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import moves_may_help
from analytics.disclosure.wave_guard import Since
from analytics.release.content import Release
from analytics.release.model import Analysis, Manifest
from analytics.release.reader import open_release, read_manifest
from analytics.release.receipts import with_receipts
from analytics.release.writer import write_release
from survey.access.intents import entering
from survey.access.ledger import Action
from survey.access.possible import Step, possible
from survey.errors import BearingError, Said
from survey.fieldwork.crowding import ALTHOUGH, Although, require_reason
from survey.fieldwork.moves import Move
from survey.fieldwork.other_people import waves_of_others
from survey.fieldwork.promise import require_kept
from survey.keeping.seal import MANIFEST
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.errors import STATES
from survey.store.keys import ENDS_KEY, secret_key
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState
from survey.whole_file import locked

LOCK: Final = "publishing.lock"


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
    although: Although | None = None,
) -> Manifest:
    """Publish a closed wave and return the manifest of its sealed release.

    Beside releases within the horizon, withdrawn ones too, only ranges are shown of teams: who
    came and went since is not known. ``moves`` are the people who changed teams, joined or left
    since the last released wave. Where everybody answered both times, and by them no rows differ
    by fewer people than the threshold, numbers are shown; else, and beside several releases, there
    are ranges as without.
    ``although`` is why a wave is published in which teams sent more answers than they have people.

    Raises ``NotPublishable`` for a wave in another state, ``PromiseBroken`` where its policy or
    staff list is not the one it opened with, ``MoreAnswersThanPeople`` where nobody says why,
    ``TooFewAnswers`` where the whole organisation is below a threshold, ``AuditFailed`` where the
    release would give a group away, ``CertificateRefused`` where its certificate does not prove
    that, and ``AnswersGone`` where they were destroyed; then nothing is published. Publishing
    happens one at a time: a date may bring it while a coordinator asks for it.
    """
    with locked(workspace.root / LOCK):
        return _published(workspace, store, name, progress, moves, although)


def _published(
    workspace: Workspace,
    store: Store,
    name: str,
    progress: Progress,
    moves: Sequence[Move] | None,
    although: Although | None,
) -> Manifest:
    wave = store.wave(name)
    if not possible(Step.PUBLISH, wave.state):
        raise NotPublishable(
            "Wave {name!r} is {state}; only a closed wave can be published{once}.",
            name=name,
            state=STATES[wave.state],
            once=Said(", and only once") if wave.state is WaveState.RELEASED else "",
        )
    require_kept(workspace, wave)
    record_lowering(workspace, wave)
    folder = workspace.releases / name
    sealed = folder / MANIFEST  # there where a stop came before the registry knew
    release = (
        None if sealed.exists() else _counted(workspace, store, wave, moves, although, progress)
    )
    draft = read_manifest(folder) if release is None else release.manifest
    with entering(
        workspace, Action.WAVE_RELEASED, name, policy=draft.policy_sha256,
        **({GUARDED: "by moves"} if draft.guarded else {}),
        **({ALTHOUGH: draft.although} if draft.although else {}),
    ) as entry:  # fmt: skip
        progress("Sealing the release", 0.95)
        manifest = draft if release is None else write_release(folder, release)
        store.mark_released(name, manifest.id)
        entry["release"] = manifest.id
    progress("Published", 1.0)
    return manifest


def _with_reason(release: Release, reason: Although | None) -> Release:
    """Return the release with why it is published although there are more answers than people."""
    if reason is None:
        return release
    manifest = release.manifest.model_copy(update={"although": reason.value})
    return replace(release, manifest=manifest)


def _counted(
    workspace: Workspace,
    store: Store,
    wave: Wave,
    moves: Sequence[Move] | None,
    although: Although | None,
    progress: Progress,
) -> Release:
    """Return what is to be sealed of a wave."""
    progress("Counting the answers", 0.05)
    with open_answers(workspace, wave) as answers:
        tally = count_patterns(answers, wave.instrument)
    reason = require_reason(wave, responses_by_unit(tally), although)
    release = _composed(workspace, store, wave, tally, moves, progress)
    return with_receipts(_with_reason(release, reason), store.receipts(wave.name))


def _composed(
    workspace: Workspace,
    store: Store,
    wave: Wave,
    tally: Tally,
    moves: Sequence[Move] | None,
    progress: Progress,
) -> Release:
    """Return the release: ranges, unless nothing stands or moves prove that numbers can."""
    key, earlier = secret_key(workspace, ENDS_KEY), _earlier_analyses(workspace, store, wave)
    standing = still_standing(wave, store.waves(), waves_of_others(workspace))
    since = _since(workspace, store, wave, moves)
    if not moves_may_help(standing) or wave.ways.open_links:
        since = None
    beside = releases_of(workspace, standing)
    return compose(wave, tally, key, progress, earlier, since=since, standing=beside)


def _since(
    workspace: Workspace, store: Store, wave: Wave, moves: Sequence[Move] | None
) -> Since | None:
    """Return the last released wave before this one and who moved since, where that is known.

    Raises ``MovesInvalid`` where moves and staff lists do not add up.
    """
    before = _released_before(store, wave)
    if moves is None or not before:
        return None
    release = open_release(workspace.releases / before[-1].name)
    since = Since(release, before[-1].units, tuple(moves))
    since.staff(wave.units)
    return since


def _released_before(store: Store, wave: Wave) -> list[Wave]:
    return [
        other
        for other in store.waves()
        if other.state is WaveState.RELEASED and other.position < wave.position
    ]


def _earlier_analyses(workspace: Workspace, store: Store, wave: Wave) -> tuple[Analysis, ...]:
    """Return what released waves of the same instrument said, for the cut-offs that are kept."""
    return tuple(
        row
        for other in store.waves()
        if other.state is WaveState.RELEASED and other.instrument.key == wave.instrument.key
        for row in open_release(workspace.releases / other.name).analyses
    )

"""The door: from the answers of a closed wave to a sealed release. The only bulk reader.

Score and count in one pass, group by head-counts, compute cells and models, audit, seal. To the
right of here there are no people, only cells.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from analytics.breakdowns import Crossings, attendance, breakdown_entries, cross_teams, headcounts
from analytics.cells import UNDIVIDED, Groupings, measure_cells, unanswered_cell
from analytics.codebook import measure_entries
from analytics.disclosure.audit import AuditFailed, require_safe
from analytics.disclosure.crossings.areas import Answered
from analytics.disclosure.groups import Sizes, group, regroup
from analytics.disclosure.participation import participation_cells
from analytics.disclosure.policy import record_lowering
from analytics.disclosure.rivals import rivals
from analytics.disclosure.wave_guard import Since, guarded
from analytics.distributions import distributions
from analytics.release.content import Release
from analytics.release.model import TOTAL, Analysis, Cell, GroupMember, Manifest
from analytics.release.reader import open_release, read_manifest
from analytics.release.receipts import with_receipts
from analytics.release.writer import MANIFEST, UNSEALED, write_release
from analytics.statistics.analyses import analyses
from analytics.statistics.association import estimates
from analytics.statistics.rows.ground import Ground
from analytics.tally import Tally, count_patterns
from survey.access.ledger import Action, record
from survey.errors import BearingError
from survey.fieldwork.moves import Move
from survey.fieldwork.promise import require_kept
from survey.fieldwork.units import units_sha256
from survey.i18n.catalogue import with_every_part
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.keys import ENDS_KEY, secret_key
from survey.store.protocol import Store, Unit, Wave
from survey.vocabulary import Sensitivity, WaveState

Progress = Callable[[str, float], None]
"""Told what is being done, and how much of the whole is done (0 to 1)."""


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


def compose(
    wave: Wave,
    tally: Tally,
    key: bytes,
    progress: Progress = lambda _step, _done: None,
    earlier: tuple[Analysis, ...] = (),
    *,
    since: Since | None = None,
    divided: bool = False,
) -> Release:
    """Return the unsealed release of a wave's counts: cells, estimates, groups, audited.

    ``key`` is the secret of the ends; ``earlier`` holds the analyses of released waves, whose
    cut-offs are kept; ``since`` is what the wave guard holds it against; ``divided`` says
    whether breakdowns are shown. The same of all these gives the same release.
    """
    progress("Grouping small teams", 0.15)
    shown = tuple(
        key for key in wave.instrument.measures if _answered(tally, key) >= _threshold(wave, key)
    )
    groupings = group_teams(wave, tally, shown, since)
    progress("Asking which breakdowns single nobody out", 0.2)
    crossings = cross_breakdowns(wave, tally, groupings, shown) if divided else UNDIVIDED
    progress("Counting every team and question", 0.25)
    cells = tuple(_cells(wave, tally, groupings, shown, key, crossings))
    progress("Fitting the models", 0.45)
    models = estimates(tally, wave.instrument, wave.name)
    members = tuple(_members(wave.units, groupings))
    ground = Ground(
        wave=wave.name, instrument=wave.instrument, units=wave.units, tally=tally, cells=cells,
        estimates=models, groups=members, items=tally.items, earlier=earlier,
    )  # fmt: skip
    progress("Asking what else the answers bear", 0.55)
    release = Release(
        manifest=_manifest(wave, tally),
        cells=cells,
        distributions=distributions(wave, tally, groupings.conditions),
        participation=participation_cells(
            wave, groupings.conditions.departments, _responses(tally)
        ),
        estimates=models,
        groups=members,
        analyses=analyses(ground),
        measures=measure_entries(wave.instrument),
        breakdowns=breakdown_entries(wave.instrument),
    )
    progress("Attacking the release, as an insider would", 0.7)
    sizes = attendance(tally, wave.units, wave.instrument) if divided else None
    try:
        require_safe(release, sizes)
    except AuditFailed as failed:
        coarse = {finding.measure for finding in failed.findings}
        progress("Showing fewer breakdowns, and attacking again", 0.8)
        fewer = tuple(_cells(wave, tally, groupings, shown, key, crossings, coarse=coarse))
        release = replace(release, cells=fewer)
        require_safe(release, sizes)
    return release


def group_teams(
    wave: Wave, tally: Tally, shown: Iterable[str], since: Since | None = None
) -> Groupings:
    """Return who is shown with whom: conditions at their threshold, health on unions of those.

    ``since`` is the earlier release and who moved: rows that would differ from it by fewer than
    the threshold are shown with their neighbours (``analytics.disclosure.wave_guard``).
    """
    measures = wave.instrument.measures
    keys = {
        sensitivity: [key for key in shown if measures[key].sensitivity is sensitivity]
        for sensitivity in Sensitivity
    }
    conditions = group(
        wave.units,
        _sizes(wave.units, tally, keys[Sensitivity.CONDITIONS]),
        wave.policy.conditions,
        TOTAL,
    )
    if since:
        conditions = guarded(
            conditions, wave.units, since, Sensitivity.CONDITIONS, wave.policy.conditions
        )
    health = regroup(
        conditions,
        wave.units,
        _sizes(wave.units, tally, keys[Sensitivity.HEALTH]),
        wave.policy.health,
        TOTAL,
    )
    if since:
        health = guarded(health, wave.units, since, Sensitivity.HEALTH, wave.policy.health)
    return Groupings(conditions, health)


def cross_breakdowns(
    wave: Wave, tally: Tally, groupings: Groupings, shown: Iterable[str]
) -> Crossings:
    """Return where each breakdown is shown, by head-counts: conditions, then health."""
    measures, shown = wave.instrument.measures, tuple(shown)
    keys = [breakdown.key for breakdown in wave.instrument.breakdowns]

    def counted(sensitivity: Sensitivity) -> Answered:
        own = [key for key in shown if measures[key].sensitivity is sensitivity]
        return headcounts(tally, keys, own)

    conditions = cross_teams(
        wave.instrument, groupings.conditions, counted(Sensitivity.CONDITIONS),
        wave.policy.conditions,
    )  # fmt: skip
    health = cross_teams(
        wave.instrument, groupings.health, counted(Sensitivity.HEALTH), wave.policy.health,
        finer=conditions,
    )  # fmt: skip
    return Crossings(conditions, health)


def _cells(
    wave: Wave,
    tally: Tally,
    groupings: Groupings,
    shown: tuple[str, ...],
    key: bytes,
    crossings: Crossings,
    *,
    coarse: Container[str] = (),
) -> Iterable[Cell]:
    """``coarse`` measures are broken down for the organisation only: the audit's one repair."""
    whole = crossings.organisation_only()
    for name, measure in wave.instrument.measures.items():
        if name in shown:
            own = whole if name in coarse else crossings
            yield from measure_cells(wave.name, measure, tally, groupings, key, own)
        else:
            yield unanswered_cell(wave.name, measure)


def _answered(tally: Tally, measure: str) -> int:
    return int(tally.by_unit(measure)["n"].sum())


def _threshold(wave: Wave, measure: str) -> int:
    health = wave.instrument.measures[measure].sensitivity is Sensitivity.HEALTH
    return wave.policy.health if health else wave.policy.conditions


def _sizes(units: Iterable[Unit], tally: Tally, measures: list[str]) -> Sizes:
    counts = [_responses(tally), *(_answers(tally, key) for key in measures)]
    return {unit.id: tuple(int(count.get(unit.id, 0)) for count in counts) for unit in units}


def _responses(tally: Tally) -> dict[int, int]:
    by_unit = tally.patterns.groupby("unit")["count"].sum()
    return {int(unit): int(n) for unit, n in zip(by_unit.index, by_unit.array, strict=True)}


def _answers(tally: Tally, measure: str) -> dict[int, int]:
    by_unit = tally.by_unit(measure)["n"]
    return {int(unit): int(n) for unit, n in zip(by_unit.index, by_unit.array, strict=True)}


def _members(units: tuple[Unit, ...], groupings: Groupings) -> Iterable[GroupMember]:
    for sensitivity in Sensitivity:
        block_of = {
            unit: block for block in groupings.of(sensitivity).teams for unit in block.units
        }
        for unit in sorted(units, key=lambda unit: (unit.department, unit.team)):
            yield GroupMember(
                sensitivity=sensitivity,
                department=unit.department,
                team=unit.team,
                group_department=block_of[unit.id].department,
                group_team=block_of[unit.id].team,
            )


def _manifest(wave: Wave, tally: Tally) -> Manifest:
    return Manifest(
        id=UNSEALED,
        wave=wave.name,
        position=wave.position,
        instrument=wave.instrument.key,
        instrument_version=wave.instrument.version,
        instrument_title=wave.instrument.title,
        instrument_notice=wave.instrument.notice,
        validated=wave.instrument.validated,
        languages=with_every_part(wave.instrument.languages),
        policy=wave.policy.model_dump(),
        policy_sha256=wave.policy.sha256,
        units_sha256=units_sha256(wave.units),
        responses=tally.responses,
        rivals=rivals(wave.units, tally),
        files={},
    )

"""Composing a release: cells, estimates and groups from a wave's counts, attacked before it leaves.

No answers and no files: the same counts, policy and key give the same release.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace

from analytics.composing.attacks import Attacks
from analytics.composing.breakdowns import Crossings, attendance, breakdown_entries
from analytics.composing.cells import Groupings, measure_cells, unanswered_cell
from analytics.composing.codebook import measure_entries
from analytics.composing.distributions import at_an_end, distributions
from analytics.composing.grouping import (
    cross_breakdowns,
    group_members,
    group_teams,
    numbers_beside,
    responses_by_unit,
)
from analytics.composing.ranged_cells import align, ranged_cells, stands
from analytics.composing.tally import Tally
from analytics.composing.told_together import Apart, told_apart
from analytics.disclosure.audit import Attackers, AuditFailed
from analytics.disclosure.audit.checker import require_proven_over_time
from analytics.disclosure.audit.over_time import require_safe_over_time
from analytics.disclosure.audit.reading.published_release import Sizes
from analytics.disclosure.audit.rules import newest_rules
from analytics.disclosure.other_products import rivals
from analytics.disclosure.participation_cells import participation_cells
from analytics.disclosure.wave_guard import Since
from analytics.release.content import Release
from analytics.release.model import Analysis, Cell, Manifest
from analytics.statistics.analyses import estimates_and_analyses
from analytics.statistics.models import Models
from analytics.statistics.rows.ground import Ground
from survey import __version__
from survey.fieldwork.units import units_sha256
from survey.i18n.catalogue import with_every_part
from survey.instruments.model import Measure
from survey.keeping.seal import UNSEALED
from survey.store.protocol import Wave

Progress = Callable[[str, float], None]
"""Told what is being done, and how much of the whole is done (0 to 1)."""


@dataclass(frozen=True)
class Draft:
    """A release before it was attacked.

    Attributes
    ----------
    attendance
        Who answered what, as an insider knows it.
    cells_with
        The cells once more, where these measures are broken down for the organisation only.
    apart
        What measures of one row would tell together, and is not shown.
    """

    release: Release
    attendance: Sizes
    cells_with: Callable[[Container[str]], tuple[Cell, ...]]
    apart: Apart

    def coarser(self, measures: Container[str]) -> Release:
        """Return the release with fewer breakdowns and distributions of these measures."""
        kept = tuple(row for row in self.release.distributions if row.measure not in measures)
        cells = self.apart.cells(self.cells_with(measures))
        return replace(self.release, cells=cells, distributions=kept)


def compose(
    wave: Wave,
    tally: Tally,
    key: bytes,
    progress: Progress = lambda _step, _done: None,
    earlier: tuple[Analysis, ...] = (),
    *,
    since: Since | None = None,
    standing: tuple[Release, ...] = (),
) -> Release:
    """Return the unsealed release of a wave's counts, attacked, with its certificate.

    Parameters as of ``draft``. It is also attacked together with the standing releases, unless a
    list of moves guards it. Raises ``AuditFailed`` where it would give a group away even with
    fewer breakdowns, and ``CertificateRefused`` where the checker does not find that it is proven.
    """
    made = draft(wave, tally, key, progress, earlier, since=since, standing=standing)
    beside = () if made.release.manifest.guarded else standing
    with Attackers() as attackers:
        attacks = Attacks(made.attendance, attackers)
        try:
            _require_safe_beside(beside, made.release)
            return attacks.on(made.release, _within(progress, 0.6, 0.8))
        except AuditFailed as failed:
            coarse = {finding.measure for finding in failed.findings}
            progress("Showing fewer breakdowns, and attacking again", 0.8)
            coarser = made.coarser(coarse)
            _require_safe_beside(beside, coarser)
            return attacks.on(coarser, _within(progress, 0.8, 0.94))


def draft(
    wave: Wave,
    tally: Tally,
    key: bytes,
    progress: Progress = lambda _step, _done: None,
    earlier: tuple[Analysis, ...] = (),
    *,
    since: Since | None = None,
    standing: tuple[Release, ...] = (),
) -> Draft:
    """Return the release of a wave's counts before it is attacked: cells, estimates, groups.

    ``key`` is the secret of the ends; ``earlier`` holds the analyses of released waves, whose
    cut-offs are kept. Beside ``standing`` releases, whose answers may persist, only ranges are
    shown, unless who moved ``since`` the only one of them proves that numbers can be
    (``grouping.numbers_beside``). The same of all these gives the same release.
    """
    progress("Grouping small teams", 0.15)
    shown = tuple(
        key
        for key, measure in wave.instrument.measures.items()
        if _answered(tally, key) >= wave.policy.threshold(measure.sensitivity)
    )
    groupings = group_teams(wave, tally, shown)
    guarded = since is not None and numbers_beside(since, wave, tally, groupings, shown)
    if standing and not guarded:
        return _beside(standing, wave, tally, align(groupings, wave.units, standing), shown, key)
    progress("Asking which breakdowns single nobody out", 0.2)
    crossings = cross_breakdowns(wave, tally, groupings, shown)
    progress("Counting every team and question", 0.25)

    def cells_with(coarse: Container[str]) -> tuple[Cell, ...]:
        return tuple(_cells(wave, tally, groupings, shown, key, crossings, coarse=coarse))

    progress("Spreading answers over their steps", 0.35)
    shown_alone = _counted(wave, tally, groupings, key, cells_with(()))
    apart = told_apart(shown_alone)
    counted = apart.release(shown_alone)
    cells = counted.cells
    progress("Fitting the models", 0.45)
    models = Models(tally, wave.instrument.model)
    ground = Ground(
        wave=wave.name, instrument=wave.instrument, units=wave.units, models=models, cells=cells,
        estimates=(), groups=counted.groups, items=tally.items, earlier=earlier,
    )  # fmt: skip
    found, analyses = estimates_and_analyses(ground)
    release = replace(
        counted,
        manifest=_manifest(wave, tally, cells, guarded=guarded),
        estimates=found,
        analyses=analyses,
        breakdowns=breakdown_entries(wave.instrument),
    )
    return Draft(release, attendance(tally, wave.units, wave.instrument), cells_with, apart)


def _counted(
    wave: Wave, tally: Tally, groupings: Groupings, key: bytes, cells: tuple[Cell, ...]
) -> Release:
    """What is counted of a wave, before anything is made of it."""
    silent = at_an_end(cells)
    return Release(
        manifest=_manifest(wave, tally, cells),
        cells=cells,
        distributions=tuple(
            row
            for row in distributions(wave, tally, groupings.conditions, key)
            if row.measure not in silent
        ),
        participation=participation_cells(
            wave, groupings.conditions.departments, responses_by_unit(tally)
        ),
        estimates=(),
        groups=tuple(group_members(wave.units, groupings)),
        measures=measure_entries(wave.instrument),
    )


def _beside(
    standing: tuple[Release, ...],
    wave: Wave,
    tally: Tally,
    groupings: Groupings,
    shown: tuple[str, ...],
    key: bytes,
) -> Draft:
    """The release of a wave beside which others stand: ranges of teams, and nothing made of them.

    Breakdowns, distributions and models would say of one person more or less what the ranges
    leave open, so there are none.
    """

    def own(measure: Measure, coarse: Container[str]) -> Iterable[Cell]:
        if measure.key not in shown:
            return (_unanswered(wave, measure),)
        if not stands(standing, wave, measure):
            return measure_cells(wave.name, measure, tally, groupings, key)
        grouping = groupings.of(measure.sensitivity)
        return ranged_cells(wave, measure, tally, grouping, standing, coarse)

    def cells_with(coarse: Container[str]) -> tuple[Cell, ...]:
        measures = wave.instrument.measures.values()
        return tuple(cell for measure in measures for cell in own(measure, coarse))

    release = Release(
        manifest=_manifest(wave, tally, ()),
        cells=cells_with(()),
        participation=participation_cells(
            wave, groupings.conditions.departments, responses_by_unit(tally)
        ),
        estimates=(),
        groups=tuple(group_members(wave.units, groupings)),
        measures=measure_entries(wave.instrument),
    )
    apart = told_apart(release)
    attended = attendance(tally, wave.units, wave.instrument)
    return Draft(apart.release(release), attended, cells_with, apart)


def _require_safe_beside(standing: tuple[Release, ...], release: Release) -> None:
    """Attack a release together with those that stand beside it, and count what that rests on."""
    require_safe_over_time(standing, release)
    require_proven_over_time(standing, release)


def _within(progress: Progress, begin: float, end: float) -> Progress:
    """Progress of a part of the work, which lies between two fractions of the whole."""
    return lambda step, done: progress(step, begin + (end - begin) * done)


def _cells(
    wave: Wave,
    tally: Tally,
    groupings: Groupings,
    shown: tuple[str, ...],
    key: bytes,
    crossings: Crossings,
    *,
    coarse: Container[str],
) -> Iterable[Cell]:
    """``coarse`` measures are broken down for the organisation only: the audit's one repair."""
    whole = crossings.organisation_only()
    for name, measure in wave.instrument.measures.items():
        if name in shown:
            own = whole if name in coarse else crossings
            yield from measure_cells(wave.name, measure, tally, groupings, key, own)
        else:
            yield _unanswered(wave, measure)


def _unanswered(wave: Wave, measure: Measure) -> Cell:
    asked = measure.key not in wave.instrument.measures_not_asked
    return unanswered_cell(wave.name, measure, asked=asked)


def _answered(tally: Tally, measure: str) -> int:
    return int(tally.by_unit(measure)["n"].sum())


def _manifest(
    wave: Wave, tally: Tally, cells: Iterable[Cell], *, guarded: bool = False
) -> Manifest:
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
        rivals=rivals(wave.units, tally, cells),
        guarded=guarded,
        version=__version__,
        unmeasured=tuple(one.name for one in wave.instrument.model.unmeasured),
        rules=newest_rules(),
        files={},
    )

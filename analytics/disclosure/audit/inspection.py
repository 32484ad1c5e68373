"""Inspection: the audit of a whole release, or of a stranger's table, measure by measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.disclosure.audit.certificate import Settled
from analytics.disclosure.audit.finding import AuditFailed, Finding
from analytics.disclosure.audit.people import people_findings
from analytics.disclosure.audit.promises import promise_findings
from analytics.disclosure.audit.prover.attacker import Attackers
from analytics.disclosure.audit.prover.side_by_side import attack_tables
from analytics.disclosure.audit.prover.verdict import SECONDS, Progress
from analytics.disclosure.audit.reading.distribution_sums import distribution_findings
from analytics.disclosure.audit.reading.published_file import file_tables
from analytics.disclosure.audit.reading.published_release import Sizes, release_tables
from analytics.disclosure.audit.reading.table import Table
from analytics.release.content import Release
from survey.fieldwork.policy import THRESHOLD_FLOOR


def _silent(_step: str, _done: float) -> None:
    return None


@dataclass(frozen=True)
class Inspection:
    """The verdicts on all measures, and what was found beside them."""

    verdicts: tuple[Settled, ...]
    beside: tuple[Finding, ...] = ()

    @property
    def findings(self) -> list[Finding]:
        """Everything found, measure by measure."""
        found = (finding for verdict in self.verdicts for finding in verdict.findings)
        return list(dict.fromkeys([*found, *self.beside]))


@dataclass(frozen=True)
class Before:
    """An earlier draft of a release, made of the same answers, and its inspection."""

    release: Release
    inspection: Inspection

    def alike(self, release: Release) -> Mapping[str, tuple[Settled, ...]]:
        """Return the verdicts on those measures of a later draft that are as they were.

        An attack has nothing but the table, and who answered, so that another finds the same.
        """
        earlier = {table.measure: table for table in release_tables(self.release)}
        tables = release_tables(release)
        same = {table.measure for table in tables if earlier.get(table.measure) == table}
        return {
            key: tuple(one for one in self.inspection.verdicts if one.proof.measure == key)
            for key in same
        }


def inspect(
    release: Release,
    sizes: Sizes | None = None,
    progress: Progress = _silent,
    seconds: float = SECONDS,
    attackers: Attackers | None = None,
    before: Before | None = None,
) -> Inspection:
    """Attack a release and return the verdicts with their worlds.

    Parameters
    ----------
    sizes
        Who answered what, as the strongest attacker knows it. Without it, sizes that are not
        published are unknowns of the attack.
    seconds
        Limit for one question to the solver; a question that takes longer is a finding.
    attackers
        Processes that make other attacks as well; none where this one starts its own.
    before
        An earlier draft that the same attacker inspected: what is as it was is not attacked again.
    """
    tables = list(release_tables(release, sizes))
    known = before.alike(release) if before else {}
    inspection = _inspected(tables, progress, seconds, attackers, known)
    beside = (
        *distribution_findings(release),
        *promise_findings(release),
        *(found for table in tables for found in people_findings(table, sizes or {})),
    )
    return replace(inspection, beside=beside)


def inspect_file(
    cells: Path,
    staff: Path,
    threshold: int = THRESHOLD_FLOOR,
    progress: Progress = _silent,
    seconds: float = SECONDS,
) -> Inspection:
    """Attack anybody's table of cells with a staff list; see ``published_file``."""
    return _inspected(list(file_tables(cells, staff, threshold)), progress, seconds)


def findings(release: Release, sizes: Sizes | None = None) -> list[Finding]:
    """Return everything that follows from the release about a group below its threshold."""
    return inspect(release, sizes).findings


def require_safe(
    release: Release,
    sizes: Sizes | None = None,
    progress: Progress = _silent,
) -> Inspection:
    """Return the inspection of a release; raise ``AuditFailed`` if anything was found."""
    inspection = inspect(release, sizes, progress)
    require_none(inspection, release)
    return inspection


def require_none(inspection: Inspection, release: Release) -> None:
    """Raise ``AuditFailed`` if an inspection of a release found anything."""
    found = inspection.findings
    if found:
        raise AuditFailed(
            "The audit found {count} way(s) in which the release of wave"
            " {wave!r} gives people away, first: {first}.",
            found,
            count=len(found),
            wave=release.manifest.wave,
            first=found[0].message,
        )


def _inspected(
    tables: Sequence[Table],
    progress: Progress,
    seconds: float,
    attackers: Attackers | None = None,
    known: Mapping[str, tuple[Settled, ...]] | None = None,
) -> Inspection:
    """Inspect tables one by one, but those measures whose verdicts are known already."""
    verdicts = dict(known or {})
    waiting = [table for table in tables if table.measure not in verdicts]
    for verdict in attack_tables(waiting, progress, seconds, attackers=attackers):
        verdicts[verdict.proof.measure] = (*verdicts.get(verdict.proof.measure, ()), verdict)
    progress("Attacked every measure", 1.0)
    return Inspection(tuple(one for table in tables for one in verdicts[table.measure]))

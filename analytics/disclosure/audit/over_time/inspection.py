"""Inspection over time: a whole release held against every release that still stands."""

from collections.abc import Sequence

from analytics.disclosure.audit.finding import AuditFailed, Finding
from analytics.disclosure.audit.over_time.attack import Seen, attack_over_time
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.release.content import Release


def findings_over_time(standing: Sequence[Release], release: Release) -> list[Finding]:
    """Return what a release says together with earlier ones of those who came or went since.

    A measure is held against the same measure, by its key, wherever its steps are the same.
    """
    if not standing:
        return []
    before = [
        (earlier.manifest.wave, {table.measure: table for table in release_tables(earlier)})
        for earlier in standing
    ]
    found: list[Finding] = []
    for table in release_tables(release):
        earlier = [
            Seen(wave, tables[table.measure])
            for wave, tables in before
            if table.measure in tables and tables[table.measure].full == table.full
        ]
        found += attack_over_time(earlier, Seen(release.manifest.wave, table))
    return found


def require_safe_over_time(standing: Sequence[Release], release: Release) -> None:
    """Raise ``AuditFailed`` if anything follows from a release together with earlier ones."""
    found = findings_over_time(standing, release)
    if found:
        raise AuditFailed(
            "The audit found {count} way(s) in which the release of wave"
            " {wave!r} gives people away together with earlier ones, first:"
            " {first}.",
            found,
            count=len(found),
            wave=release.manifest.wave,
            first=found[0].message,
        )

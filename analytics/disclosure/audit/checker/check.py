"""The check of a whole release: every measure, every proof, and the rules that need no worlds."""

from collections.abc import Iterator, Sequence

import numpy as np

from analytics.disclosure.audit.bases import base_findings
from analytics.disclosure.audit.between import findings_between
from analytics.disclosure.audit.checker.agreement import disagreements, rows_of
from analytics.disclosure.audit.checker.claims import unproven
from analytics.disclosure.audit.checker.document import Document, format_of, read
from analytics.disclosure.audit.checker.exhibit import Exhibit, exhibit_of, name
from analytics.disclosure.audit.checker.refusal import (
    CertificateOlder,
    CertificateRefused,
    Refusal,
    Unreadable,
)
from analytics.disclosure.audit.promises import promise_findings
from analytics.disclosure.audit.reading.atoms import Atom
from analytics.disclosure.audit.reading.distribution_sums import distribution_findings
from analytics.disclosure.audit.reading.heap import kept
from analytics.disclosure.audit.reading.margins import readings
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.disclosure.audit.reading.system import System, system_of
from analytics.disclosure.audit.reading.table import Table
from analytics.disclosure.audit.spread import spread_findings
from analytics.release.certificate import FORMAT
from analytics.release.content import Release
from analytics.release.model import Proof


def require_checkable(release: Release, proofs: Sequence[Proof]) -> None:
    """Raise ``CertificateOlder`` where the proofs are of a form before the checker, or missing."""
    wave = release.manifest.wave
    if not proofs or format_of(proofs[0].document) < FORMAT:
        raise CertificateOlder(
            "The release of wave {wave!r} was sealed with a certificate of an older kind, which"
            " cannot be checked. Attack it anew: python -m analytics audit {wave!r} --again.",
            wave=wave,
        )


def require_proven(release: Release, proofs: Sequence[Proof]) -> None:
    """Count whether the proofs show that a release gives nobody away.

    Raises ``CertificateRefused`` where anything does not follow.
    """
    found = refusals(release, proofs)
    if found:
        raise CertificateRefused.of(release.manifest.wave, found)


def refusals(release: Release, proofs: Sequence[Proof]) -> list[Refusal]:
    """Return what does not follow from a release and the proofs that it is sealed with."""
    found: list[Refusal] = []
    waiting: dict[str, list[Proof]] = {}
    for proof in proofs:
        waiting.setdefault(proof.measure, []).append(proof)
    with kept():
        found += _unfounded(release, waiting)
    beside = (
        *distribution_findings(release),
        *promise_findings(release),
        *findings_between(release),
    )
    return [*found, *(Refusal(one.measure, one.message, one.code) for one in beside)]


def _unfounded(release: Release, waiting: dict[str, list[Proof]]) -> list[Refusal]:
    found: list[Refusal] = []
    for table in release_tables(release):
        own, parts = waiting.pop(table.measure, []), readings(table)
        if len(own) != len(parts):
            what = f"there are {len(own)} proofs of it where {len(parts)} are needed"
            found.append(Refusal(table.measure, what))
            continue
        for reading, proof in zip(parts, own, strict=True):
            found += [Refusal(table.measure, what) for what in unfounded(reading, proof)]
    found += [Refusal(measure, "there is no such measure to prove") for measure in waiting]
    return found


def unfounded(table: Table, proof: Proof) -> Iterator[str]:
    """Yield what is wrong with the proof of one table.

    Claims are asked of worlds only where all agree with it.
    """
    system = system_of(table)
    yield from (finding.message for finding in (*base_findings(table), *spread_findings(table)))
    yield from (f"no answers agree with {says}" for says in system.contradictions)
    try:
        document = read(proof.document)
        _require_same(document, proof, table)
        shown = exhibit_of(document, system)
    except Unreadable as wrong:
        yield str(wrong)
        return
    rows = rows_of(system)
    disagreed = list(disagreements(rows, shown))
    yield from disagreed or unproven(rows, shown)
    yield from _misread(document, system, shown)


def _require_same(document: Document, proof: Proof, table: Table) -> None:
    """Raise ``Unreadable`` where a proof is of another table, or counts itself wrongly."""
    groups = sum(len(part.groups) for part in document.parts)
    worlds = sum(len(part.worlds) for part in document.parts)
    said = (document.format, document.measure, document.steps, document.threshold)
    if said != (FORMAT, table.measure, table.full, table.threshold):
        raise Unreadable(
            "the proof is not one of {measure} with its steps and threshold", measure=table.measure
        )
    if (proof.groups, proof.worlds) != (groups, worlds):
        raise Unreadable("the proof has other numbers of groups and worlds than it says")


def _misread(document: Document, system: System, shown: Exhibit) -> Iterator[str]:
    """What is said of a group (its lowest and highest world, one person's answers) is not so."""
    place = {atom: at for at, atom in enumerate(system.atoms.atoms)}
    said = [
        (place[Atom(group.teams, group.categories)], group, part)
        for part in document.parts
        for group in part.groups
    ]
    count, full = len(system.atoms.atoms), system.table.full
    sums, some = shown.worlds[:, :count], np.asarray(shown.people > 0)
    least = np.where(some, np.maximum(sums - (shown.people - 1) * full, 0), full).min(axis=0)
    most = np.where(some, np.minimum(sums, full), 0).max(axis=0)
    lowest, highest = sums.min(axis=0), sums.max(axis=0)
    for at, group, part in said:
        ends = (int(least[at]), int(most[at])) if some[:, at].any() else ()
        last = len(part.worlds)
        if group.one_person != ends or max(group.lowest, group.highest) >= last:
            yield f"what one person of {name(system.atoms.atoms[at])} may have answered is not so"
        elif (sums[group.lowest, at], sums[group.highest, at]) != (lowest[at], highest[at]):
            yield f"the worlds of {name(system.atoms.atoms[at])} that differ most are others"

"""The command that checks a sealed release, attacks it anew, or attacks a stranger's table.

A release is held to the rules that it was sealed under; what later rules find is said apart.
"""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from analytics.composing.standing_releases import attackable, listed
from analytics.disclosure.audit import (
    AuditFailed,
    Finding,
    Inspection,
    certificate_of,
    inspect,
    inspect_file,
)
from analytics.disclosure.audit.between import findings_between
from analytics.disclosure.audit.checker import (
    CertificateRefused,
    Counted,
    Refusal,
    counted_over_time,
    refusals,
    require_checkable,
)
from analytics.disclosure.audit.over_time import findings_by_list, findings_over_time
from analytics.disclosure.audit.rules import divided, rules_of
from analytics.disclosure.audit.rules_said import sealed_under, stricter
from analytics.release.certificate import Certificate, write_certificate
from analytics.release.content import Release
from analytics.release.model import Manifest
from analytics.release.reader import open_certificate, open_release
from survey.command_line import existing_workspace, say, show_progress
from survey.fieldwork.policy import THRESHOLD_FLOOR
from survey.i18n.catalogue import texts
from survey.store.opening import open_store


def add_to(application: typer.Typer) -> None:
    """Add the command of this module to a command line."""
    application.command("audit")(audit_release)


def audit_release(
    name: Annotated[str, typer.Argument(help="A released wave")] = "",
    again: Annotated[bool, typer.Option(help="Attack it anew, not only check its proof")] = False,
    cells: Annotated[Path | None, typer.Option(help="Anybody's cells.csv instead")] = None,
    staff: Annotated[Path | None, typer.Option(help="department,team,headcount")] = None,
    threshold: Annotated[int, typer.Option(help="Fewest people, with --cells")] = THRESHOLD_FLOOR,
    certificate: Annotated[Path | None, typer.Option(help="Write the proof to this file")] = None,
) -> None:
    """Check a sealed release, attack it anew, or a stranger's table; exit 1 if anything leaks."""
    if bool(name) == bool(cells) or bool(cells) != bool(staff) or (again and not name):
        raise typer.BadParameter("give the NAME of a wave, or --cells FILE with --staff FILE.")
    if cells and staff:
        inspection = inspect_file(cells, staff, threshold, show_progress)
        _write(certificate, certificate_of(inspection.verdicts))
        _require_none(inspection.findings, f"the table {cells.name}")
        _say_attacked(inspection, f"the table {cells.name}", Certificate(()))
        return
    folder = existing_workspace().releases / name
    release, sealed = open_release(folder), open_certificate(folder)
    later = (_attack_again if again else _check)(release, sealed, certificate)
    _say_rules(release.manifest, later)


def _check(release: Release, sealed: Certificate, file: Path | None) -> list[Finding | Refusal]:
    """Count the sealed certificate; return what only rules later than the release's find."""
    what, earlier = _named(release), _earlier(release)
    together = _over_time(earlier, release)
    counted = counted_over_time(earlier, release)
    _write(file, sealed)
    require_checkable(release, sealed.proofs)
    start = perf_counter()
    every = [*refusals(release, sealed.proofs), *counted.refusals]
    refused, later_refused = divided(every, release.manifest.rules)
    seconds = perf_counter() - start
    for refusal in refused:
        say(f"{refusal.code}\t{refusal.measure}\t{refusal.what}")
    if refused:
        raise CertificateRefused.of(release.manifest.wave, refused)
    found, later = divided(together, release.manifest.rules)
    _require_none(found, what)
    say(
        f"Checked {what}: nothing leaks. {sealed.worlds} worlds prove {sealed.groups} groups"
        f" safe, counted again in {seconds:.1f} s (certificate {sealed.sha256[:12]})."
        f"{_counted(earlier, counted)}"
    )
    return [*later_refused, *later]


def _attack_again(
    release: Release, sealed: Certificate, file: Path | None
) -> list[Finding | Refusal]:
    """Attack a release anew; return what only rules later than the release's find."""
    inspection = inspect(release, progress=show_progress)
    _write(file, certificate_of(inspection.verdicts))
    beside = (*findings_between(release), *_over_time(_earlier(release), release))
    found, later = divided(dict.fromkeys([*inspection.findings, *beside]), release.manifest.rules)
    _require_none(found, _named(release))
    _say_attacked(inspection, _named(release), sealed)
    return list(later)


def _earlier(release: Release) -> tuple[Release, ...]:
    place = existing_workspace()
    return attackable(place, open_store(place), release.manifest.wave)


def _over_time(earlier: tuple[Release, ...], release: Release) -> list[Finding]:
    """What follows from a release and earlier ones, or is open because of a list of moves."""
    place = existing_workspace()
    guarded = listed(place, open_store(place), release.manifest.wave)
    of_list = [one for each, staff in guarded for one in findings_by_list(each, staff)]
    return [*findings_over_time(earlier, release), *of_list]


def _counted(earlier: Sequence[Release], counted: Counted) -> str:
    """A sentence on what was counted of releases together; nothing where there are no others."""
    if not earlier:
        return ""
    waves = ", ".join(each.manifest.wave for each in earlier)
    return (
        f" Beside {waves}: {counted.rows} times a row leaves every answer possible that was so"
        f" before, by {counted.worlds} worlds."
    )


def _write(file: Path | None, certificate: Certificate) -> None:
    if file:
        write_certificate(file, certificate)


def _named(release: Release) -> str:
    return f"the release of wave {release.manifest.wave}"


def _require_none(findings: Sequence[Finding], what: str) -> None:
    for finding in findings:
        say(f"{finding.code}\t{finding.message}\t{finding.arithmetic}")
    if findings:
        raise AuditFailed("{count} leak(s) in {what}.", findings, count=len(findings), what=what)


def _say_attacked(inspection: Inspection, what: str, sealed: Certificate) -> None:
    proof = certificate_of(inspection.verdicts)
    say(
        f"Audited {what}: nothing leaks. {proof.worlds} worlds prove {proof.groups} groups safe"
        f" (certificate {proof.sha256[:12]}{_compared(proof, sealed)})."
    )


def _compared(proof: Certificate, sealed: Certificate) -> str:
    if not sealed.proofs:
        return ""
    if proof.sha256 == sealed.sha256:
        return ", as sealed"
    return f"; {sealed.sha256[:12]} was sealed, by other versions of the program or its libraries"


def _say_rules(manifest: Manifest, later: Sequence[Finding | Refusal]) -> None:
    """Say of an older release by which rules it was held, and what those since would find."""
    text = texts("en")
    since = stricter(manifest, text)
    if not since:
        return
    for line in (sealed_under(manifest, text), *since):
        say(line)
    for one in later:
        what = one.message if isinstance(one, Finding) else one.what
        say(f"SINCE-RULES-{rules_of(one.code)}\t{one.code}\t{one.measure}\t{what}")
    say(text("proof.later", count=len(later)) if later else text("proof.later_none"))

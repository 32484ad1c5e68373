"""The command line of publishing and showing: ``python -m analytics …``. See docs/contracts.md."""

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from analytics.composing.standing_releases import attackable
from analytics.disclosure.audit import (
    AuditFailed,
    Finding,
    Inspection,
    certificate_of,
    inspect,
    inspect_file,
)
from analytics.disclosure.audit.between import findings_between
from analytics.disclosure.audit.checker import CertificateRefused, require_checkable, require_proven
from analytics.disclosure.audit.over_time import findings_over_time
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import said_after
from analytics.publish import publish
from analytics.release.certificate import Certificate, write_certificate
from analytics.release.content import Release
from analytics.release.reader import open_certificate, open_release
from survey.access.ledger import Action, record
from survey.command_line import existing_workspace, language_option, run, say, show_progress
from survey.fieldwork.crowding import Although
from survey.fieldwork.moves import read_moves
from survey.fieldwork.other_people import waves_of_others
from survey.fieldwork.policy import THRESHOLD_FLOOR
from survey.i18n.catalogue import texts
from survey.organisation.letterhead import letterhead_of
from survey.store.opening import open_store
from survey.vocabulary import Purpose

TakenFor = Annotated[Purpose, typer.Option("--purpose", help="What it is for; the ledger says it")]
app = typer.Typer(
    help="Publish and show. Every command takes --workspace DIR (else BEARING_WORKSPACE, else"
    " ./workspace).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command("publish")
def publish_wave(
    name: str,
    moves: Annotated[
        Path | None,
        typer.Option(help="CSV: from_department,from_team,to_department,to_team,people"),
    ] = None,
    although: Annotated[
        Although | None,
        typer.Option(help="Why, where a team sent more answers than it has people"),
    ] = None,
) -> None:
    """Turn a closed wave into a sealed release."""
    place = existing_workspace()
    listed = None if moves is None else read_moves(moves.read_bytes(), moves.name)
    store = open_store(place)
    manifest = publish(place, store, name, show_progress, moves=listed, although=although)
    say(f"Published wave {name}: {manifest.responses} answers, release {manifest.id[:12]}.")
    standing = still_standing(store.wave(name), store.waves(), waves_of_others(place))
    for line in said_after(_release(name), standing, texts("en")):
        say(line)


@app.command("export")
def export_release(
    name: str,
    to: Annotated[Path, typer.Option(help="Folder for the files")],
    language: Annotated[str, language_option("sheets that a person reads")] = "en",
    purpose: TakenFor = Purpose.OWN_WORK,
) -> None:
    """Write cells, estimates, sentences and codebook as CSV, and cells as xlsx, sav, parquet."""
    from analytics.reports.exports import export_release as write_exports

    release = _release(name)

    def entered(files: Sequence[Path]) -> None:
        sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in sorted(files))
        record(
            existing_workspace(), Action.RELEASE_EXPORTED, name, files=len(files),
            sha256=hashlib.sha256(sums.encode()).hexdigest(), purpose=purpose.value,
        )  # fmt: skip

    files = write_exports(release, to, entered, language)
    say(f"Exported wave {name} into {to}: {', '.join(path.name for path in files)}.")


@app.command("report")
def report_release(
    name: str,
    to: Annotated[Path, typer.Option(help="The file: .pdf, .docx or .pptx")],
    department: Annotated[str | None, typer.Option(help="One department only")] = None,
    language: Annotated[str, language_option("report")] = "en",
    purpose: TakenFor = Purpose.OWN_WORK,
) -> None:
    """Write the report of a release: an accessible PDF, a document to edit, or slides."""
    from analytics.reports.kinds import write_report

    write_report(_release(name), to, language, department, letterhead_of(existing_workspace()))
    record(
        existing_workspace(), Action.REPORT_WRITTEN, name, language=language,
        sha256=_sha256(to), purpose=purpose.value,
    )  # fmt: skip
    say(f"Wrote the report of wave {name} to {to}.")


@app.command("audit")
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
        _say_inspected(inspection, f"the table {cells.name}", Certificate(()), certificate)
        return
    release, what = _release(name), f"the release of wave {name}"
    sealed = open_certificate(existing_workspace().releases / name)
    together = _found_over_time(release)
    if again:
        inspection = inspect(release, progress=show_progress)
        beside = (*inspection.beside, *findings_between(release), *together)
        inspection = replace(inspection, beside=beside)
        _say_inspected(inspection, what, sealed, certificate)
    else:
        if certificate:
            write_certificate(certificate, sealed)
        seconds = _checked(release, sealed)
        _require_none(together, what)
        say(
            f"Checked {what}: nothing leaks. {sealed.worlds} worlds prove {sealed.groups} groups"
            f" safe, counted again in {seconds:.1f} s (certificate {sealed.sha256[:12]})."
        )


def _checked(release: Release, sealed: Certificate) -> float:
    """Return in how many seconds it was counted that the certificate proves a release safe."""
    require_checkable(release, sealed.proofs)
    start = perf_counter()
    try:
        require_proven(release, sealed.proofs)
    except CertificateRefused as refused:
        for refusal in refused.refusals:
            say(f"{refused.code}\t{refusal.measure}\t{refusal.what}")
        raise
    return perf_counter() - start


def _found_over_time(release: Release) -> list[Finding]:
    place = existing_workspace()
    return findings_over_time(attackable(place, open_store(place), release.manifest.wave), release)


def _require_none(findings: Sequence[Finding], what: str) -> None:
    for finding in findings:
        say(f"{finding.code}\t{finding.message}\t{finding.arithmetic}")
    if findings:
        raise AuditFailed(f"{len(findings)} leak(s) in {what}.", findings)


def _say_inspected(
    inspection: Inspection, what: str, sealed: Certificate, certificate: Path | None
) -> None:
    proof = certificate_of(inspection.verdicts)
    if certificate:
        write_certificate(certificate, proof)
    _require_none(inspection.findings, what)
    say(
        f"Audited {what}: nothing leaks. {proof.worlds} worlds prove {proof.groups} groups safe"
        f" (certificate {proof.sha256[:12]}{_compared(proof, sealed)})."
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _compared(proof: Certificate, sealed: Certificate) -> str:
    if not sealed.proofs:
        return ""
    if proof.sha256 == sealed.sha256:
        return ", as sealed"
    return f"; {sealed.sha256[:12]} was sealed, by other versions of the program or its libraries"


def _release(name: str) -> Release:
    return open_release(existing_workspace().releases / name)


if __name__ == "__main__":
    sys.exit(run(app))

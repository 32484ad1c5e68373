"""The command line of publishing and showing: ``python -m analytics …``. See docs/contracts.md."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from analytics.composing.standing_releases import attackable
from analytics.disclosure.audit import (
    AuditFailed,
    certificate_of,
    inspect,
    inspect_file,
)
from analytics.disclosure.audit.over_time import findings_over_time
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import said_after
from analytics.publish import publish
from analytics.release.certificate import Certificate, write_certificate
from analytics.release.content import Release
from analytics.release.reader import open_certificate, open_release
from survey.access.ledger import Action, record
from survey.command_line import existing_workspace, language_option, run, say, show_progress
from survey.fieldwork.moves import read_moves
from survey.fieldwork.policy import THRESHOLD_FLOOR
from survey.i18n.catalogue import texts
from survey.store.duckdb_store import open_store

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
) -> None:
    """Turn a closed wave into a sealed release."""
    place = existing_workspace()
    listed = None if moves is None else read_moves(moves.read_bytes(), moves.name)
    store = open_store(place)
    manifest = publish(place, store, name, show_progress, moves=listed)
    say(f"Published wave {name}: {manifest.responses} answers, release {manifest.id[:12]}.")
    standing = still_standing(store.wave(name), store.waves())
    for line in said_after(_release(name), standing, texts("en")):
        say(line)


@app.command("export")
def export_release(
    name: str, to: Annotated[Path, typer.Option(help="Folder for the files")]
) -> None:
    """Write cells, estimates, sentences and codebook as CSV, and cells as xlsx, sav, parquet."""
    from analytics.reports.exports import export_release as write_exports

    release = _release(name)
    files = write_exports(release, to)
    record(existing_workspace(), Action.RELEASE_EXPORTED, name, files=len(files))
    say(f"Exported wave {name} into {to}: {', '.join(path.name for path in files)}.")


@app.command("report")
def report_release(
    name: str,
    to: Annotated[Path, typer.Option(help="The PDF file")],
    department: Annotated[str | None, typer.Option(help="One department only")] = None,
    language: Annotated[str, language_option("report")] = "en",
) -> None:
    """Write the report of a release as an accessible PDF."""
    from analytics.reports.report import report

    report(_release(name), to, language, department)
    record(existing_workspace(), Action.REPORT_WRITTEN, name, language=language)
    say(f"Wrote the report of wave {name} to {to}.")


@app.command("audit")
def audit_release(
    name: Annotated[str, typer.Argument(help="A released wave")] = "",
    cells: Annotated[Path | None, typer.Option(help="Anybody's cells.csv instead")] = None,
    staff: Annotated[Path | None, typer.Option(help="department,team,headcount")] = None,
    threshold: Annotated[int, typer.Option(help="Fewest people, with --cells")] = THRESHOLD_FLOOR,
    certificate: Annotated[Path | None, typer.Option(help="Write the proof to this file")] = None,
) -> None:
    """Attack a sealed release again, or a stranger's table; exit 1 and a list if anything leaks."""
    if bool(name) == bool(cells) or bool(cells) != bool(staff):
        raise typer.BadParameter("give the NAME of a wave, or --cells FILE with --staff FILE.")
    sealed = Certificate(())
    if cells and staff:
        inspection = inspect_file(cells, staff, threshold, show_progress)
        what = f"the table {cells.name}"
    else:
        release, place = _release(name), existing_workspace()
        inspection = inspect(release, progress=show_progress)
        together = findings_over_time(attackable(place, open_store(place), name), release)
        inspection = replace(inspection, beside=(*inspection.beside, *together))
        what = f"the release of wave {name}"
        sealed = open_certificate(existing_workspace().releases / name)
    proof = certificate_of(inspection.verdicts)
    if certificate:
        write_certificate(certificate, proof)
    for finding in inspection.findings:
        say(f"{finding.code}\t{finding.message}\t{finding.arithmetic}")
    if inspection.findings:
        raise AuditFailed(f"{len(inspection.findings)} leak(s) in {what}.", inspection.findings)
    say(
        f"Audited {what}: nothing leaks. {proof.worlds} worlds prove {proof.groups} groups safe"
        f" (certificate {proof.sha256[:12]}{_compared(proof, sealed)})."
    )


def _compared(proof: Certificate, sealed: Certificate) -> str:
    if not sealed.proofs:
        return ""
    if proof.sha256 == sealed.sha256:
        return ", as sealed"
    return f"; {sealed.sha256[:12]} was sealed: as good a proof, found by other library versions"


def _release(name: str) -> Release:
    return open_release(existing_workspace().releases / name)


if __name__ == "__main__":
    sys.exit(run(app))

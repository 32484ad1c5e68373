"""The command line of publishing and showing: ``python -m analytics …``. See docs/contracts.md."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from analytics.disclosure.audit import findings
from analytics.publish import publish
from analytics.release.content import Release
from analytics.release.reader import open_release
from survey.access.ledger import Action, record
from survey.command_line import existing_workspace, run, say, show_progress
from survey.store.duckdb_store import open_store

app = typer.Typer(
    help="Publish and show. Every command takes --workspace DIR (else BEARING_WORKSPACE, else"
    " ./workspace).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command("publish")
def publish_wave(name: str) -> None:
    """Turn a closed wave into a sealed release."""
    place = existing_workspace()
    manifest = publish(place, open_store(place), name, show_progress)
    say(f"Published wave {name}: {manifest.responses} answers, release {manifest.id[:12]}.")


@app.command("export")
def export_release(
    name: str, to: Annotated[Path, typer.Option(help="Folder for the files")]
) -> None:
    """Write cells.csv, estimates.csv, codebook.csv, and cells as xlsx, sav and parquet."""
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
    language: Annotated[str, typer.Option(help="Language of the report")] = "en",
) -> None:
    """Write the report of a release as an accessible PDF."""
    from analytics.reports.report import report

    report(_release(name), to, language, department)
    record(existing_workspace(), Action.REPORT_WRITTEN, name, language=language)
    say(f"Wrote the report of wave {name} to {to}.")


@app.command("audit")
def audit_release(name: str) -> None:
    """Attack a sealed release again; exit 1 and a list if anything leaks."""
    release = _release(name)
    found = findings(release)
    for finding in found:
        say(f"{finding.code}\t{finding.message}")
    if found:
        typer.echo(f"error: {len(found)} leak(s) in the release of wave {name}.", err=True)
        raise typer.Exit(1)
    say(
        f"Audited wave {name}: nothing leaks from its {len(release.cells)} cells"
        f" (release {release.manifest.id[:12]})."
    )


def _release(name: str) -> Release:
    return open_release(existing_workspace().releases / name)


if __name__ == "__main__":
    sys.exit(run(app))

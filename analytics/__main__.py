"""The command line of publishing and showing: ``python -m analytics …``. See docs/contracts.md."""

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from analytics import audit_command
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import said_after
from analytics.publish import publish
from analytics.release.content import Release
from analytics.release.reader import open_release
from analytics.release.sight import DepartmentUnknown, absent, seen
from analytics.reports.sheets.kind import Sheet
from survey.access.ledger import Action, record
from survey.access.scope import Scope
from survey.command_line import existing_workspace, language_option, run, say, show_progress
from survey.fieldwork.crowding import Although
from survey.fieldwork.moves import read_moves
from survey.fieldwork.other_people import waves_of_others
from survey.i18n.catalogue import SHEET_PARTS, languages, texts
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
audit_command.add_to(app)


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
    department: Annotated[
        list[str] | None, typer.Option(help="Only it, beside the organisation; may be repeated")
    ] = None,
) -> None:
    """Write cells, estimates, sentences and codebook as CSV, and cells as xlsx, sav, parquet."""
    from analytics.reports.exports import export_release as write_exports

    release = seen(_release(name), Scope.of(department or ()))
    if missing := absent(release, release.scope):
        raise DepartmentUnknown(
            "Wave {wave!r} has no department {missing}. It has: {known}.",
            wave=name,
            missing=", ".join(map(repr, missing)),
            known=", ".join(sorted({one.department for one in release.whole.groups})),
        )

    def entered(files: Sequence[Path]) -> None:
        sums = "".join(f"{_sha256(path)}  {path.name}\n" for path in sorted(files))
        record(
            existing_workspace(), Action.RELEASE_EXPORTED, name, files=len(files),
            sha256=hashlib.sha256(sums.encode()).hexdigest(), purpose=purpose.value,
            **release.scope.entered,
        )  # fmt: skip

    files = write_exports(release, to, entered, language)
    say(f"Exported wave {name} into {to}: {', '.join(path.name for path in files)}.")


@app.command("report")
def report_release(  # noqa: PLR0917  - each is an option of the command
    name: str,
    to: Annotated[Path, typer.Option(help="The file: .pdf, .docx or .pptx; a sheet is a .pdf")],
    department: Annotated[str | None, typer.Option(help="One department only")] = None,
    team: Annotated[str | None, typer.Option(help="Whose sheet, with --sheet team")] = None,
    sheet: Annotated[Sheet | None, typer.Option(help="One page to hang up")] = None,
    language: Annotated[str, language_option("report or sheet", *SHEET_PARTS)] = "en",
    purpose: TakenFor = Purpose.OWN_WORK,
) -> None:
    """Write the report of a release: an accessible PDF, a document to edit, slides, or a sheet."""
    from analytics.reports.background import background_of
    from analytics.reports.kinds import write_report
    from analytics.reports.sheets.written import write_sheet

    workspace, release = existing_workspace(), _release(name)
    beside, head = background_of(workspace, release), letterhead_of(workspace)
    if sheet is None and language not in languages():
        raise typer.BadParameter(f"{language!r} is not one of: {', '.join(languages())}.")
    if sheet is None:
        write_report(release, to, language, department, head, beside=beside)
    else:
        write_sheet(
            release, sheet, to, language=language, department=department, team=team,
            letterhead=head, beside=beside,
        )  # fmt: skip
    record(
        workspace, Action.REPORT_WRITTEN, name, language=language,
        sha256=_sha256(to), purpose=purpose.value, **({"sheet": sheet.value} if sheet else {}),
    )  # fmt: skip
    what = "report" if sheet is None else f"{sheet.value} sheet"
    say(f"Wrote the {what} of wave {name} to {to}.")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _release(name: str) -> Release:
    return open_release(existing_workspace().releases / name)


if __name__ == "__main__":
    sys.exit(run(app))

"""The command line of asking and collecting: ``python -m survey …`` (docs/contracts.md)."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from analytics.disclosure.policy import policy_for
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import said_before
from survey import mail_commands, staff_commands
from survey.access import ledger
from survey.command_line import (
    existing_workspace,
    language_option,
    run,
    say,
    show_progress,
    workspace,
)
from survey.errors import BearingError
from survey.fieldwork import invitations, waves
from survey.fieldwork.form_address import address_of_links, reachable_address
from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.units import read_staff_list
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import LETTER_PARTS, PAPER_PARTS, POSTER_PARTS, texts
from survey.instruments.catalogue import load
from survey.settings import WorkspaceKind
from survey.store.duckdb_store import open_store
from survey.store.protocol import Store, Wave
from survey.web_address import only_here

app = typer.Typer(
    help="Ask and collect. Every command takes --workspace DIR (else BEARING_WORKSPACE, else"
    " ./workspace).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
wave_app = typer.Typer(help="Open, close and list waves.", no_args_is_help=True)
staff_app = typer.Typer(help="Who may see the screens of a real workspace.", no_args_is_help=True)
app.add_typer(wave_app, name="wave")
app.add_typer(staff_app, name="staff")
mail_commands.add_to(app)
staff_commands.add_to(staff_app)


class WhereMalformed(BearingError):
    """``--where`` is not COLUMN=VALUE."""

    code = "WHERE-MALFORMED"


class SamePlace(BearingError):
    """``--out`` and ``--letters`` name one file; the second would overwrite the codes."""

    code = "SAME-PLACE"


class FileThere(BearingError):
    """A file that codes should go to holds something already, perhaps codes that are in use."""

    code = "FILE-THERE"


@app.command()
def init() -> None:
    """Make an empty workspace."""
    made = workspace()
    create(made, WorkspaceKind.REAL)
    say(f"Made an empty workspace in {made.root}.")


@app.command()
def demo() -> None:
    """Make the sample organisation: three released waves and an open one."""
    from sample_data.demonstration import build

    made = workspace()
    build(made, lambda step: show_progress(step.words, step.done))
    say(f"Made the sample organisation in {made.root}: three released waves and an open one.")


@wave_app.command("open")
def open_wave(
    name: str,
    units: Annotated[Path, typer.Option(help="CSV or XLSX: department,team,headcount")],
    instrument: Annotated[str, typer.Option(help="Bundled key or path to a TOML file")] = "core",
    open_links: Annotated[
        bool, typer.Option("--open-links", help="A link per team; cannot stop double answers")
    ] = False,
    blind_tickets: Annotated[
        bool, typer.Option("--blind-tickets", help="Codes may be swapped for blind tickets")
    ] = False,
) -> None:
    """Open a wave; its questionnaire, policy, staff list and ways in are fixed from here on."""
    place = existing_workspace()
    listed = read_staff_list(units.read_bytes(), units.name)
    store = open_store(place)
    wave = waves.open_wave(
        place,
        store,
        name,
        instrument=load(instrument),
        policy=policy_for(place),
        units=listed.units,
        ways=Ways(open_links=open_links, blind_tickets=blind_tickets),
    )
    for note in listed.notes:
        say(note)
    people = sum(unit.headcount or 0 for unit in wave.units)
    say(f"Opened wave {name} for {people} people in {len(wave.units)} teams.")
    _say_what_stands(store, wave)


@wave_app.command("close")
def close_wave(name: str) -> None:
    """Close a wave for good; its answers move to a new file."""
    place = existing_workspace()
    store = open_store(place)
    wave = waves.close_wave(place, store, name)
    say(f"Closed wave {name}. Publish it with: python -m analytics publish {name}")
    _say_what_stands(store, wave)


@wave_app.command("list")
def list_waves() -> None:
    """List the waves in the order in which they were opened."""
    listed = open_store(existing_workspace()).waves()
    for wave in listed:
        say(
            f"{wave.name}\t{wave.state.value}\t{wave.instrument.key} {wave.instrument.version}"
            f"\t{len(wave.units)} teams"
        )
    if not listed:
        say("No waves yet. Open one with: python -m survey wave open NAME --units units.csv")


@wave_app.command("withdraw")
def withdraw_wave(name: str) -> None:
    """Withdraw a release: no screen, report or export shows it any more."""
    place = existing_workspace()
    waves.withdraw(place, open_store(place), name)
    say(f"Withdrew the release of wave {name}.")


@wave_app.command("purge")
def purge_wave(name: str) -> None:
    """Destroy the answers of a released wave for good; its release stays."""
    place = existing_workspace()
    waves.purge_answers(place, open_store(place), name)
    say(f"Destroyed the answers of wave {name}. Its release stays as it is.")


@app.command()
def invite(
    name: str,
    out: Annotated[Path, typer.Option(help="Where the codes go: a CSV file")],
    letters: Annotated[Path | None, typer.Option(help="Where the letters go: a PDF file")] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Address at which employees reach the app")
    ] = None,
    language: Annotated[str, language_option("letters", *LETTER_PARTS)] = "en",
) -> None:
    """Issue single-use codes for every team, once."""
    place = existing_workspace()
    store = open_store(place)
    wave = store.wave(name)
    address = (address_of_links if letters is None else reachable_address)(place, base_url)
    with _writable(out, letters), invitations.handing_out(place, store, wave) as issued:
        out.write_text(invitations.codes_csv(issued, address), "utf-8", newline="")
        out.chmod(0o600)
        if letters is not None:
            from survey.fieldwork.letters import write_letters

            write_letters(issued, name, address, letters, language)
    say(f"Issued {len(issued)} codes for wave {name} into {out}. They cannot be shown again.")
    if only_here(address):
        say(f"Their links lead to {address}, which only this computer finds: name --base-url.")


@app.command()
def posters(
    name: str,
    out: Annotated[Path, typer.Option(help="Where the posters go: a PDF file")],
    base_url: Annotated[
        str | None, typer.Option(help="Address at which employees reach the app")
    ] = None,
    language: Annotated[str, language_option("posters", *POSTER_PARTS)] = "en",
) -> None:
    """Write a poster for each team: to type a code, or with an open link where the wave has it."""
    from survey.fieldwork.posters import write_posters

    place = existing_workspace()
    store = open_store(place)
    address = reachable_address(place, base_url)
    pages = write_posters(store, store.wave(name), address, out, language)
    say(f"Wrote {pages} posters for wave {name} into {out}.")


@app.command()
def paper(
    name: str,
    out: Annotated[Path, typer.Option(help="Where the forms go: a PDF file")],
    language: Annotated[str, language_option("forms", *PAPER_PARTS)] = "en",
) -> None:
    """Write a form on paper for each team, to be copied; it is typed in on the Paper forms page."""
    from survey.form.paper import write_paper_forms

    wave = open_store(existing_workspace()).wave(name)
    forms = write_paper_forms(wave, out, language)
    say(f"Wrote {forms} forms, one a team, for wave {name} into {out}. Copy them as needed.")


@app.command("import")
def import_answers(
    name: str,
    file: Path,
    mapping: Annotated[Path, typer.Option("--map", help="TOML: which column is which item")],
    where: Annotated[str | None, typer.Option(help="Rows to take: COLUMN=VALUE")] = None,
    given_on: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            help="Day of the last answer; else as the file says, or today",
        ),
    ] = None,
) -> None:
    """Import answers from CSV, XLSX, SAV or DTA into a closed wave of their own."""
    place = existing_workspace()
    waves.check_name(name)
    imported = read_answers(file, load_mapping(mapping), _condition(where))
    day = given_on.date() if given_on else None
    store = open_store(place)
    wave = waves.import_wave(place, store, name, imported, policy_for(place), day)
    for note in imported.notes:
        say(note)
    say(
        f"Imported {len(imported.answers)} answers of {len(imported.units)} teams into wave"
        f" {name}; {imported.left_out} rows left out."
    )
    _say_what_stands(store, wave)


@app.command()
def verify() -> None:
    """Check the ledger's chain; exit 1 and name the entry that was changed."""
    entries = ledger.verify(existing_workspace())
    say(f"The ledger is whole: {entries} entries, each as it was written.")


def _say_what_stands(store: Store, wave: Wave) -> None:
    """Say beforehand what will be shown of a wave because of earlier releases."""
    for line in said_before(still_standing(wave, store.waves()), wave.policy, texts("en")):
        say(line)


def _condition(where: str | None) -> tuple[str, str] | None:
    if where is None:
        return None
    quoted = re.fullmatch(r'"([^"]+)"(=)(.*)', where)
    column, equals, value = quoted.groups() if quoted else where.partition("=")
    if not equals or not column:
        raise WhereMalformed(
            f"--where {where!r}: write it as COLUMN=VALUE, such as year=2018; a column"
            ' with = in its name in quotation marks, such as "a=b"=x.'
        )
    return column, value


@contextmanager
def _writable(*paths: Path | None) -> Iterator[None]:
    """Codes are shown once: make sure that they have a place before they are made.

    Where none are made after all, the files that were made for them go again.
    """
    asked = [path for path in paths if path is not None]
    if len({path.resolve() for path in asked}) < len(asked):
        raise SamePlace(f"{asked[0]} is named twice: give each file a name of its own.")
    for path in asked:
        if path.is_file() and path.stat().st_size:
            raise FileThere(
                f"{path} is there already, perhaps with codes that are in use, so it is not"
                " overwritten. Name another file. No code was made."
            )
    new = [path for path in asked if not path.exists()]
    try:
        for path in asked:
            path.open("ab").close()  # refuses a folder, which touching it would not
        yield
    except BaseException:  # Ctrl+C too: a list that stays would hold codes that are void
        for path in new:
            path.unlink(missing_ok=True)
        raise


if __name__ == "__main__":
    sys.exit(run(app))

"""The command line of asking and collecting: ``python -m survey …`` (docs/contracts.md)."""

import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from analytics.disclosure.policy import policy_for
from analytics.disclosure.standing.horizon import still_standing
from analytics.disclosure.standing.said import moves_may_help, said_before
from survey import (
    date_commands,
    invite_commands,
    keeping_commands,
    mail_commands,
    moves_commands,
    organisation_commands,
    staff_commands,
    store_commands,
    token_commands,
)
from survey.access import staff
from survey.command_line import (
    existing_workspace,
    run,
    say,
    show_progress,
    workspace,
)
from survey.errors import BearingError
from survey.fieldwork import crowding, waves
from survey.fieldwork.dates.carrying_out import carry_out
from survey.fieldwork.dates.dates import utc_now
from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.other_people import Others, waves_of_others
from survey.fieldwork.units import read_staff_list
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.errors import StoreBusy
from survey.store.opening import open_store
from survey.store.protocol import Store, Wave
from survey.vocabulary import Role
from survey.web_address import base_address

app = typer.Typer(
    help="Ask and collect. Every command takes --workspace DIR (else BEARING_WORKSPACE, else"
    " ./workspace).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
wave_app = typer.Typer(help="Open, close and list waves.", no_args_is_help=True)
store_app = typer.Typer(help="Where the answers of a workspace are.", no_args_is_help=True)
staff_app = typer.Typer(help="Who may see the screens of a real workspace.", no_args_is_help=True)
token_app = typer.Typer(help="Tokens with which programs read results.", no_args_is_help=True)
app.add_typer(wave_app, name="wave")
app.add_typer(staff_app, name="staff")
app.add_typer(token_app, name="token")
app.add_typer(store_app, name="store")
invite_commands.add_to(app)
keeping_commands.add_to(app)
mail_commands.add_to(app)
moves_commands.add_to(app)
staff_commands.add_to(staff_app)
token_commands.add_to(token_app)
organisation_commands.add_to(app)
store_commands.add_to(store_app)
date_commands.add_to(wave_app)


class NotAllDone(BearingError):
    """Something was due and could not be done."""

    code = "NOT-ALL-DONE"


class WhereMalformed(BearingError):
    """``--where`` is not COLUMN=VALUE."""

    code = "WHERE-MALFORMED"


@app.command()
def init(
    coordinator: Annotated[
        str | None, typer.Option(help="Name of the first coordinator, who gets a one-time link")
    ] = None,
    base_url: staff_commands.BaseAddress = None,
) -> None:
    """Make an empty workspace, and its first account."""
    made = workspace()
    if coordinator is not None:
        staff.require_name(coordinator)
    base = None if base_url is None else base_address(base_url)
    create(made, WorkspaceKind.REAL)
    say(f"Made an empty workspace in {made.root}.")
    if coordinator is None:
        return
    staff.add_without_password(made, coordinator, Role.COORDINATOR)
    staff_commands.hand_out(made, coordinator, base)


@app.command()
def demo() -> None:
    """Make the sample organisation: three released waves and an open one."""
    from sample_data.demonstration import build

    made = workspace()
    build(made, lambda step: show_progress(step.words, step.done))
    say(f"Made the sample organisation in {made.root}: three released waves and an open one.")


@wave_app.command("open")
def open_wave(  # noqa: PLR0913 - each is an option of the command
    name: str,
    *,
    units: Annotated[Path, typer.Option(help="CSV or XLSX: department,team,headcount")],
    instrument: Annotated[str, typer.Option(help="Bundled key or path to a TOML file")] = "core",
    open_links: Annotated[
        bool, typer.Option("--open-links", help="A link per team; cannot stop double answers")
    ] = False,
    blind_tickets: Annotated[
        bool, typer.Option("--blind-tickets", help="Codes may be swapped for blind tickets")
    ] = False,
    opens: date_commands.Opens = None,
    closes: date_commands.Closes = None,
    publish_at_close: date_commands.PublishAtClose = False,
    keep_until: date_commands.KeepUntil = None,
    time_zone: date_commands.TimeZone = None,
) -> None:
    """Open a wave; its questionnaire, policy, staff list and ways in are fixed from here on."""
    place = existing_workspace()
    kept = keep_until.date() if keep_until else None
    dates = date_commands.typed_dates(
        place, opens, closes, kept, time_zone, publishes=publish_at_close
    )
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
        dates=dates,
    )
    for note in listed.notes:
        say(str(note))
    people = sum(unit.headcount or 0 for unit in wave.units)
    say(f"Opened wave {name} for {people} people in {len(wave.units)} teams.")
    for line in date_commands.said_dates(wave.dates):
        say(line)
    _say_what_stands(place, store, wave)


@wave_app.command("close")
def close_wave(name: str) -> None:
    """Close a wave for good; its answers move to a new file."""
    place = existing_workspace()
    store = open_store(place)
    wave = waves.close_wave(place, store, name)
    say(f"Closed wave {name}. Publish it with: python -m analytics publish {name}")
    if crowding.crowded_at_closing(place, name):
        say(texts("en")("screens.waves.beyond"))
        say(f"Say why it is published all the same: --although {'|'.join(crowding.Although)}")
    _say_what_stands(place, store, wave)


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
    others: Annotated[
        Others | None,
        typer.Option(help="Why nobody in it is in an earlier wave; else taken for the same people"),
    ] = None,
) -> None:
    """Import answers from CSV, XLSX, SAV or DTA into a closed wave of their own."""
    place = existing_workspace()
    waves.check_name(name)
    imported = read_answers(file, load_mapping(mapping), _condition(where))
    day = given_on.date() if given_on else None
    store = open_store(place)
    wave = waves.import_wave(place, store, name, imported, policy_for(place), day, others=others)
    for note in imported.notes:
        say(str(note))
    say(
        f"Imported {len(imported.answers)} answers of {len(imported.units)} teams into wave"
        f" {name}; {imported.left_out} rows left out."
    )
    say(texts("en")("imports.no_head_counts"))
    if name in waves_of_others(place):
        say(texts("en")("imports.others_said"))
    _say_what_stands(place, store, wave)


@app.command()
def due() -> None:
    """Do what the dates of waves bring: for a timer, where no server runs."""
    from analytics.publish import publish

    place = existing_workspace()
    try:
        store = open_store(place)
    except StoreBusy:
        say("The workspace is in use by the running app, which does by itself what is due.")
        return
    outcomes = carry_out(place, store, publish, utc_now())
    for outcome in outcomes:
        if not outcome.failure:
            say(date_commands.said_outcome(outcome))
    failed = [date_commands.said_outcome(outcome) for outcome in outcomes if outcome.failure]
    if failed:
        raise NotAllDone(" ".join(failed))
    if not outcomes:
        say("Nothing is due.")


def _say_what_stands(place: Workspace, store: Store, wave: Wave) -> None:
    """Say beforehand what will be shown of a wave because of earlier releases."""
    standing = still_standing(wave, store.waves(), waves_of_others(place))
    for line in said_before(standing, wave.policy, texts("en")):
        say(line)
    if moves_may_help(standing):
        say("Such a list comes from: python -m survey moves; it goes to: publish --moves.")


def _condition(where: str | None) -> tuple[str, str] | None:
    if where is None:
        return None
    quoted = re.fullmatch(r'"([^"]+)"(=)(.*)', where)
    column, equals, value = quoted.groups() if quoted else where.partition("=")
    if not equals or not column:
        raise WhereMalformed(
            "--where {where!r}: write it as COLUMN=VALUE, such as year=2018; a column"
            ' with = in its name in quotation marks, such as "a=b"=x.',
            where=where,
        )
    return column, value


if __name__ == "__main__":
    sys.exit(run(app))

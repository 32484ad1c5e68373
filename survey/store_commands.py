"""The command that moves a workspace's answers between its files and a database."""

from enum import StrEnum
from typing import Annotated, Final

import typer

from survey.command_line import existing_workspace, say
from survey.configuration import database_url
from survey.store.errors import StoreElsewhere


class Place(StrEnum):
    """Where answers can be."""

    DATABASE = "database"
    FILES = "files"


NAMED: Final = {Place.DATABASE: "the database", Place.FILES: "files"}
UNSAID: Final = "Name the database in BEARING_DATABASE_URL, with an account that owns it."


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module to a command line."""
    application.command("copy")(copy)
    application.callback()(_alone)  # one command alone would lose its name


def _alone() -> None:
    """Where the answers of a workspace are."""


def copy(to: Annotated[Place, typer.Option(help="Where the answers go")]) -> None:
    """Move all answers to the database that is set, or back to files; no server may run."""
    place, url = existing_workspace(), database_url()
    if not url:
        raise StoreElsewhere(UNSAID)
    from survey.store import moving

    move = moving.to_database if to is Place.DATABASE else moving.to_files
    moved = move(place, url).counted()
    # How many rows they have is not said: of a wave that is open it would be how many answered.
    for name in moved:
        say(f"{name}: as many rows as there were, and the same")
    say(f"Moved {len(moved)} tables to {NAMED[to]}; each was read back.")
    if to is Place.FILES:
        say("Unset BEARING_DATABASE_URL before a server is started.")

"""The commands that keep a workspace: whether all of it is there, a backup, and the way back."""

from pathlib import Path
from typing import Annotated

import typer

from survey import __version__
from survey.access import ledger
from survey.command_line import existing_workspace, say, workspace
from survey.keeping.inventory import FORMAT
from survey.store.opening import verify_pieces

PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="A file whose first line encrypts the backup"),
]


def add_to(application: typer.Typer) -> None:
    """Add the commands of this module to a command line."""
    application.command()(backup)
    application.command()(restore)
    application.command()(verify)
    application.command()(version)


def backup(file: Path, passphrase_file: PassphraseFile = None) -> None:
    """Write the whole workspace into one file; a running app goes on."""
    from survey.keeping.backup import back_up

    sha256 = back_up(existing_workspace(), file, _first_line(passphrase_file))
    say(f"Wrote the whole workspace into {file}, sha256 {sha256}.")
    if passphrase_file is None:
        say("It holds keys and answers in clear. Keep it like the workspace itself.")


def restore(
    file: Path,
    passphrase_file: PassphraseFile = None,
    close_waves: Annotated[
        bool, typer.Option("--close-waves", help="Close waves that were open in the backup")
    ] = False,
) -> None:
    """Make the workspace that a backup holds, in a folder that is empty or not there yet."""
    from survey.keeping.backup import destroy_restoring
    from survey.keeping.backup import restore as bring_back

    place = workspace()
    if destroy_restoring(place):
        say("Destroyed the copy that a restore into this place left when it was stopped.")
    closed = bring_back(file, place, _first_line(passphrase_file), close_waves=close_waves)
    say(f"Restored the workspace into {place.root}; every file is as it was backed up.")
    if closed:
        say(f"Closed at once, so that no code is good twice: {', '.join(closed)}.")


def verify() -> None:
    """Check that all of the workspace is there and the ledger's chain; exit 1 and name what not."""
    from survey.keeping.backup import left_beside

    place = existing_workspace()
    entries = ledger.verify(place)
    running = verify_pieces(place)
    say("Every key and file that belongs to the workspace is there, as it was written.")
    if running:
        say("The databases are in use by the running app, which looked into them at its start.")
    say(f"The ledger is whole: {entries} entries, each as it was written.")
    for left in left_beside(place):
        say(f"A restore that was stopped left {left}, with answers: the next start destroys it.")


def version() -> None:
    """Say which version of Bearing this is."""
    say(f"Bearing {__version__}, for workspaces of format {FORMAT} and earlier ones.")


def _first_line(file: Path | None) -> str | None:
    if file is None:
        return None
    lines = file.read_text("utf-8").splitlines()
    if not lines or not lines[0]:
        raise typer.BadParameter(f"{file} has no passphrase in its first line.")
    return lines[0]

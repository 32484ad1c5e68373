"""What the commands of the product share: the workspace option, one line on failure, progress."""

import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typer

from survey.configuration import read_settings
from survey.errors import BearingError
from survey.i18n.catalogue import languages
from survey.keeping.completeness import require_marker
from survey.settings import WORKSPACE_VARIABLE, Workspace
from survey.store.errors import WorkspaceMissing

OPTION: Final = "--workspace"
FULL: Final = "The disk is full. Make room and do this step again."
REMEDIES: Final = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EROFS: "The disk can only be read. Mount it for writing and do this step again.",
}


def run(application: typer.Typer, arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0, or 1 after one line on stderr.

    ``--workspace DIR`` may stand anywhere in the line.
    """
    _print_what_can_be_printed()
    try:
        remaining = _take_workspace(list(sys.argv[1:] if arguments is None else arguments))
        read_settings()
        result: Any = application(remaining, standalone_mode=False)
    except typer.Exit as asked:
        return asked.exit_code
    except typer.Abort:
        return _fail("Stopped before the end: nothing more was typed, or Ctrl+C was pressed.")
    except typer.TyperException as misused:
        return _fail(str(misused)) if str(misused) else 0  # no message: the help was asked for
    except BearingError as failed:
        return _fail(failed.message)
    except OSError as failed:
        return _fail(_said(failed))
    return result if isinstance(result, int) else 0


def workspace() -> Workspace:
    """Return the workspace that the command line or the environment names."""
    return Workspace.resolve()


def existing_workspace() -> Workspace:
    """Return the workspace; raises ``WorkspaceMissing`` where the folder is none."""
    found = workspace()
    require_marker(found)
    if not found.exists:
        raise WorkspaceMissing.at(found)
    return found


def language_option(what: str, *needed: str) -> Any:
    """Return the option ``--language`` of a command, which refuses what there is no wording for.

    Parameters
    ----------
    what
        What is written in that language, for the help.
    needed
        The parts of the catalogue that a language must have.
    """
    offered = languages(*needed)

    def checked(language: str) -> str:
        if language not in offered:
            raise typer.BadParameter(f"{language!r} is not one of: {', '.join(offered)}.")
        return language

    words = f"Language of the {what}: {', '.join(offered)}"
    return typer.Option("--language", "--lang", help=words, callback=checked)


def say(line: str) -> None:
    """Print what was done."""
    typer.echo(line)


def show_progress(step: str, done: float) -> None:
    """Show progress on one line of a terminal; elsewhere nothing, so that logs stay short."""
    if sys.stderr.isatty():
        end = "\n" if done >= 1 else ""
        sys.stderr.write(f"\r\033[K{done:4.0%}  {step}{end}")
        sys.stderr.flush()


def _print_what_can_be_printed() -> None:
    """Let a terminal write \\u escapes for letters that it does not have, and never fail for one.

    A command must not end in the middle of what it did because of the name of a team.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _take_workspace(arguments: list[str]) -> list[str]:
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name != OPTION:
            continue
        if not equals and at + 1 >= len(arguments):
            raise typer.BadParameter(f"{OPTION} needs a folder: {OPTION} DIR.")
        folder = value if equals else arguments[at + 1]
        os.environ[WORKSPACE_VARIABLE] = str(Path(folder).resolve())
        return arguments[:at] + arguments[at + (1 if equals else 2) :]
    return arguments


def _said(failed: OSError) -> str:
    """Return what the system refused as a sentence with what to do."""
    remedy = REMEDIES.get(failed.errno or 0)
    if remedy is not None:
        place = f"{failed.filename}: " if failed.filename else ""
        return f"{place}{remedy} ({failed.strerror})"
    return f"{failed.filename or 'A file'}: {failed.strerror or failed}."


def _fail(message: str) -> int:
    typer.echo(f"error: {' '.join(message.split())}", err=True)
    return 1

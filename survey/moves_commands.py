"""The command that counts who joined, left and changed teams between two lists of people."""

from pathlib import Path
from typing import Annotated

import typer

from survey.command_line import say
from survey.fieldwork.moves import Move, written_moves
from survey.fieldwork.turnover.counting import count_turnover
from survey.whole_file import write_whole


def add_to(application: typer.Typer) -> None:
    """Add the command of this module to a command line."""
    application.command()(moves)


def moves(
    before: Annotated[Path, typer.Option(help="People of the last wave: department,team,person")],
    now: Annotated[Path, typer.Option(help="People of this wave: department,team,person")],
    out: Annotated[Path, typer.Option(help="The list of moves, for: publish --moves")],
    key: Annotated[
        str | None, typer.Option(help="Heading of the column that tells people apart")
    ] = None,
) -> None:
    """Count joiners, leavers and moves by team; nothing of who they are is kept."""
    if out.exists():
        raise typer.BadParameter(f"{out} is there already. Name a file that is not.")
    counted = count_turnover(before, now, key)
    write_whole(out, written_moves(counted.moves))
    say(
        f"Wrote {out}. Joined: {_people(counted.moves, joined=True)}. Left:"
        f" {_people(counted.moves, left=True)}. Changed teams: {_people(counted.moves)}."
    )
    say("The lists of people are yours to delete; nothing of them but these numbers was kept.")


def _people(moves: tuple[Move, ...], *, joined: bool = False, left: bool = False) -> int:
    return sum(
        move.people for move in moves if (move.before is None, move.now is None) == (joined, left)
    )

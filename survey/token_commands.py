"""The commands of tokens for programs: ``python -m survey token …`` (docs/contracts.md)."""

from typing import Annotated

import typer

from survey.access import tokens
from survey.access.scope import Scope
from survey.command_line import existing_workspace, say
from survey.vocabulary import Role


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("add")(add)
    app.command("remove")(remove)
    app.command("list")(list_tokens)


def add(
    name: str,
    role: Role,
    department: Annotated[
        list[str] | None,
        typer.Option("--department", help="Limits it; as often as there are departments"),
    ] = None,
) -> None:
    """Make a token with which a program reads released results, and print it once."""
    scope = Scope.of(department or ())
    bits = tokens.hand_out(existing_workspace(), name, role, scope)
    say(f"Made a token as {role.value}. It is shown this once: {bits}")


def remove(name: str) -> None:
    """Strike a token off; it reads nothing from the next request on."""
    tokens.strike_off(existing_workspace(), name)
    say("Struck the token off. It reads nothing any more.")


def list_tokens() -> None:
    """List the tokens: name, role, departments and the day of making."""
    there = tokens.tokens(existing_workspace())
    for one in there:
        limit = ", ".join(one.departments) or "everything"
        say(f"{one.name}\t{one.role.value}\t{limit}\t{one.made.isoformat()}")
    if not there:
        say("There is no token, so programs can read nothing.")

"""The commands of the staff list: ``python -m survey staff …`` (docs/contracts.md)."""

from typing import Annotated

import typer

from survey.access import password_links, staff
from survey.access.scope import EVERYTHING, Scope
from survey.command_line import existing_workspace, say
from survey.configuration import read_settings
from survey.fieldwork.form_address import address_of_links
from survey.settings import Workspace
from survey.vocabulary import Role

BaseAddress = Annotated[
    str | None, typer.Option("--base-url", help="Address at which staff reach the app")
]
Departments = Annotated[
    list[str] | None,
    typer.Option("--department", help="Limits the role to it; as often as there are departments"),
]
NewPassword = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("add")(add)
    app.command("remove")(remove)
    app.command("role")(role)
    app.command("scope")(scope)
    app.command("password")(password)
    app.command("link")(link)
    app.command("list")(list_staff)


def add(
    name: str,
    role: Role,
    password: Annotated[str | None, typer.Option(help="Asked for where it is not given")] = None,
    department: Departments = None,
    without_password: Annotated[
        bool, typer.Option("--without-password", help="For a link, or a sign-in service")
    ] = False,
) -> None:
    """Add a member of staff with a role and a password."""
    limit, workspace = Scope.of(department or ()), existing_workspace()
    if without_password:
        staff.add_without_password(workspace, name, role, limit)
    else:
        given = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        staff.add(workspace, name, given, role, limit)
    say(f"Added a member of staff as {role.value}{_for(limit)}.")


def remove(name: str) -> None:
    """Strike a member of staff off; every session of that name ends."""
    staff.remove(existing_workspace(), name)
    say("Struck a member of staff off. Every session of that name has ended.")


def role(name: str, role: Role) -> None:
    """Give a member of staff another role, from the next page on."""
    staff.change_role(existing_workspace(), name, role)
    say(f"The member of staff is {role.value} from the next page on.")


def scope(
    name: str,
    department: Departments = None,
    everything: Annotated[bool, typer.Option("--all", help="Lifts the limit")] = False,
) -> None:
    """Limit the role of a member of staff to departments, or lift the limit."""
    if bool(department) == everything:
        raise typer.BadParameter("give --department, as often as needed, or --all.")
    limit = Scope.of(department or ())
    staff.change_scope(existing_workspace(), name, limit)
    say(f"The member of staff sees results{_for(limit)} from the next page on.")


def password(name: str, password: NewPassword) -> None:
    """Set a member's password; every session of that name ends."""
    staff.change_password(existing_workspace(), name, password)
    say("Set the password. Every session of that name has ended.")


def link(name: str, base_url: BaseAddress = None) -> None:
    """Print a link with which a member sets a password; it works once, for three days."""
    hand_out(existing_workspace(), name, base_url)


def hand_out(workspace: Workspace, name: str, base_url: str | None) -> None:
    """Print a new one-time link of a member; earlier ones are void.

    Where staff sign in at the organisation's own service alone, a link would open nothing.
    """
    if read_settings().oidc_only:
        say("No link: staff sign in at the organisation's own service, by the name on this list.")
        return
    base = address_of_links(workspace, base_url)
    bits = password_links.hand_out(workspace, name)
    say(f"{password_links.address(base, bits)}")
    say("Whoever opens this link first sets the password. It works once, for three days.")


def list_staff() -> None:
    """List the staff with their roles, and the departments that a role is limited to."""
    workspace = existing_workspace()
    listed, waiting = staff.roles(workspace), staff.without_password(workspace)
    limits = staff.scopes(workspace)
    for name, role in sorted(listed.items()):
        limit = _for(limits.get(name, EVERYTHING)).strip()
        said = (name, role.value, limit, "no password yet" if name in waiting else "")
        say("\t".join(one for one in said if one))
    if not listed:
        say("No staff yet. Add somebody with: python -m survey staff add NAME coordinator")


def _for(limit: Scope) -> str:
    """Return the words of a limit, with a blank before; nothing where there is none."""
    return f" for {', '.join(limit.departments)}" if limit.limited else ""

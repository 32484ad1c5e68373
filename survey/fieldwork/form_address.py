"""The address at which employees reach the form, kept once for all that is printed or sent."""

import json
import tomllib
from typing import Final

from survey.fieldwork.workspaces import kind
from survey.settings import Workspace, WorkspaceKind
from survey.web_address import AddressInvalid, base_address, only_here
from survey.whole_file import write_whole

FILE: Final = "organisation.toml"
ON_THIS_COMPUTER: Final = "http://localhost:8501"


def kept_address(workspace: Workspace) -> str | None:
    """Return the address that was kept, None where none was; raises ``AddressInvalid``."""
    path = workspace.root / FILE
    if not path.is_file():
        return None
    try:
        return base_address(str(tomllib.loads(path.read_text("utf-8"))["address"]))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError):
        raise AddressInvalid(
            f'{FILE} cannot be read: it needs a line such as address = "https://survey.example.org".'
        ) from None


def keep_address(workspace: Workspace, address: str) -> None:
    """Keep an address that ``reachable_address`` accepts, whole or not at all."""
    checked = reachable_address(workspace, address)
    write_whole(workspace.root / FILE, f"address = {json.dumps(checked)}\n")


def reachable_address(workspace: Workspace, typed: str | None) -> str:
    """Return the address for letters, posters and mails: the one typed, else the one kept.

    A demonstration may lead to its own computer. Elsewhere that is refused, since nobody else
    could follow it. Raises ``AddressInvalid``.
    """
    address = base_address(typed) if typed else kept_address(workspace)
    if kind(workspace) is WorkspaceKind.DEMONSTRATION:
        return address or ON_THIS_COMPUTER
    if address is None:
        raise AddressInvalid(
            "Nobody would know where to answer: give the address at which employees reach the"
            " server, such as --base-url https://survey.example.org."
        )
    if only_here(address):
        raise AddressInvalid(
            f"--base-url {address}: only this computer finds that address. Give the one that"
            " employees can reach, such as https://survey.example.org."
        )
    return address


def address_of_links(workspace: Workspace, typed: str | None) -> str:
    """Return the address for a bare list of codes, where one's own computer will do for a try."""
    return (base_address(typed) if typed else kept_address(workspace)) or ON_THIS_COMPUTER

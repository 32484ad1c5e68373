"""The address at which employees reach the form, kept once for all that is printed or sent."""

from dataclasses import replace
from typing import Final

from survey.fieldwork.workspaces import kind
from survey.organisation.profile import FILE, keep_profile, read_profile
from survey.settings import Workspace, WorkspaceKind
from survey.web_address import AddressInvalid, base_address, only_here

__all__ = ["FILE", "address_of_links", "keep_address", "kept_address", "reachable_address"]

ON_THIS_COMPUTER: Final = "http://localhost:8501"


def kept_address(workspace: Workspace) -> str | None:
    """Return the address that was kept, None where none was; raises what is wrong with it."""
    return read_profile(workspace).address


def keep_address(workspace: Workspace, address: str) -> None:
    """Keep an address that ``reachable_address`` accepts, whole or not at all."""
    checked = reachable_address(workspace, address)
    keep_profile(workspace, replace(read_profile(workspace), address=checked))


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

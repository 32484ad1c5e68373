"""The address at which employees reach the form, kept once for all that is printed or sent.

A server writes down below which path it answers when it starts, so that no letter leads past it.
"""

import json
import tomllib
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from survey.errors import BearingError
from survey.fieldwork.workspaces import kind
from survey.organisation.profile import FILE, keep_profile, read_profile
from survey.settings import Workspace, WorkspaceKind
from survey.web_address import AddressInvalid, base_address, only_here
from survey.whole_file import write_whole

__all__ = [
    "FILE",
    "AddressElsewhere",
    "address_of_links",
    "keep_address",
    "keep_root",
    "kept_address",
    "kept_root",
    "reachable_address",
    "require_root",
]

ON_THIS_COMPUTER: Final = "http://localhost:8501"
SERVER_FILE: Final = "server.toml"


class AddressElsewhere(BearingError):
    """An address names another path than the one below which the server answers."""

    code = "ADDRESS-ELSEWHERE"


def keep_root(workspace: Workspace, root: str) -> None:
    """Write down the path below which the server answers, such as ``/bearing``, or nothing."""
    if kept_root(workspace) != root:
        write_whole(workspace.root / SERVER_FILE, f"path = {json.dumps(root)}\n")


def kept_root(workspace: Workspace) -> str | None:
    """Return the path below which the server answered last; None where none has started here."""
    try:
        return str(tomllib.loads((workspace.root / SERVER_FILE).read_text("utf-8"))["path"])
    except (OSError, ValueError, KeyError):
        return None  # whatever it says else is replaced when a server starts


def require_root(workspace: Workspace, address: str) -> None:
    """Raise ``AddressElsewhere`` for an address below which the server does not answer."""
    root, named = kept_root(workspace), urlsplit(address).path
    if root is not None and named != root:
        right = address.removesuffix(named) + root
        raise AddressElsewhere(
            "--base-url {address}: the form answers below {root} there, not below"
            " {named}. Give {right}, or start the server with --server.baseUrlPath"
            " {bare}.",
            address=address,
            root=root or "/",
            named=named or "/",
            right=right,
            bare=named.strip("/") or "/",
        )


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
    could follow it. Raises ``AddressInvalid`` or ``AddressElsewhere``.
    """
    address = _named(workspace, typed)
    if kind(workspace) is WorkspaceKind.DEMONSTRATION:
        return address or _on_this_computer(workspace)
    if address is None:
        raise AddressInvalid(
            "Nobody would know where to answer: give the address at which employees reach the"
            " server, such as --base-url https://survey.example.org."
        )
    if only_here(address):
        raise AddressInvalid(
            "--base-url {address}: only this computer finds that address. Give the one that"
            " employees can reach, such as https://survey.example.org.",
            address=address,
        )
    return address


def address_of_links(workspace: Workspace, typed: str | None) -> str:
    """Return the address for a bare list of codes, where one's own computer will do for a try."""
    return _named(workspace, typed) or _on_this_computer(workspace)


def _named(workspace: Workspace, typed: str | None) -> str | None:
    address = base_address(typed) if typed else kept_address(workspace)
    if address is not None:
        require_root(workspace, address)
    return address


def _on_this_computer(workspace: Workspace) -> str:
    return f"{ON_THIS_COMPUTER}{kept_root(workspace) or ''}"

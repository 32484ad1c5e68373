"""Completeness: whether the files of a workspace are those that its inventory names.

Opens no database, so that it can be asked beside a running server; what the databases say of
themselves is asked by the store when it opens them.
"""

import json
from pathlib import Path
from typing import Final

from survey.access import ledger
from survey.errors import Said
from survey.keeping.inventory import Held, Inventory, incomplete, key_fingerprint, read_inventory
from survey.keeping.seal import MANIFEST, sha256_of_file, unsealed_file
from survey.settings import Workspace

COLLECTING: Final = "collecting.duckdb"
ANSWERS: Final = "answers.duckdb"
MARKER_MISSING: Final = Said("is missing, while other pieces of a workspace are there")


def require_complete(workspace: Workspace) -> None:
    """Raise ``WorkspaceIncomplete`` naming the first piece that is missing or does not fit.

    A workspace from before there was an inventory is asked when its store is opened.
    """
    inventory = read_inventory(workspace)
    if inventory is not None:
        require_pieces(workspace, inventory)


def require_marker(workspace: Workspace) -> None:
    """Raise ``WorkspaceIncomplete`` for a folder that is a workspace but for its marker."""
    pieces = (workspace.registry, workspace.ledger, workspace.waves, workspace.secrets)
    if not workspace.exists and any(piece.exists() for piece in pieces):
        raise incomplete(workspace, workspace.marker.name, MARKER_MISSING)


def require_pieces(workspace: Workspace, inventory: Inventory) -> None:
    """Raise ``WorkspaceIncomplete`` naming the first piece that an inventory has and disk lacks."""
    for name, fingerprint in inventory.keys.items():
        _require_key(workspace, name, fingerprint)
    if not inventory.database:
        require_database(workspace, workspace.registry)
    for name, held in inventory.waves.items():
        if held.whole:
            _require_wave(workspace, name, held)
    _require_ledger(workspace, inventory)


def require_database(workspace: Workspace, path: Path) -> None:
    """Raise ``WorkspaceIncomplete`` where a database file is missing or empty."""
    piece = path.relative_to(workspace.root).as_posix()
    if not path.is_file():
        raise incomplete(workspace, piece, Said("is missing"))
    if not path.stat().st_size:
        raise incomplete(workspace, piece, Said("is empty"))


def _require_key(workspace: Workspace, name: str, fingerprint: str) -> None:
    path = workspace.secrets / name
    if not path.is_file():
        raise incomplete(workspace, f"{workspace.secrets.name}/{name}", Said("is missing"))
    if key_fingerprint(path.read_bytes()) != fingerprint:
        raise incomplete(
            workspace, f"{workspace.secrets.name}/{name}", Said("is not the key of this workspace")
        )


def _require_wave(workspace: Workspace, name: str, held: Held) -> None:
    folder = workspace.waves / name
    if held.marks:
        require_database(workspace, folder / COLLECTING)
    if held.answers:
        require_database(workspace, folder / ANSWERS)
        if sha256_of_file(folder / ANSWERS) != held.answers:
            piece = (folder / ANSWERS).relative_to(workspace.root).as_posix()
            raise incomplete(workspace, piece, Said("is not the file that was written at closing"))
    if held.release:
        _require_release(workspace, name, held)


def _require_release(workspace: Workspace, name: str, held: Held) -> None:
    """A release is looked for in both places: a stop while it was withdrawn leaves it in one."""
    places = [workspace.releases / name, workspace.withdrawn / name]
    found = [place / MANIFEST for place in places if (place / MANIFEST).is_file()]
    wanted = places[held.withdrawn].relative_to(workspace.root).as_posix()
    if not found or (not held.withdrawn and found != [places[0] / MANIFEST]):
        raise incomplete(workspace, wanted, Said("is missing"))
    try:
        sealed = json.loads(found[-1].read_bytes())["id"]
        changed = unsealed_file(found[-1].parent)
    except (ValueError, KeyError, TypeError) as damaged:
        raise incomplete(workspace, wanted, Said("is damaged")) from damaged
    if sealed != held.release:
        raise incomplete(workspace, wanted, Said("is not the release that was sealed of this wave"))
    if changed:
        raise incomplete(
            workspace, f"{wanted}/{changed}", Said("is missing or not as it was sealed")
        )


def _require_ledger(workspace: Workspace, inventory: Inventory) -> None:
    number, sha256 = inventory.ledger
    if not number:
        return
    if not workspace.ledger.is_file():
        raise incomplete(workspace, workspace.ledger.name, Said("is missing"))
    entries = ledger.entries(workspace)
    if len(entries) < number or entries[number - 1].sha256 != sha256:
        raise incomplete(
            workspace,
            workspace.ledger.name,
            Said("is older than the rest, or of another workspace"),
        )

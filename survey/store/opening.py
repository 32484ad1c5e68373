"""Opening the store of a workspace: in its own files, or in the database that it is kept in."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from survey.configuration import database_url
from survey.fieldwork.workspaces import kind
from survey.keeping.completeness import require_complete
from survey.keeping.inventory import in_database
from survey.settings import Workspace, WorkspaceKind
from survey.store.duckdb_store import DuckDBStore
from survey.store.errors import StoreBusy, StoreElsewhere
from survey.store.hold import still
from survey.store.protocol import Store
from survey.store.unfinished import enter_what_was_done

if TYPE_CHECKING:
    from survey.store.postgres.postgres_store import PostgresStore

_open_stores: dict[Path, "DuckDBStore | PostgresStore"] = {}
_opening = threading.Lock()


def open_store(workspace: Workspace) -> Store:
    """Return this process's store of a workspace, opened at the first call.

    In a database where the workspace says so, which ``BEARING_DATABASE_URL`` then names. Raises
    ``WorkspaceMissing`` for a folder that is none, ``StoreBusy`` where another process has its
    files, ``StoreElsewhere`` where setting and workspace do not say the same.
    """
    with _opening:
        if workspace.root not in _open_stores:
            store = _opened(workspace)
            try:
                enter_what_was_done(workspace, store)
            except BaseException:
                store.close()
                raise
            _open_stores[workspace.root] = store
        return _open_stores[workspace.root]


def close_store(workspace: Workspace) -> None:
    """Close this process's store of a workspace, if it is open."""
    with _opening:
        store = _open_stores.pop(workspace.root, None)
    if store is not None:
        store.close()


def verify_pieces(workspace: Workspace) -> bool:
    """Check that every piece of a workspace is there and fits; return whether a server has it.

    Raises ``WorkspaceIncomplete`` naming the first that does not. Beside a running server the
    databases cannot be looked into; all else is checked, while it writes nothing.
    """
    try:
        open_store(workspace)
    except StoreBusy:
        with still(workspace):
            require_complete(workspace)
        return True
    require_complete(workspace)
    return False


def serve_store(workspace: Workspace) -> Store:
    """Return the store for a server, or for a command that changes codes or dates.

    From here on, copies of its files from before do not fit.

    Raises as ``open_store`` does.
    """
    store = open_store(workspace)
    renew_marks(workspace)
    return store


def renew_marks(workspace: Workspace) -> None:
    """Renew the marks of the files of this process's store, if it is open."""
    with _opening:
        store = _open_stores.get(workspace.root)
    if store is not None:
        store.renew_marks()


def _opened(workspace: Workspace) -> "DuckDBStore | PostgresStore":
    url = database_url()
    if not in_database(workspace):
        if url and workspace.exists and kind(workspace) is WorkspaceKind.REAL:
            raise StoreElsewhere(
                "BEARING_DATABASE_URL is set, and the workspace {workspace!r} keeps its"
                " answers in files of its own. Unset it, or move them with:"
                " python -m survey store copy --to database",
                workspace=str(workspace.root),
            )
        return DuckDBStore(workspace)
    if not url:
        raise StoreElsewhere(
            "The workspace {workspace!r} keeps its answers in a database: name that in"
            " BEARING_DATABASE_URL.",
            workspace=str(workspace.root),
        )
    from survey.store.postgres.postgres_store import PostgresStore

    return PostgresStore(workspace, url)

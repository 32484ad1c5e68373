"""Destroying a file so that its content is not left on the disk under no name."""

import os
from pathlib import Path

from survey.settings import Workspace


def destroy(path: Path) -> None:
    """Overwrite a file with zeros and remove it, with its write-ahead log if it has one."""
    for victim in (path, path.with_name(f"{path.name}.wal")):
        if victim.exists():
            with victim.open("r+b") as file:
                file.write(bytes(victim.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            victim.unlink()


def destroy_files(workspace: Workspace) -> None:
    """Destroy every database file of a workspace: its codes and answers are elsewhere."""
    for path in (workspace.registry, *workspace.waves.glob("*/*.duckdb")):
        destroy(path)

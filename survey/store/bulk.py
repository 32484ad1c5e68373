"""The bulk reader: all answers of a closed wave at once. Imported by publishing alone."""

from pathlib import Path

import duckdb

from survey.keeping.completeness import ANSWERS
from survey.settings import Workspace
from survey.store.protocol import Wave


def open_answers(workspace: Workspace, wave: Wave) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to a wave's answers, table ``answer(unit, answers)``.

    It can reach no other file, and its settings are locked.
    """
    path: Path = workspace.waves / wave.name / ANSWERS
    return duckdb.connect(
        str(path),
        read_only=True,
        config={"enable_external_access": False, "lock_configuration": True},
    )

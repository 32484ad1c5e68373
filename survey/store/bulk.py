"""The bulk reader: all answers of a closed wave at once. Imported by publishing alone."""

from pathlib import Path
from typing import ClassVar

import duckdb

from survey.errors import BearingError
from survey.keeping.completeness import ANSWERS
from survey.settings import Workspace
from survey.store.protocol import Wave


class AnswersGone(BearingError):
    """The answers of the wave were destroyed."""

    code: ClassVar[str] = "ANSWERS-GONE"


def open_answers(workspace: Workspace, wave: Wave) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to a wave's answers, table ``answer(unit, answers)``.

    It can reach no other file, and its settings are locked. Raises ``AnswersGone`` once they were
    destroyed.
    """
    path: Path = workspace.waves / wave.name / ANSWERS
    if not path.exists():
        raise AnswersGone(
            "The answers of wave {wave!r} were destroyed, as people were promised: it can"
            " not be published any more.",
            wave=wave.name,
        )
    return duckdb.connect(
        str(path),
        read_only=True,
        config={"enable_external_access": False, "lock_configuration": True},
    )

"""The bulk reader: all answers of a closed wave at once. Imported by publishing alone."""

from pathlib import Path
from typing import ClassVar, Final, Self

import duckdb

from survey.configuration import database_url
from survey.errors import BearingError
from survey.keeping.completeness import ANSWERS
from survey.keeping.inventory import in_database
from survey.settings import Workspace
from survey.store.protocol import Wave

MAKE_ANSWERS: Final = "CREATE TABLE answer AS SELECT unit, answers FROM copied"


class AnswersGone(BearingError):
    """The answers of the wave were destroyed."""

    code: ClassVar[str] = "ANSWERS-GONE"

    @classmethod
    def of(cls, wave: Wave) -> Self:
        """Return the failure for a wave."""
        return cls(
            "The answers of wave {wave!r} were destroyed, as people were promised: it can"
            " not be published any more.",
            wave=wave.name,
        )


def open_answers(workspace: Workspace, wave: Wave) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to a wave's answers, table ``answer(unit, answers)``.

    It can reach no other file, and its settings are locked. Raises ``AnswersGone`` once they were
    destroyed.
    """
    if in_database(workspace):
        return _from_database(wave)
    path: Path = workspace.waves / wave.name / ANSWERS
    if not path.exists():
        raise AnswersGone.of(wave)
    return duckdb.connect(
        str(path),
        read_only=True,
        config={"enable_external_access": False, "lock_configuration": True},
    )


def _from_database(wave: Wave) -> duckdb.DuckDBPyConnection:
    """Return the answers of a wave copied into memory, where counting takes one pass over them."""
    from survey.store.postgres.closed_answers import read_closed

    copied = read_closed(database_url(), wave.position)
    if copied is None:
        raise AnswersGone.of(wave)
    connection = duckdb.connect(":memory:")
    connection.register("copied", copied)
    connection.execute(MAKE_ANSWERS)
    connection.unregister("copied")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection

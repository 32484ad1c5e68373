"""What a database server must not write down: answers in its log, and when each commit was.

Its write-ahead log and an archive of that are beyond what can be asked here: docs/operations.md.
"""

from typing import ClassVar, Final

from survey.errors import BearingError
from survey.store.postgres.database import Database

SETTINGS: Final = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"

SILENT: Final = {
    "log_statement": ("none", "ddl"),
    "log_min_duration_statement": ("-1",),
    "log_min_duration_sample": ("-1",),
    "log_transaction_sample_rate": ("0",),
    "log_parameter_max_length_on_error": ("0",),
    "track_commit_timestamp": ("off",),
    "auto_explain.log_min_duration": ("-1",),
    "pgaudit.log_parameter": ("off",),
}
"""What each setting of the server may be; one that it does not have cannot tell anything."""


class DatabaseTells(BearingError):
    """The database server would write down answers, or when they came."""

    code: ClassVar[str] = "DATABASE-TELLS"


def require_silent(database: Database) -> None:
    """Raise ``DatabaseTells`` naming the first setting by which a server keeps what it must not."""
    found = dict(database.read_composed(SETTINGS, [list(SILENT)]))
    for name, allowed in SILENT.items():
        if name in found and found[name] not in allowed:
            raise DatabaseTells(
                "The database server has {name} = {value}: by that its log would hold answers, or"
                " when each came. Set it to {allowed} for this database, such as with"
                " ALTER DATABASE ... SET {name} = '{allowed}', and start again.",
                name=name,
                value=found[name],
                allowed=allowed[0],
            )

"""All that a store keeps, as rows: to move a workspace between its files and a database.

Rows of a table have no order: what they hold is compared sorted, by count and hash.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from survey.errors import BearingError

Rows = list[tuple[Any, ...]]
Tables = dict[str, Rows]

REGISTRY: Final = {
    "wave": "name, position, state, instrument, policy, opened_on, closed_on, release_id,"
    " open_links, blind_tickets, dates",
    "unit": "wave, id, department, team, headcount",
    "closed_code": "wave, hash",
    "receipt": "wave, hash",
    "participation_shown": "wave, department, shown_on, responses",
}
"""Tables of the registry with their columns, the same in both."""

COLLECTING: Final = {
    "code": "hash, unit, round, kind",
    "handed_out": "unit, codes",
    "team_link": "token, unit",
    "exchanged": "code, blinded",
    "mailed": "list, line, sure",
}
"""Those of an open wave. Besides there are ``unspent``, ``answer`` and ``receipt``: hashes of
codes, units with packed answers, hashes."""


class CopyDiffers(BearingError):
    """What was written is not what was read."""

    code: ClassVar[str] = "COPY-DIFFERS"


@dataclass(frozen=True)
class Contents:
    """What a store keeps: its registry, by open wave its tables, by closed wave its answers."""

    registry: Tables
    open_waves: dict[str, Tables] = field(default_factory=dict)
    answers: dict[str, Rows] = field(default_factory=dict)

    def counted(self) -> dict[str, tuple[int, str]]:
        """Return of each table how many rows it has, and the SHA-256 of all of them sorted."""
        tables: dict[str, Rows] = {f"registry {name}": rows for name, rows in self.registry.items()}
        for wave, own in self.open_waves.items():
            tables |= {f"wave {wave!r} {name}": rows for name, rows in own.items()}
        tables |= {f"answers of {wave!r}": rows for wave, rows in self.answers.items()}
        return {name: (len(rows), _hash(rows)) for name, rows in tables.items()}

    def require_same(self, read_back: "Contents") -> None:
        """Raise ``CopyDiffers`` naming the first table that was not written as it was read."""
        wanted, found = self.counted(), read_back.counted()
        for name in sorted(wanted.keys() | found.keys()):
            if wanted.get(name) != found.get(name):
                raise CopyDiffers(
                    "{table} was not written as it was read. Nothing was changed: the workspace"
                    " is where it was.",
                    table=name,
                )


def column_names(columns: str) -> list[str]:
    """Return the names in a list of columns."""
    return [name.strip() for name in columns.split(",")]


def plain(rows: Iterable[Iterable[Any]]) -> Rows:
    """Return rows with every kind of bytes as ``bytes``."""
    return [
        tuple(bytes(one) if isinstance(one, bytearray | memoryview) else one for one in row)
        for row in rows
    ]


def columns_of(rows: Rows, columns: str) -> Mapping[str, list[Any]]:
    """Return rows as columns by name."""
    names = column_names(columns)
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def _hash(rows: Rows) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()

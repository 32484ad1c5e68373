"""Known codes: what a wave's file says of its codes, held in memory while the wave is open.

Everybody who opens a form asks what their code is worth, and the file has one connection and one
lock, which a commit holds for many milliseconds. So that nobody waits for it, all hashes are held
sorted: 45 bytes a code, a look-up in microseconds, no lock. The file remains what counts: a code is
spent there, in the transaction that keeps the answers, whatever this says.
"""

from collections.abc import Iterable
from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from survey.store import places

Hashes = npt.NDArray[np.bytes_]
Flags = npt.NDArray[np.bool_]

HASH: Final = "S32"
"""32 bytes. NumPy pads such text with zero bytes, so that none of a full length is cut."""

ALL_CODES: Final = "SELECT hash, unit, used, rowid AS row FROM code WHERE NOT waiting ORDER BY hash"
CLOSED_CODES: Final = "SELECT hash, wave FROM closed_code ORDER BY hash"


class KnownCodes:
    """The codes of one open wave: read as a whole, then told what was spent and what came new."""

    def __init__(
        self,
        hashes: Hashes,
        units: npt.NDArray[np.int32],
        used: Flags,
        rows: npt.NDArray[np.int64],
        shared: frozenset[int] = frozenset(),
    ) -> None:
        self.shared = shared
        """Unit ids of the teams whose codes share places; of these the file has to be asked."""
        self._hashes = hashes
        self._units = units
        self._used = used
        self._rows = rows
        self._added: dict[bytes, tuple[bool, int]] = {}

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> "KnownCodes":
        """Read all codes of a wave's file."""
        table = connection.sql(ALL_CODES).to_arrow_table()
        units = table["unit"].to_numpy().astype(np.int32)
        used = table["used"].to_numpy().copy()
        rows = table["row"].to_numpy().astype(np.int64)
        return cls(_hashes(table), units, used, rows, places.teams(connection))

    def look_up(self, code_hash: bytes) -> tuple[bool, int] | None:
        """Return whether a code is used, and its unit id; None where the wave does not have it."""
        at = _place(self._hashes, code_hash)
        if at is None:
            return self._added.get(code_hash)
        return bool(self._used[at]), int(self._units[at])

    def rows(self, hashes: Iterable[bytes]) -> list[int]:
        """Return where the file had these codes when it was read: to look there first."""
        found = (_place(self._hashes, code_hash) for code_hash in hashes)
        return [int(self._rows[at]) for at in found if at is not None]

    def spent(self, hashes: Iterable[bytes]) -> None:
        """Take known codes as used, after the commit that spent them."""
        for code_hash in hashes:
            at = _place(self._hashes, code_hash)
            if at is not None:
                self._used[at] = True
            elif code_hash in self._added:
                self._added[code_hash] = (True, self._added[code_hash][1])

    def add(self, code_hash: bytes, unit: int) -> None:
        """Take a code as there and unused, unless it is known."""
        if self.look_up(code_hash) is None:
            self._added[code_hash] = (False, unit)


class ClosedCodes:
    """The codes of the waves that are closed: which wave each of them belonged to."""

    def __init__(self, hashes: Hashes, waves: pa.ChunkedArray) -> None:
        self._hashes = hashes
        self._waves = waves

    @classmethod
    def read(cls, connection: duckdb.DuckDBPyConnection) -> "ClosedCodes":
        """Read the codes of all closed waves from the registry."""
        table = connection.sql(CLOSED_CODES).to_arrow_table()
        return cls(_hashes(table), table["wave"].dictionary_encode())

    def wave_of(self, code_hash: bytes) -> str | None:
        """Return the wave that a code belonged to, if any."""
        at = _place(self._hashes, code_hash)
        return None if at is None else str(self._waves[at].as_py())


def _hashes(table: pa.Table) -> Hashes:
    column = table["hash"].cast(pa.binary(32)).combine_chunks()
    return np.frombuffer(column.buffers()[1], HASH, len(column), column.offset * 32)


def _place(hashes: Hashes, code_hash: bytes) -> int | None:
    at = int(np.searchsorted(hashes, np.bytes_(code_hash)))
    # Compared as NumPy compares them: what it gives back has lost its last zero bytes.
    return at if at < len(hashes) and hashes[at] == np.bytes_(code_hash).rstrip(b"\0") else None

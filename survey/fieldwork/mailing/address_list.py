"""A list of addresses from a CSV file: department, team, email. It stays in memory.

No message quotes what stands in the file: a cell may hold an address where none belongs.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.csv_list import read_list
from survey.fieldwork.mailing.mailable import Unmailable, mailable
from survey.store.protocol import Unit

COLUMNS: Final = ("department", "team", "email")
ADDRESS: Final = re.compile(r"[^@\s<>()\[\],;:\\\"]{1,64}@[^@\s<>()\[\],;:\\\"]{1,255}")


class AddressesInvalid(BearingError):
    """The list of addresses cannot be used as it is."""

    code: ClassVar[str] = "ADDRESSES-INVALID"


@dataclass(frozen=True)
class Addressee:
    """A line of the list: the unit's id, where it stands, and an address that is never shown.

    ``email`` is as mail servers take it (``mailable``).
    """

    unit: int
    line: int
    email: str = field(repr=False)


def read_addresses(raw: bytes, name: str, units: Sequence[Unit]) -> tuple[Addressee, ...]:
    """Return the lines of a CSV file with the columns department, team, email.

    Parameters
    ----------
    raw
        The file's bytes, UTF-8.
    name
        The file's name, for messages.
    units
        The wave's units; each line has to name one.

    Raises
    ------
    AddressesInvalid
        With the line of the first thing that is wrong, and nothing of what stands there.
    """
    reader = read_list(raw, name, COLUMNS, AddressesInvalid)
    found = tuple(_addressees(reader, name, units))
    if not found:
        raise AddressesInvalid(f"{name} has no addresses. Add one line for each person.")
    return found


def _addressees(
    reader: "csv.DictReader[str]", name: str, units: Sequence[Unit]
) -> Iterator[Addressee]:
    ids = {(unit.department, unit.team): unit.id for unit in units}
    first: dict[str, int] = {}
    for cells in reader:
        line = reader.line_num
        department, team, email = ((cells.get(column) or "").strip() for column in COLUMNS)
        if (department, team) not in ids:
            raise AddressesInvalid(
                f"{name}, line {line}: no such team on the wave's staff list. Department and team"
                " have to be written as they are there."
            )
        if not ADDRESS.fullmatch(email) or not email.isprintable():
            raise AddressesInvalid(f"{name}, line {line}, column email: not one address.")
        try:
            email = mailable(email)
        except Unmailable as reason:
            raise AddressesInvalid(
                f"{name}, line {line}, column email: the address {reason}. Correct it, or leave the"
                " line out and give that person a letter."
            ) from None
        if first.setdefault(email.lower(), line) != line:
            raise AddressesInvalid(
                f"{name}, line {line}: the address of line {first[email.lower()]} again. Each"
                " person gets one code."
            )
        yield Addressee(ids[department, team], line, email)

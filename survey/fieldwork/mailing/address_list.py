"""A list of addresses from a CSV file: department, team, email. It stays in memory.

No message quotes what stands in the file: a cell may hold an address where none belongs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.mailing.mailable import Unmailable, mailable
from survey.fieldwork.named_list import ListLine, read_list
from survey.fieldwork.names import one_form
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
    lines = read_list(raw, name, COLUMNS, AddressesInvalid).lines
    found = tuple(_addressees(lines, name, units))
    if not found:
        raise AddressesInvalid("{name} has no addresses. Add one line for each person.", name=name)
    return found


def _addressees(lines: Sequence[ListLine], name: str, units: Sequence[Unit]) -> Iterator[Addressee]:
    ids = {(one_form(unit.department), one_form(unit.team)): unit.id for unit in units}
    first: dict[str, int] = {}
    for each in lines:
        line = each.number
        department, team = (one_form(each.cells[column]) for column in COLUMNS[:2])
        email = each.cells["email"].strip()
        if (department, team) not in ids:
            raise AddressesInvalid(
                "{name}, line {line}: no such team on the wave's staff list. Department and team"
                " have to be written as they are there.",
                name=name,
                line=line,
            )
        if not ADDRESS.fullmatch(email) or not email.isprintable():
            raise AddressesInvalid(
                "{name}, line {line}, column email: not one address.", name=name, line=line
            )
        try:
            email = mailable(email)
        except Unmailable as refused:
            raise AddressesInvalid(
                "{name}, line {line}, column email: the address {reason}. Correct it, or leave the"
                " line out and give that person a letter.",
                name=name,
                line=line,
                reason=refused.why,
            ) from None
        if first.setdefault(email.lower(), line) != line:
            raise AddressesInvalid(
                "{name}, line {line}: the address of line {earlier} again. Each"
                " person gets one code.",
                name=name,
                line=line,
                earlier=first[email.lower()],
            )
        yield Addressee(ids[department, team], line, email)

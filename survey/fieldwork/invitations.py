"""Invitations: single-use codes for every person on the staff list, handed out by team."""

import csv
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from survey.access.ledger import Action, record
from survey.errors import BearingError
from survey.fieldwork.codes import display
from survey.settings import Workspace
from survey.store.protocol import Store, Wave

COLUMNS: Final = ("department", "team", "code", "link")
ORDER: Final = random.SystemRandom()


class CodesIssued(BearingError):
    """The wave's codes were issued already; they are shown once and never again."""

    code: ClassVar[str] = "CODES-ISSUED"


@dataclass(frozen=True)
class IssuedCode:
    """One invitation: a code in normal form and the team that it is for."""

    department: str
    team: str
    code: str


def issue(workspace: Workspace, store: Store, wave: Wave) -> tuple[IssuedCode, ...]:
    """Make one code for each person on the staff list, by team, in random order within it.

    Raises ``CodesIssued`` at the second call: a second set would let people answer twice.
    """
    if store.codes_issued(wave.name):
        raise CodesIssued(
            f"The codes of wave {wave.name!r} were issued already. They are shown once and kept"
            " only as hashes, so they cannot be shown again."
        )
    codes = store.issue_codes(wave.name, {unit.id: unit.headcount or 0 for unit in wave.units})
    issued = []
    for unit in sorted(wave.units, key=lambda unit: (unit.department, unit.team)):
        own = list(codes[unit.id])
        ORDER.shuffle(own)
        issued += [IssuedCode(unit.department, unit.team, code) for code in own]
    record(workspace, Action.CODES_ISSUED, wave.name, codes=len(issued))
    return tuple(issued)


def link(code: str, base_url: str) -> str:
    """Return the address that opens the form with a code."""
    return f"{base_url.rstrip('/')}/s/{display(code)}"


def codes_csv(codes: Sequence[IssuedCode], base_url: str) -> str:
    """Return the codes as CSV: department, team, code in groups of four, link."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [issued.department, issued.team, display(issued.code), link(issued.code, base_url)]
        for issued in codes
    )
    return text.getvalue()

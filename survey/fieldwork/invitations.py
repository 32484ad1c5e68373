"""Invitations: single-use codes for every person on the staff list, handed out by team."""

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Final

from survey.access.ledger import Action, record
from survey.errors import BearingError
from survey.fieldwork.codes import display
from survey.settings import Workspace
from survey.spreadsheet_text import without_formula
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
    """Make a code for each person on the staff list who has none yet, in random order by team.

    Raises ``CodesIssued`` where every team has its codes: more would let people answer twice.
    """
    return issue_some(workspace, store, wave, codes_left(store, wave))


@contextmanager
def handing_out(workspace: Workspace, store: Store, wave: Wave) -> Iterator[tuple[IssuedCode, ...]]:
    """Issue codes for as long as it takes to hand them out; what fails there takes them back.

    Codes are shown once: either they are where they were asked for, or they do not exist. Raises
    what ``issue`` raises, and whatever ended the handing out, after the codes are void.
    """
    issued = issue(workspace, store, wave)
    try:
        yield issued
    except BaseException:
        take_back(workspace, store, wave, [one.code for one in issued])
        raise


def take_back(workspace: Workspace, store: Store, wave: Wave, codes: Sequence[str]) -> None:
    """Make codes void that reached nobody, so that their teams can get new ones."""
    if codes:
        store.take_back_codes(wave.name, codes)
        record(workspace, Action.CODES_TAKEN_BACK, wave.name, codes=len(codes))


def codes_left(store: Store, wave: Wave) -> dict[int, int]:
    """Return by unit id how many codes a team may still get: one a person, all ways together."""
    issued = store.codes_by_unit(wave.name)
    return {unit.id: max((unit.headcount or 0) - issued.get(unit.id, 0), 0) for unit in wave.units}


def issue_some(
    workspace: Workspace, store: Store, wave: Wave, per_unit: Mapping[int, int]
) -> tuple[IssuedCode, ...]:
    """Make so many codes by unit id; raises ``CodesIssued`` where a team would get too many."""
    left = codes_left(store, wave)
    if not any(per_unit.values()) or any(count > left[unit] for unit, count in per_unit.items()):
        raise CodesIssued(
            f"The codes of wave {wave.name!r} were issued already, one for each person on the staff"
            " list. They are shown once and kept only as hashes, so they cannot be shown again."
        )
    codes = store.issue_codes(wave.name, per_unit)
    issued = []
    for unit in sorted(wave.units, key=lambda unit: (unit.department, unit.team)):
        own = list(codes.get(unit.id, ()))
        ORDER.shuffle(own)
        issued += [IssuedCode(unit.department, unit.team, code) for code in own]
    record(workspace, Action.CODES_ISSUED, wave.name, codes=len(issued))
    return tuple(issued)


def link(code: str, base_url: str) -> str:
    """Return the address that opens the form with a code."""
    return f"{base_url.rstrip('/')}/s/{display(code)}"


def codes_csv(codes: Sequence[IssuedCode], base_url: str) -> str:
    """Return the codes as CSV: department, team, code in groups of four, link.

    It is made for spreadsheets and mail merge: it begins with a byte-order mark, without which
    they misread umlauts, and a name that they would take for a formula has an apostrophe before it.
    """
    text = io.StringIO(newline="")
    text.write("\ufeff")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [
            without_formula(issued.department),
            without_formula(issued.team),
            display(issued.code),
            link(issued.code, base_url),
        ]
        for issued in codes
    )
    return text.getvalue()

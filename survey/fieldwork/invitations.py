"""Invitations: single-use codes for every person on the staff list, handed out by team."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, Final

from survey.access.ledger import Action, record
from survey.errors import BearingError, Said
from survey.fieldwork.codes import display
from survey.fieldwork.entered_codes import turn
from survey.fieldwork.rounds import Kind, Order
from survey.settings import Workspace
from survey.spreadsheet_text import without_formula
from survey.store.protocol import Store, Wave

COLUMNS: Final = ("department", "team", "code", "link")
ORDER: Final = random.SystemRandom()


class CodesIssued(BearingError):
    """The wave's codes were issued already; they are shown once and never again."""

    code: ClassVar[str] = "CODES-ISSUED"


class OrderRefused(BearingError):
    """So many codes cannot be given out again, or so many people not have joined."""

    code: ClassVar[str] = "CODES-TOO-MANY"


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
    return issue_some(workspace, store, wave, first_codes(store, wave))


def issue_some(
    workspace: Workspace, store: Store, wave: Wave, order: Order
) -> tuple[IssuedCode, ...]:
    """Make the codes of an order, which open the form from now on; raises what ``reserve`` does."""
    with handing_out(workspace, store, wave, order) as issued:
        return issued


@contextmanager
def handing_out(
    workspace: Workspace, store: Store, wave: Wave, order: Order
) -> Iterator[tuple[IssuedCode, ...]]:
    """Make codes for as long as it takes to hand them out; after that they open the form.

    Codes are shown once: either they are where they were asked for, or they do not exist. Earlier
    codes of a team serve as before until then. Raises what ``reserve`` raises, and whatever ended
    the handing out, after the codes are void.
    """
    issued = reserve(workspace, store, wave, order)
    codes = [one.code for one in issued]
    try:
        yield issued
        store.confirm_codes(wave.name, codes)
    except BaseException:
        take_back(workspace, store, wave, codes)
        raise


def reserve(workspace: Workspace, store: Store, wave: Wave, order: Order) -> tuple[IssuedCode, ...]:
    """Make the codes of an order, which open nothing until the store confirms them.

    Raises ``CodesIssued`` where a team has its first codes, ``OrderRefused`` for more than it has
    people. Neither depends on who has answered.
    """
    _require(store, wave, order)
    with turn(workspace):
        codes = store.reserve_codes(wave.name, order.per_unit, order.kind)
        _record(workspace, wave, order)
    issued = []
    for unit in sorted(wave.units, key=lambda unit: (unit.department, unit.team)):
        own = list(codes.get(unit.id, ()))
        ORDER.shuffle(own)
        issued += [IssuedCode(unit.department, unit.team, code) for code in own]
    return tuple(issued)


def take_back(workspace: Workspace, store: Store, wave: Wave, codes: Sequence[str]) -> None:
    """Make codes void that reached nobody, so that their teams can get new ones.

    One that was used all the same stays, and is not entered.
    """
    if codes:
        with turn(workspace):
            gone = store.take_back_codes(wave.name, codes)
            if gone:
                record(workspace, Action.CODES_TAKEN_BACK, wave.name, codes=gone)


def first_codes(store: Store, wave: Wave) -> Order:
    """Return the order of a code for each person on the staff list who has none."""
    return Order(codes_left(store, wave))


def codes_left(store: Store, wave: Wave) -> dict[int, int]:
    """Return by unit id how many codes a team may still get: one a person, all ways together."""
    issued = store.codes_by_unit(wave.name)
    return {unit.id: max((unit.headcount or 0) - issued.get(unit.id, 0), 0) for unit in wave.units}


def people_with_codes(store: Store, wave: Wave) -> dict[int, int]:
    """Return by unit id how many people got a code, those who joined among them."""
    issued, joined = store.codes_by_unit(wave.name), store.people_joined(wave.name)
    return {unit.id: issued.get(unit.id, 0) + joined.get(unit.id, 0) for unit in wave.units}


def may_join(store: Store, wave: Wave) -> dict[int, int]:
    """Return by unit id how many people may still join: a team can double, and no more.

    Who joins counts for no threshold, so that nobody raises a team above k by inventing people.
    """
    joined = store.people_joined(wave.name)
    return {unit.id: (unit.headcount or 0) - joined.get(unit.id, 0) for unit in wave.units}


def _require(store: Store, wave: Wave, order: Order) -> None:
    limits = {Kind.FIRST: codes_left, Kind.AGAIN: people_with_codes, Kind.JOINED: may_join}
    most = limits[order.kind](store, wave)
    above = [unit for unit in wave.units if order.per_unit.get(unit.id, 0) > most[unit.id]]
    if order.kind is Kind.FIRST and (above or not any(order.per_unit.values())):
        raise CodesIssued(
            "The codes of wave {wave!r} were issued already, one for each person on the staff"
            " list. They are shown once and kept only as hashes, so they cannot be shown again.",
            wave=wave.name,
        )
    if not any(order.per_unit.values()):
        raise OrderRefused("No team is named that should get codes. Name a team and a number.")
    for unit in above:
        words = (
            Said(
                "{asked} codes to give out again, and {most} people have got one. Name no more"
                " than these.",
                asked=order.per_unit[unit.id],
                most=most[unit.id],
            )
            if order.kind is Kind.AGAIN
            else Said(
                "{asked} more people, and {most} more may join. A team can double while a wave is"
                " open; a new team needs a wave with a new staff list.",
                asked=order.per_unit[unit.id],
                most=most[unit.id],
            )
        )
        raise OrderRefused(
            "Team {team!r} of {department!r}: {why}",
            team=unit.team,
            department=unit.department,
            why=words,
        )


def _record(workspace: Workspace, wave: Wave, order: Order) -> None:
    if order.kind is Kind.FIRST:
        record(workspace, Action.CODES_ISSUED, wave.name, codes=sum(order.per_unit.values()))
        return
    for unit in wave.units:
        if count := order.per_unit.get(unit.id, 0):
            team = {"department": unit.department, "team": unit.team}
            if order.kind is Kind.JOINED:
                record(workspace, Action.PEOPLE_JOINED, wave.name, people=count, **team)
            else:
                record(
                    workspace, Action.CODES_GIVEN_AGAIN, wave.name,
                    codes=count, reason=str(order.reason), **team,
                )  # fmt: skip


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

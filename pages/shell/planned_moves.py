"""Who moved since the last wave, asked before one opens: what that does to the rows of the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.disclosure.planner import Plan, plan
from analytics.disclosure.staff_changes import moved_rows
from analytics.disclosure.standing.said import moves_may_help
from analytics.disclosure.wave_guard import Since, WavesTooClose
from analytics.release.content import Release
from analytics.release.reader import open_release
from pages.shell import moves, table, workspace
from pages.shell.language import words
from pages.shell.lead import paragraph
from survey.fieldwork.moves import Staff
from survey.fieldwork.policy import Policy
from survey.store.protocol import Unit, Wave


@dataclass(frozen=True)
class Known:
    """The release that stands with who moved since, and everybody by where they were and are."""

    since: Since
    staff: Staff


def ask(units: Sequence[Unit], policy: Policy, standing: Sequence[Wave], key: str) -> Known | None:
    """Ask for a list of moves where one may help; None where none was given that can be used."""
    if not units or not moves_may_help(standing):
        return None
    (before,) = standing
    given = moves.ask(before, units, policy, key)
    if given.moves is None:
        return None
    groups = open_release(workspace.current().releases / before.name).groups
    return Known(Since(groups, before.units, given.moves), given.staff)


def planned(
    units: Sequence[Unit],
    rate: float,
    policy: Policy,
    standing: Sequence[Release] = (),
    known: Known | None = None,
) -> Plan:
    """Return the plan by who moved; that of ranges where nobody says, or too few came or left."""
    if known:
        try:
            return plan(units, rate, policy, since=known.since)
        except WavesTooClose:
            pass  # ``moves.ask`` has said so
    return plan(units, rate, policy, standing)


def show(with_moves: Plan, units: Sequence[Unit], policy: Policy, known: Known) -> None:
    """Draw who came to each row and who went, and say which rows are shown together for it."""
    text = words()
    found = moved_rows(with_moves.conditions.rows, units, known.staff)
    if not found:
        paragraph(text("planner.moved.none"))
        return
    counted = ("joined", "came", "went", "left")
    columns = [text(f"planner.column.{name}") for name in ("row", "department")]
    columns += [text(f"planner.moved.{name}") for name in counted]
    rows = [
        [one.row.team, one.row.department, *(str(getattr(one, name)) for name in counted)]
        for one in found
    ]
    table.show(text("planner.moved"), columns, rows)
    alone = {row.units for row in plan(units, with_moves.rate, policy).conditions.rows}
    joined = [row.team for row in with_moves.conditions.rows if row.units not in alone]
    if joined:
        paragraph(text("planner.moved.together", rows="; ".join(joined)))
    else:
        paragraph(text("planner.moved.alone"))

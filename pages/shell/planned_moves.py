"""Who moved since the last wave, asked before one opens: what that does to the rows of the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.disclosure.planner import Plan, plan
from analytics.disclosure.staff_changes import moved_rows
from analytics.disclosure.standing.said import moves_may_help
from analytics.disclosure.wave_guard import Since, differ_by_few
from analytics.release.reader import open_release
from pages.shell import moves, table, workspace
from pages.shell.language import words
from pages.shell.lead import paragraph
from survey.fieldwork.moves import Staff
from survey.fieldwork.policy import Policy
from survey.store.protocol import Unit, Wave
from survey.vocabulary import Sensitivity


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
    release = open_release(workspace.current().releases / before.name)
    return Known(Since(release, before.units, given.moves), given.staff)


def show(planned: Plan, units: Sequence[Unit], policy: Policy, known: Known) -> None:
    """Draw who came to each row and who went, and say what would be shown of it."""
    text = words()
    found = moved_rows(planned.conditions.rows, units, known.staff)
    if found:
        counted = ("joined", "came", "went", "left")
        columns = [text(f"planner.column.{name}") for name in ("row", "department")]
        columns += [text(f"planner.moved.{name}") for name in counted]
        rows = [
            [one.row.team, one.row.department, *(str(getattr(one, name)) for name in counted)]
            for one in found
        ]
        table.show(text("planner.moved"), columns, rows)
    else:
        paragraph(text("planner.moved.none"))
    kind = "ranges" if _few(plan(units, 1.0, policy), units, policy, known) else "numbers"
    paragraph(text(f"planner.moved.{kind}", wave=known.since.release.manifest.wave))


def _few(everybody: Plan, units: Sequence[Unit], policy: Policy, known: Known) -> bool:
    """Whether rows differ from those that stand by fewer people than a threshold, if all answer."""
    names = {unit.id: (unit.department, unit.team) for unit in units}
    return any(
        differ_by_few(
            known.since,
            {names[unit]: (row.department, row.team) for row in rows for unit in row.units},
            units,
            sensitivity,
            policy.threshold(sensitivity),
        )
        for sensitivity in Sensitivity
        if (rows := everybody.of(sensitivity).rows)
    )

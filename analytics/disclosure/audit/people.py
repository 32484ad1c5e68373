"""People behind a row: of a team no more than its staff list names, however many answers came.

Whoever sent a team's answers beyond its people, and most of the others, subtracts them.
"""

from collections.abc import Iterator, Sequence

from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.reading.published_release import Attendance, Sizes
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import TOTAL


def people_findings(table: Table, sizes: Sizes) -> Iterator[Finding]:
    """Yield the rows of a measure behind which there are fewer people than promised.

    ``sizes`` says who answered and, where that is known, how many people each team has.
    """
    attended = sizes.get(table.measure, ())
    for row in table.rows:
        people = sum(_people(row, attended).values())
        if row.says is not Says.NOTHING and 0 < people < table.threshold:
            what = f"rests on {people} people at most, fewer than {table.threshold}"
            yield Finding(
                code=Leak.BASE.value,
                measure=table.measure,
                department=row.department,
                team=row.team,
                message=f"{table.measure} of {row.department}, {row.team}: {what}",
                arithmetic=f"{row.label}: {row.n} answers, and more than one of some people",
            )


def _people(row: Row, attended: Sequence[Attendance]) -> dict[Team, int]:
    """By team of a row, the people who may be behind its answers."""
    found: dict[Team, int] = {}
    for one in attended:
        team = (one.department, one.team)
        inside = row.breakdown == TOTAL or one.categories.get(row.breakdown) in row.categories
        if team in row.teams and inside:
            answers = found.get(team, 0) + one.n
            found[team] = answers if one.headcount is None else min(answers, one.headcount)
    return found

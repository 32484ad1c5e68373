"""By a list: a release that a list of moves guards, though not everybody on it answered.

The list says who joined, left and moved, and not who answered. Where of a row's people all answered
in both waves, it is the same; else who did not answer again may be all that two waves differ by.
"""

from collections.abc import Mapping

from analytics.disclosure.audit.finding import Finding
from analytics.disclosure.audit.over_time.attack import OverTime
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.disclosure.audit.reading.table import Row, Table, Team
from analytics.release.content import Release


def findings_by_list(release: Release, staff: Mapping[Team, int]) -> list[Finding]:
    """Return for each measure the first row of which not exactly its people answered.

    ``staff`` is how many people each team has on the wave's staff list. A measure of which no row
    says how many answered is not published.
    """
    found = []
    for table in release_tables(release):
        rows = [row for row in table.rows if row.is_team_row]
        open_rows = [row for row in rows if row.n != sum(staff.get(team, 0) for team in row.teams)]
        if open_rows and any(row.n for row in rows):
            found.append(_finding(table, open_rows[0], release.manifest.wave))
    return found


def _finding(table: Table, row: Row, wave: str) -> Finding:
    return Finding(
        code=OverTime.LIST.value,
        measure=table.measure,
        department=row.department,
        team=row.team,
        message=(
            f"{table.measure} of {row.department}, {row.team}: not everybody on the staff list of"
            f" {wave!r} answered, so the list of moves does not say by whom two waves differ"
        ),
        arithmetic=f"{wave}: {row.label}",
    )

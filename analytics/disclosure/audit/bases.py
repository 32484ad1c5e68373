"""Bases: published numbers that rest on fewer answers than promised."""

from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.reading.table import Row, Says, Table


def below_threshold(row: Row, table: Table) -> bool:
    """Return whether a row has a number, and fewer answers than the threshold behind it."""
    return row.says is not Says.NOTHING and row.n is not None and 0 < row.n < table.threshold


def base_findings(table: Table) -> list[Finding]:
    """Return a finding for each row that rests on too few answers."""
    what = f"rests on fewer than {table.threshold} answers"
    return [
        Finding(
            code=Leak.BASE.value,
            measure=table.measure,
            department=row.department,
            team=row.team,
            message=f"{table.measure} of {row.department}, {row.team}: {what}",
            arithmetic=row.label,
        )
        for row in table.rows
        if below_threshold(row, table)
    ]

"""Spread: a standard deviation so small that all answers of each row must be alike."""

from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.reading.table import Says, Table
from analytics.release.model import TOTAL


def spread_findings(table: Table) -> list[Finding]:
    """Return a finding where the published spread leaves no difference within any row.

    (n - 1) s² = Σ (x - mean)² ≥ what lies between rows; one person one step off the others of a
    row adds at least half a step squared.
    """
    spread = table.spread
    if spread is None or spread.n < 2:
        return []
    rows = [row for row in table.rows if row.is_team_row and row.n and row.says is Says.TRUTH]
    if not rows:
        return []
    people = sum(row.n or 0 for row in rows)
    centre = sum((row.n or 0) * (row.low + row.high) / 2 for row in rows) / people
    between = sum((row.n or 0) * max(row.low - centre, centre - row.high, 0.0) ** 2 for row in rows)
    within = (spread.n - 1) * spread.high**2 - between
    if within >= 0.5 / min(table.full, 100) ** 2:
        return []
    what = "the published spread says that all answers in each row are alike"
    message = f"{table.measure} of {TOTAL}, {TOTAL}: {what}"
    return [Finding(Leak.SPREAD.value, table.measure, TOTAL, TOTAL, message)]

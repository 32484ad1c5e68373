"""What a reader sees of a release: the rows of his departments, and the organisation's.

The one rule by which screens, reports and exports keep to a scope. It protects nobody: the release
is safe to show whole, and the promise page shows its proof to everyone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from analytics.release.content import Release
from analytics.release.counterparts import Row
from analytics.release.model import GROUP_JOIN, TOTAL
from survey.access.scope import Scope
from survey.errors import BearingError


class DepartmentUnknown(BearingError):
    """The release has no department of that name."""

    code: ClassVar[str] = "DEPARTMENT-UNKNOWN"


def seen(release: Release, scope: Scope) -> Release:
    """Return a release as somebody with this scope sees it; the release itself without a limit.

    A row of several departments belongs to each of them. What is about the organisation, its
    links with health among it, is everybody's. What is worked out over all groups takes
    ``whole``, so that a number is the same whoever looks at it. The names of all teams of a row's
    department stay, those of a department that is shown with his own among them: whether a row
    is the same as in another wave depends on them.
    """
    if not scope.limited:
        return release.whole
    whole = release.whole
    inside = _inside(whole, scope)
    return replace(
        whole,
        cells=tuple(one for one in whole.cells if inside(one.department, one.team)),
        participation=tuple(one for one in whole.participation if inside(one.department, one.team)),
        groups=tuple(one for one in whole.groups if inside(one.group_department, TOTAL)),
        analyses=tuple(one for one in whole.analyses if inside(one.department, one.team)),
        distributions=tuple(one for one in whole.distributions if inside(one.department, TOTAL)),
        scope=scope,
        sealed=whole,
    )


def absent(release: Release, scope: Scope) -> tuple[str, ...]:
    """Return the departments of a scope that the staff list of this wave does not have."""
    there = {member.department for member in release.whole.groups}
    return tuple(name for name in scope.departments if name not in there)


def _inside(release: Release, scope: Scope) -> Callable[[str, str], bool]:
    """Return whether a row, by the names of its department and team, lies inside a scope."""
    rows = departments_of_rows(release)

    def inside(department: str, team: str) -> bool:
        if department == TOTAL:
            return True
        counted = rows.get((department, team)) or rows.get((department, TOTAL))
        if counted is not None:
            return scope.holds(counted)
        # The area of a breakdown joins rows; names may hold the joining sign themselves.
        joined = f"{GROUP_JOIN}{department}{GROUP_JOIN}"
        return any(f"{GROUP_JOIN}{one}{GROUP_JOIN}" in joined for one in scope.departments)

    return inside


def departments_of_rows(release: Release) -> Mapping[Row, frozenset[str]]:
    """Return which departments of the staff list each row counts, by its department and team."""
    rows: dict[Row, set[str]] = {}
    for one in release.groups:
        for department, team in (
            (one.department, one.team),
            (one.group_department, one.group_team),
        ):
            rows.setdefault((department, team), set()).add(one.department)
            rows.setdefault((department, TOTAL), set()).add(one.department)
    return {row: frozenset(departments) for row, departments in rows.items()}

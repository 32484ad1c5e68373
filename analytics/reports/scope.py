"""What a report is about: the whole organisation, or one department beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from analytics.charts.grid import MAIN_STATISTICS
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import (
    GROUP_JOIN,
    TOTAL,
    Cell,
    GroupMember,
    MeasureEntry,
)
from analytics.release.sight import DepartmentUnknown
from analytics.reports.background import ALONE, Background
from survey.fieldwork.actions import PlannedAction
from survey.i18n.catalogue import Texts
from survey.vocabulary import MeasureRole, Sensitivity


@dataclass(frozen=True)
class Scope:
    """A release, the language of the report, and the rows that it shows.

    Attributes
    ----------
    departments
        Names of the department rows that belong to the report, pooled ones included; None for
        all of them.
    beside
        Earlier waves, actions, days and author.
    """

    release: Release
    texts: Texts
    department: str | None = None
    departments: frozenset[str] | None = None
    beside: Background = ALONE

    @classmethod
    def of(
        cls, release: Release, texts: Texts, department: str | None, beside: Background = ALONE
    ) -> Self:
        """Return the scope; raises ``DepartmentUnknown``, naming the departments there are."""
        if department is None:
            return cls(release, texts, beside=beside)
        rows = {member.group_department for member in _named(release.groups, department)}
        if not rows:
            known = sorted({member.department for member in release.groups})
            raise DepartmentUnknown(
                "Wave {wave!r} has no department {department!r}. It has: {known}.",
                wave=release.manifest.wave,
                department=department,
                known=", ".join(known),
            )
        return cls(release, texts, department, frozenset({department, *rows}), beside)

    def includes(self, department: str) -> bool:
        """Tell whether a row of this department belongs to the report."""
        return self.departments is None or department in self.departments

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The means and shares without breakdown of the report's rows and the organisation."""
        return tuple(
            cell
            for cell in self.release.cells
            if cell.breakdown == TOTAL
            and cell.statistic in MAIN_STATISTICS
            and (cell.department == TOTAL or self.includes(cell.department))
        )

    @property
    def participation(self) -> tuple[Cell, ...]:
        """Participation of the organisation and of the report's departments."""
        return tuple(
            cell
            for cell in self.release.participation
            if cell.department == TOTAL or self.includes(cell.department)
        )

    @property
    def actions(self) -> tuple[PlannedAction, ...]:
        """The actions that take place in the report's departments, in the order of their adding."""
        return tuple(
            one
            for one in self.beside.actions
            if self.departments is None or any(name in self.departments for name, _ in one.units)
        )

    def measures(self, role: MeasureRole) -> tuple[MeasureEntry, ...]:
        """Return the measures of a role that have a cell, in the instrument's order."""
        present = {cell.measure for cell in self.cells}
        return tuple(
            entry for entry in self.release.measures if entry.role is role and entry.key in present
        )

    def name_of(self, measure: str) -> str:
        """Return what a measure is called in the report's language."""
        return in_language(self.release.measure(measure).name, self.texts.language)

    def organisation_cell(self, measure: str) -> Cell | None:
        """Return the organisation's own cell of a measure."""
        whole = (TOTAL, TOTAL, measure)
        found = (c for c in self.cells if (c.department, c.team, c.measure) == whole)
        return next(found, None)

    def pooled(self, sensitivity: Sensitivity) -> tuple[GroupMember, ...]:
        """Return the report's units that have no row of their own for a sensitivity."""
        return tuple(
            member
            for member in self.release.groups
            if member.sensitivity is sensitivity
            and self.includes(member.group_department)
            and (member.department, member.team) != (member.group_department, member.group_team)
        )


def _named(groups: Iterable[GroupMember], department: str) -> list[GroupMember]:
    names = set(department.split(GROUP_JOIN))
    return [
        member
        for member in groups
        if member.group_department == department or {member.department} == names
    ]

"""What is proven of a table at once, and what is left to be attacked block by block."""

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from analytics.disclosure.audit.certificate import Shown
from analytics.disclosure.audit.reading.table import Table


class Area(NamedTuple):
    """Departments that are proven safe together, with the worlds that show it to a reader."""

    departments: frozenset[str]
    parts: Sequence[Shown] = ()


class Proven(NamedTuple):
    """The departments of a table that are left, and the areas that are not."""

    left: frozenset[str]
    areas: Sequence[Area] = ()

    @classmethod
    def nothing(cls, table: Table) -> "Proven":
        """Return that everything is left."""
        return cls(frozenset(department for department, _ in table.answers))

    def shown(self, beside: Set[str] = frozenset()) -> Iterator[Shown]:
        """Yield the worlds of the areas that hold none of some departments."""
        for area in self.areas:
            if area.departments.isdisjoint(beside):
                yield from area.parts

    def whole(self, departments: Set[str]) -> frozenset[str]:
        """Return all departments of the areas that hold any of some."""
        touched = (one.departments for one in self.areas if one.departments & departments)
        return frozenset[str]().union(*touched)

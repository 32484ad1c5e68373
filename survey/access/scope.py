"""Scope: the departments that a member of staff works for, where a role is limited to some.

A release is safe to show whole, to anybody (docs/anonymity.md). So a scope protects nobody: it is
a courtesy that keeps a reader to what concerns him.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Self


@dataclass(frozen=True)
class Scope:
    """The departments that somebody is limited to; none of them where the role is not limited.

    ``departments`` are names as on the staff list of the waves, each once, in alphabetical order.
    """

    departments: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, departments: Iterable[str]) -> Self:
        """Return the scope of departments, however often and in whatever order they are named."""
        return cls(tuple(sorted(set(departments))))

    @property
    def limited(self) -> bool:
        """Whether anything lies outside."""
        return bool(self.departments)

    @property
    def entered(self) -> dict[str, int]:
        """What an entry of the ledger says of it: to how many departments; nothing without any."""
        return {"departments": len(self.departments)} if self.limited else {}

    def holds(self, among: Collection[str]) -> bool:
        """Whether something that concerns these departments lies inside.

        What several departments share belongs to each of them: people of a small department are
        shown in such a row alone, and without it their own reader would see nothing of them.
        """
        return not self.limited or not set(among).isdisjoint(self.departments)


EVERYTHING = Scope()
"""The scope of a role that is not limited."""

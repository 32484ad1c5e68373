"""Attack: the system of one measure with the worlds found of it, and what was found to leak."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.prover.worlds import Worlds
from analytics.disclosure.audit.reading.atoms import Atom
from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.system import System
from analytics.release.model import GROUP_JOIN, TOTAL


@dataclass
class Attack:
    """What the attacks on one measure share.

    Attributes
    ----------
    settled
        By part, sets of its atoms (places) that are reported already; their unions tell no more.
    answered
        By part, views of colleagues that are answered by construction, as in ``colleague_views``.
    exhibited
        Whether the worlds are to prove everything by themselves, as those of a certificate do.
    """

    system: System
    parts: Sequence[Part]
    worlds: Worlds
    findings: list[Finding] = field(default_factory=list)
    settled: dict[int, set[frozenset[int]]] = field(default_factory=dict)
    answered: dict[int, Flags] = field(default_factory=dict)
    exhibited: bool = True

    def report(
        self, leak: Leak, part: int, places: Iterable[int], what: str, arithmetic: str = ""
    ) -> None:
        """Keep a finding about some atoms of a part."""
        places = tuple(places)
        department, team = names(self.atom(part, at) for at in places)
        measure = self.system.table.measure
        self.findings.append(
            Finding(
                code=leak.value,
                measure=measure,
                department=department,
                team=team,
                message=f"{measure} of {department}, {team}: {what}",
                arithmetic=arithmetic or self.parts[part].says,
            )
        )
        self.settled.setdefault(part, set()).add(frozenset(places))

    def atom(self, part: int, place: int) -> Atom:
        """Return an atom by its place in a part."""
        return self.system.atoms.atoms[self.parts[part].atoms[place]]

    def people(self, part: int) -> list[int]:
        """Return the places of a part's atoms in which somebody may have answered."""
        ranges = self.system.sizes.ranges
        return [place for place, at in enumerate(self.parts[part].atoms) if ranges[at].high > 0]

    def sound(self) -> list[int]:
        """Return the parts that have worlds and were settled in time."""
        return [at for at in range(len(self.parts)) if at not in self.worlds.trouble]


def names(atoms: Iterable[Atom]) -> tuple[str, str]:
    """Return the departments and teams of some atoms as labels; many are cut short."""
    atoms = tuple(atoms)
    departments = sorted({atom.department for atom in atoms})
    teams = sorted({atom.team for atom in atoms})
    return _joined(departments), _joined(teams)


def _joined(labels: Sequence[str], most: int = 6) -> str:
    if not labels:
        return TOTAL
    shown = GROUP_JOIN.join(labels[:most])
    return shown if len(labels) <= most else f"{shown} + {len(labels) - most} more"

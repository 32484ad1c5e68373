"""The verdict on one measure: leaks with the arithmetic, and worlds that prove the rest safe."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from analytics.disclosure.audit.bases import base_findings, below_threshold
from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.prover.attack import Attack
from analytics.disclosure.audit.prover.colleague_views import attack_as_colleague
from analytics.disclosure.audit.prover.construction.proof import construct
from analytics.disclosure.audit.prover.construction.units import units_of
from analytics.disclosure.audit.prover.ends import attack_ends, report_close
from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.prover.sets import attack_sets
from analytics.disclosure.audit.prover.solver import Outcome
from analytics.disclosure.audit.prover.worlds import Question, Worlds
from analytics.disclosure.audit.reading.margins import readings
from analytics.disclosure.audit.reading.parts import Part, parts_of
from analytics.disclosure.audit.reading.system import System, system_of
from analytics.disclosure.audit.reading.table import Says, Table
from analytics.disclosure.audit.spread import spread_findings
from analytics.release.model import TOTAL

SECONDS: Final = 60.0
"""For one question to the solver; more is a failure, never "safe"."""

Progress = Callable[[str, float], None]
"""Told what is being attacked, and how much of the whole is done (0 to 1)."""


@dataclass(frozen=True)
class Verdict:
    """All that was found on one measure, with the worlds that speak for the rest."""

    table: Table
    system: System
    worlds: Worlds
    findings: tuple[Finding, ...]


def verdicts_on(table: Table, seconds: float = SECONDS) -> list[Verdict]:
    """Return the verdicts on one measure's published table, one for each of its readings."""
    return [verdict_on(each, seconds) for each in readings(table)]


def verdict_on(table: Table, seconds: float = SECONDS) -> Verdict:
    """Return the verdict on one measure's published table, everything in it at once."""
    system = system_of(table)
    attack = _attack(system, seconds)
    attack.findings += base_findings(table)
    attack.findings += spread_findings(table)
    if system.contradictions:
        attack.findings += [
            _contradiction(table, TOTAL, TOTAL, says) for says in system.contradictions
        ]
        attack.findings += _at_an_end(table)
    if not system.sizes.possible:
        return Verdict(table, system, attack.worlds, tuple(attack.findings))
    attack.worlds.explore(table.full)
    _forget_published(attack)
    close = attack_ends(attack)
    attack_sets(attack)
    report_close(attack, close)
    attack_as_colleague(attack)
    _attack_sizes(attack)
    if attack.worlds.trouble:
        attack.findings += _at_an_end(table)
    attack.findings += _unsettled(attack)
    return Verdict(table, system, attack.worlds, tuple(dict.fromkeys(attack.findings)))


def _attack(system: System, seconds: float) -> Attack:
    """The parts that are to be attacked by search, and what is known of them by construction.

    Who knows the size of every group needs no search where rows leave room. His worlds are shown
    to nobody; whose worlds are kept as a proof, looks for them.
    """
    parts = parts_of(system)
    if system.table.exact is None or system.contradictions:
        return Attack(system, parts, Worlds(parts, seconds))
    full, colleague = system.table.full, system.table.colleague
    left: list[Part] = []
    answered: dict[int, Flags] = {}
    for part in parts:
        units = units_of(part, system.atoms)
        known = None if units is None else construct(units, full, seconds, colleague=colleague)
        if known is None or not known.settles(system.table.threshold):
            if known is not None and colleague:
                answered[len(left)] = known.views_of_atoms()
            left.append(part)
    everything = len(left) == len(parts) and not answered
    return Attack(system, left, Worlds(left, seconds), answered=answered, exhibited=everything)


def _at_an_end(table: Table) -> list[Finding]:
    """Rows that say all or none by themselves, in a table that contradicts itself elsewhere."""
    found = []
    for row in table.rows:
        if row.says is not Says.TRUTH or row.bounded or not row.n:
            continue
        grain = 1.0 if table.full == 1 else 0.02
        if row.high * row.n < grain or (1 - row.low) * row.n < grain:
            found.append(
                _finding(Leak.ALL_OR_NONE, table, row.department, row.team,
                         "everybody or nobody said so", row.label)
            )  # fmt: skip
    return found


def _forget_published(attack: Attack) -> None:
    """What a row below the threshold says of itself is reported once, as such."""
    atoms = attack.system.atoms
    below = {
        frozenset(inside)
        for row, inside in zip(attack.system.table.rows, atoms.of_row, strict=True)
        if below_threshold(row, attack.system.table)
    }
    for at, part in enumerate(attack.parts):
        for place, atom in enumerate(part.atoms):
            if frozenset([atom]) in below:
                attack.settled.setdefault(at, set()).add(frozenset([place]))


def _attack_sizes(attack: Attack) -> None:
    """Report groups whose number of answers follows though nobody published it."""
    table, atoms, sizes = attack.system.table, attack.system.atoms, attack.system.sizes
    if table.answers_are_public:
        return
    named = {
        frozenset(inside)
        for row, inside in zip(table.rows, atoms.of_row, strict=True)
        if row.n is not None
    }
    for at in attack.sound():
        part = attack.parts[at]
        for place, atom in enumerate(part.atoms):
            size = sizes.fixed(atom)
            if size is None:
                size = _only_size(attack, at, int(part.size_at[place]))
            small = size is not None and 0 < size < table.threshold
            if small and frozenset([atom]) not in named:
                found = attack.atom(at, place)
                attack.findings.append(
                    _finding(Leak.SIZE, table, found.department, found.team,
                             f"exactly {size} answered, which nobody published", part.says)
                )  # fmt: skip


def _only_size(attack: Attack, part: int, column: int) -> int | None:
    sizes = attack.worlds.known[part][:, column]
    if not len(sizes) or sizes.min() != sizes.max():
        return None
    size = int(sizes[0])
    questions = [Question({column: 1.0}, size + 1), Question({column: -1.0}, 1 - size)]
    answers = attack.worlds.ask({part: questions})[part]
    settled = answers == [None, None] and part not in attack.worlds.trouble
    return size if settled else None


def _unsettled(attack: Attack) -> list[Finding]:
    found = []
    for at, outcome in sorted(attack.worlds.trouble.items()):
        atom = attack.atom(at, 0)
        what = attack.parts[at].says
        if outcome is Outcome.IMPOSSIBLE:
            found.append(_contradiction(attack.system.table, atom.department, atom.team, what))
        else:
            message = "was not settled in time, and is not called safe"
            found.append(
                _finding(Leak.TIME_OUT, attack.system.table, atom.department, atom.team,
                         message, what)
            )  # fmt: skip
    return found


def _contradiction(table: Table, department: str, team: str, arithmetic: str) -> Finding:
    what = "no answers agree with what is published, so nothing can be proven"
    return _finding(Leak.CONTRADICTION, table, department, team, what, arithmetic)


def _finding(
    leak: Leak, table: Table, department: str, team: str, what: str, arithmetic: str
) -> Finding:
    message = f"{table.measure} of {department}, {team}: {what}"
    return Finding(leak.value, table.measure, department, team, message, arithmetic)

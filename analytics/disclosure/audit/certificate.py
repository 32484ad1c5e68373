"""The proofs of an audit: by measure and independent part the groups and the worlds.

In each world the answer sums in steps from the bottom; for each group the two worlds that differ
most, and between which answers any single person of it may lie; and exchanges of one person's
answer, which make more worlds of those. There is no time in it. ``checker`` counts it again.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from analytics.disclosure.audit.bases import base_findings
from analytics.disclosure.audit.finding import Finding
from analytics.disclosure.audit.prover.exchanges import Exchange
from analytics.disclosure.audit.prover.verdict import Verdict
from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.table import Table, Team
from analytics.disclosure.audit.spread import spread_findings
from analytics.release.certificate import FORMAT, Certificate
from analytics.release.model import Proof


class Shown(NamedTuple):
    """Worlds of a part that were made without attacking it.

    Attributes
    ----------
    rests_on
        The published rows.
    groups
        By group its teams and categories.
    sums, people
        Worlds × groups: its sum in steps from the bottom, and how many answered.
    """

    rests_on: str
    groups: Sequence[tuple[tuple[Team, ...], tuple[str, ...]]]
    sums: Sequence[Sequence[int]]
    people: Sequence[Sequence[int]]


class Settled(NamedTuple):
    """What is said of one table: all that was found, and the proof of the rest."""

    findings: tuple[Finding, ...]
    proof: Proof


def settled(table: Table, verdicts: Iterable[Verdict], shown: Iterable[Shown] = ()) -> Settled:
    """Return what is said of a table, of the verdict on it or on each of its blocks.

    ``shown`` are worlds of other parts. None of the verdicts is kept.
    """
    findings = [*base_findings(table), *spread_findings(table)]
    parts = [_written(part, table.full) for part in shown]
    for verdict in verdicts:
        findings += verdict.findings
        parts += [
            _part(verdict, part, worlds, exchanges)
            for part, worlds, exchanges in zip(
                verdict.worlds.parts, verdict.worlds.known, verdict.worlds.exchanges, strict=True
            )
        ]
    found = tuple(dict.fromkeys(findings))
    return Settled(found, _proof(table, parts, found))


def certificate_of(verdicts: Iterable[Verdict | Settled]) -> Certificate:
    """Return the certificate of some verdicts, a proof each."""
    return Certificate(
        tuple(
            each.proof if isinstance(each, Settled) else settled(each.table, [each]).proof
            for each in verdicts
        )
    )


def _proof(table: Table, parts: Sequence[dict[str, Any]], findings: Iterable[Finding]) -> Proof:
    content = {
        "format": FORMAT,
        "measure": table.measure,
        "steps": table.full,
        "threshold": table.threshold,
        "parts": parts,
        "leaks": [
            {
                "code": finding.code,
                "department": finding.department,
                "team": finding.team,
                "what": finding.message,
                "arithmetic": finding.arithmetic,
            }
            for finding in findings
        ],
    }
    return Proof(
        measure=table.measure,
        groups=sum(len(part["groups"]) for part in parts),
        worlds=sum(len(part["worlds"]) for part in parts),
        document=json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
    )


def _part(
    verdict: Verdict, part: Part, worlds: Whole, exchanges: Sequence[Exchange]
) -> dict[str, Any]:
    atoms = verdict.system.atoms.atoms
    others = _others(part)
    shown = Shown(
        rests_on=part.says,
        groups=[(atoms[at].teams, atoms[at].categories) for at in part.atoms],
        sums=worlds[:, : len(part.atoms)].tolist(),
        people=part.sizes(worlds).tolist(),
    )
    written = _written(shown, verdict.table.full)
    for world, more in zip(written["worlds"], worlds[:, others].tolist(), strict=True):
        world["others"] = more
    numbers = [part.columns[place] for place in others]
    return {**written, "others": numbers, "exchanges": [list(each) for each in exchanges]}


def _written(shown: Shown, full: int) -> dict[str, Any]:
    groups = [
        {
            "teams": [list(team) for team in teams],
            "categories": list(categories),
            "lowest": sums.index(min(sums)) if sums else None,
            "highest": sums.index(max(sums)) if sums else None,
            "one_person": _one_person(sums, people, full),
        }
        for (teams, categories), sums, people in zip(
            shown.groups, _by_group(shown.sums, shown), _by_group(shown.people, shown), strict=True
        )
    ]
    worlds = [
        {"sums": list(sums), "people": list(people), "others": []}
        for sums, people in zip(shown.sums, shown.people, strict=True)
    ]
    return {
        "rests_on": shown.rests_on,
        "groups": groups,
        "others": [],
        "worlds": worlds,
        "exchanges": [],
    }


def _by_group(worlds: Sequence[Sequence[int]], shown: Shown) -> list[tuple[int, ...]]:
    """Numbers by world as numbers by group; none of each where there is no world."""
    return list(zip(*worlds, strict=True)) if worlds else [()] * len(shown.groups)


def _others(part: Part) -> list[int]:
    """The places of a part's unknowns that are neither sums nor sizes: from which end a row came.

    They are numbered in a proof as in the system of its table.
    """
    sizes = set(part.size_at.tolist())
    return [place for place in range(len(part.atoms), len(part.columns)) if place not in sizes]


def _one_person(sums: Sequence[int], people: Sequence[int], full: int) -> list[int]:
    """Between which answers each single person of a group may lie, in steps.

    Within a group any answer may be anybody's: the others' room decides.
    """
    some = [(own, n) for own, n in zip(sums, people, strict=True) if n > 0]
    if not some:
        return []
    least = min(max(own - (n - 1) * full, 0) for own, n in some)
    return [least, max(min(own, full) for own, _ in some)]

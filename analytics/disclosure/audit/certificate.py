"""The proofs of an audit: by measure and independent part the groups and the worlds.

In each world the answer sums in steps from the bottom; for each group the two worlds that differ
most, and between which answers any single person of it may lie; and exchanges of one person's
answer, which make more worlds of those. There is no time in it. ``checker`` counts it again.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from analytics.disclosure.audit.bases import base_findings
from analytics.disclosure.audit.finding import Finding
from analytics.disclosure.audit.prover.exchanges import Exchange
from analytics.disclosure.audit.prover.verdict import Verdict
from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.table import Table
from analytics.disclosure.audit.spread import spread_findings
from analytics.release.certificate import FORMAT, Certificate
from analytics.release.model import Proof


class Settled(NamedTuple):
    """What is said of one table: all that was found, and the proof of the rest."""

    findings: tuple[Finding, ...]
    proof: Proof


def settled(table: Table, verdicts: Iterable[Verdict]) -> Settled:
    """Return what is said of a table, of the verdict on it or on each of its blocks.

    None of the verdicts is kept.
    """
    findings = [*base_findings(table), *spread_findings(table)]
    parts: list[dict[str, Any]] = []
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
    sums = worlds[:, : len(part.atoms)]
    sizes = part.sizes(worlds)
    lowest = sums.argmin(axis=0) if len(sums) else np.zeros(0, dtype=np.int64)
    highest = sums.argmax(axis=0) if len(sums) else np.zeros(0, dtype=np.int64)
    atoms = verdict.system.atoms.atoms
    groups = [
        {
            "teams": [list(team) for team in atoms[at].teams],
            "categories": list(atoms[at].categories),
            "lowest": int(lowest[place]) if len(sums) else None,
            "highest": int(highest[place]) if len(sums) else None,
            "one_person": _one_person(sums[:, place], sizes[:, place], verdict.table.full),
        }
        for place, at in enumerate(part.atoms)
    ]
    others = _others(part)
    return {
        "rests_on": part.says,
        "groups": groups,
        "others": [part.columns[place] for place in others],
        "worlds": [
            {"sums": own.tolist(), "people": people.tolist(), "others": more.tolist()}
            for own, people, more in zip(sums, sizes, worlds[:, others], strict=True)
        ],
        "exchanges": [list(each) for each in exchanges],
    }


def _others(part: Part) -> list[int]:
    """The places of a part's unknowns that are neither sums nor sizes: from which end a row came.

    They are numbered in a proof as in the system of its table.
    """
    sizes = set(part.size_at.tolist())
    return [place for place in range(len(part.atoms), len(part.columns)) if place not in sizes]


def _one_person(sums: Whole, people: Whole, full: int) -> list[int]:
    """Between which answers each single person of a group may lie, in steps.

    Within a group any answer may be anybody's: the others' room decides.
    """
    some = people > 0
    if not some.any():
        return []
    least = np.maximum(sums - (people - 1) * full, 0)[some]
    most = np.minimum(sums, full)[some]
    return [int(least.min()), int(most.max())]

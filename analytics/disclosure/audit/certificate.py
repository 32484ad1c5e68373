"""The certificate: worlds that anyone can check by adding up, or the arithmetic that leaks."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from analytics.disclosure.audit.parts import Part
from analytics.disclosure.audit.solver import Whole
from analytics.disclosure.audit.verdict import Verdict
from analytics.disclosure.audit.worlds import DIRECTIONS, SEED

FORMAT = 1


@dataclass(frozen=True)
class Certificate:
    """The proof of an audit, and what of it fits on a page.

    Attributes
    ----------
    document
        The whole proof as canonical JSON: by measure and independent part the groups, the worlds
        (answer sums in steps from the bottom), for each group the two worlds that differ most,
        and between which answers any single person of it may lie.
    groups, worlds, leaks
        How many groups were attacked, worlds exhibited, and leaks found.
    """

    document: str
    groups: int
    worlds: int
    leaks: int

    @property
    def sha256(self) -> str:
        """The hash of the document: the same release gives the same."""
        return hashlib.sha256(self.document.encode()).hexdigest()


def certificate_of(verdicts: Iterable[Verdict]) -> Certificate:
    """Return the certificate of some verdicts. There is no time in it."""
    measures = [_measure(verdict) for verdict in verdicts]
    parts = [part for measure in measures for part in measure["parts"]]
    content = {"format": FORMAT, "seed": SEED, "directions": DIRECTIONS, "measures": measures}
    return Certificate(
        document=json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        groups=sum(len(part["groups"]) for part in parts),
        worlds=sum(len(part["worlds"]) for part in parts),
        leaks=sum(len(measure["leaks"]) for measure in measures),
    )


def write_certificate(path: Path, certificate: Certificate) -> None:
    """Write the certificate's document to a file."""
    path.write_text(certificate.document + "\n", "utf-8")


def _measure(verdict: Verdict) -> dict[str, Any]:
    return {
        "measure": verdict.table.measure,
        "steps": verdict.table.full,
        "threshold": verdict.table.threshold,
        "parts": [
            _part(verdict, part, worlds)
            for part, worlds in zip(verdict.worlds.parts, verdict.worlds.known, strict=True)
        ],
        "leaks": [
            {
                "code": finding.code,
                "department": finding.department,
                "team": finding.team,
                "what": finding.message,
                "arithmetic": finding.arithmetic,
            }
            for finding in verdict.findings
        ],
    }


def _part(verdict: Verdict, part: Part, worlds: Whole) -> dict[str, Any]:
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
    return {
        "rests_on": part.says,
        "groups": groups,
        "worlds": [
            {"sums": own.tolist(), "people": people.tolist()}
            for own, people in zip(sums, sizes, strict=True)
        ],
    }


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

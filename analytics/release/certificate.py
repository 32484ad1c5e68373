"""The certificate: worlds that anyone can check by adding up, or the arithmetic that leaks."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analytics.release.model import Proof

FORMAT: Final = 3
"""Before 3 there were no exchanges, and not all unknowns: it could not be checked."""


@dataclass(frozen=True)
class Certificate:
    """The proofs of an audit, table by table."""

    proofs: Sequence[Proof]

    @property
    def document(self) -> str:
        """All of it as canonical JSON, on one line: the same release gives the same."""
        measures = ",".join(proof.document for proof in self.proofs)
        return f'{{"format":{FORMAT},"measures":[{measures}]}}\n'

    @property
    def sha256(self) -> str:
        """The hash of the document, as ``sha256sum`` gives it for the file."""
        return hashlib.sha256(self.document.encode()).hexdigest()

    @property
    def groups(self) -> int:
        """How many groups were attacked."""
        return sum(proof.groups for proof in self.proofs)

    @property
    def worlds(self) -> int:
        """How many worlds are exhibited."""
        return sum(proof.worlds for proof in self.proofs)


def write_certificate(path: Path, certificate: Certificate) -> None:
    """Write the certificate's document to a file."""
    path.write_text(certificate.document, "utf-8")

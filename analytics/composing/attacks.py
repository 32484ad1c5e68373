"""Attacks: a draft as an insider and as a reader attack it, again where it was made coarser."""

from dataclasses import dataclass, field, replace

from analytics.disclosure.audit import (
    Attackers,
    Before,
    Inspection,
    certificate_of,
    inspect,
    require_none,
)
from analytics.disclosure.audit.checker import require_proven
from analytics.disclosure.audit.prover.verdict import Progress
from analytics.disclosure.audit.reading.published_release import Sizes
from analytics.release.content import Release

INSIDER, READER = "An insider's view", "A reader's view"


@dataclass
class Attacks:
    """Both attacks on the drafts of one release; a measure that is as it was is not attacked twice.

    Attributes
    ----------
    sizes
        Who answered what, as an insider knows it.
    attackers
        The processes that attack.
    """

    sizes: Sizes
    attackers: Attackers
    _before: dict[str, Before] = field(default_factory=dict, init=False, repr=False)

    def on(self, release: Release, progress: Progress) -> Release:
        """Return the release with its certificate, after an insider and a reader attacked it.

        The insider knows who answered what; his worlds would tell it too. The certificate is made
        of the reader's, which follow from the release alone. The checker counts it before it is
        sealed: whoever found it need not be trusted. Raises ``AuditFailed`` where anything is
        found, and ``CertificateRefused`` where the certificate does not follow.
        """
        self._view(INSIDER, release, self.sizes, lambda step, done: progress(step, done / 2))
        found = self._view(READER, release, None, lambda step, done: progress(step, (1 + done) / 2))
        proofs = tuple(certificate_of(found.verdicts).proofs)
        require_proven(release, proofs)
        return replace(release, proofs=proofs)

    def _view(
        self, view: str, release: Release, sizes: Sizes | None, progress: Progress
    ) -> Inspection:
        def told(step: str, done: float) -> None:
            progress(f"{view}: {step[:1].lower()}{step[1:]}", done)

        before = self._before.get(view)
        found = inspect(release, sizes, told, attackers=self.attackers, before=before)
        self._before[view] = Before(release, found)
        require_none(found, release)
        return found

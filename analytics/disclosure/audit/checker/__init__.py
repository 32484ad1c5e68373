"""Checker: counts whether every claim of a certificate follows from the release it is sealed with.

It is given both and nothing else, knows nothing of how worlds are found, and uses no solver and
no randomness. It reads the published tables (``reading``), puts the certificate's worlds in their
unknowns (``exhibit``), counts them against every published row (``agreement``), and asks whether
they differ where they must (``claims``). One step at a time, to be read in one sitting:
``document``, ``exhibit``, ``agreement``, ``claims``, ``check``; beside earlier releases
``over_time``.
"""

from analytics.disclosure.audit.checker.check import refusals, require_checkable, require_proven
from analytics.disclosure.audit.checker.over_time import (
    Counted,
    counted_over_time,
    require_proven_over_time,
)
from analytics.disclosure.audit.checker.refusal import (
    CertificateOlder,
    CertificateRefused,
    Refusal,
)

__all__ = [
    "CertificateOlder",
    "CertificateRefused",
    "Counted",
    "Refusal",
    "counted_over_time",
    "refusals",
    "require_checkable",
    "require_proven",
    "require_proven_over_time",
]

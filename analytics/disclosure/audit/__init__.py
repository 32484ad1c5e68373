"""The audit: attacks a release with nothing but its own published numbers.

It knows the staff list, who answered, and how releases are made, but neither the answers nor the
secret key; and it shares no code with what makes the groups, the crossings and the ends
(.importlinter). A group is called safe only if two whole-number worlds are exhibited that agree
with everything published and differ on it, and leaking only if exact optimisation shows that
there are none. docs/audit.md says what it looks for.
"""

from analytics.disclosure.audit.certificate import certificate_of
from analytics.disclosure.audit.finding import AuditFailed, Finding, Leak
from analytics.disclosure.audit.inspection import (
    Before,
    Inspection,
    findings,
    inspect,
    inspect_file,
    require_none,
    require_safe,
)
from analytics.disclosure.audit.prover.attacker import Attackers
from analytics.disclosure.audit.reading.attended import Attendance

__all__ = [
    "Attackers",
    "Attendance",
    "AuditFailed",
    "Before",
    "Finding",
    "Inspection",
    "Leak",
    "certificate_of",
    "findings",
    "inspect",
    "inspect_file",
    "require_none",
    "require_safe",
]

"""What the audit says when something follows from a release that should not."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from survey.errors import BearingError


class Leak(StrEnum):
    """What kind of thing follows, as the code of a finding."""

    BASE = "AUDIT-BASE"
    """A published number rests on fewer answers than promised."""
    SIZE = "AUDIT-SIZE"
    """How many of a small group answered follows, though nobody published it."""
    SUM = "AUDIT-DIFFERENCE"
    """Sums and differences of published rows single out what a small group said."""
    PERSON = "AUDIT-PERSON"
    """The same of a single person: this is somebody's answer."""
    NARROW = "AUDIT-NARROW"
    """A group's sum has less room than one person's answer needs."""
    ALL_OR_NONE = "AUDIT-ALL-OR-NONE"
    """Everybody or nobody of a group said so."""
    COLLEAGUE = "AUDIT-COLLEAGUE"
    """A colleague who knows his own answer learns that of everybody else in a group."""
    SPREAD = "AUDIT-SPREAD"
    """A published spread says that all answers of a row are alike."""
    RULE = "AUDIT-RULE"
    """A number that is kept by a rule of its own (participation, models) breaks it."""
    CONTRADICTION = "AUDIT-CONTRADICTION"
    """No answers at all agree with what is published, so nothing can be proven of it."""
    TIME_OUT = "AUDIT-TIME-OUT"
    """The question was not settled in time, which is no proof of safety."""


@dataclass(frozen=True)
class Finding:
    """One thing that follows from a release and should not.

    ``message`` names the group and what follows; ``arithmetic`` says from which published cells.
    """

    code: str
    measure: str
    department: str
    team: str
    message: str
    arithmetic: str = ""


class AuditFailed(BearingError):
    """The release would give somebody away. ``findings`` says how."""

    code: ClassVar[str] = "AUDIT-FAILED"

    def __init__(self, message: str, findings: Sequence[Finding], /, **details: object) -> None:
        super().__init__(message, **details)
        self.findings = tuple(findings)

"""What the checker says of a certificate that does not prove its release safe."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

from survey.errors import BearingError


class CertificateRefused(BearingError):
    """A certificate does not prove its release safe. ``refusals`` says where."""

    code: ClassVar[str] = "CERTIFICATE-REFUSED"

    def __init__(self, message: str, refusals: Sequence["Refusal"], /, **details: object) -> None:
        super().__init__(message, **details)
        self.refusals = tuple(refusals)

    @classmethod
    def of(cls, wave: str, refusals: Sequence["Refusal"]) -> Self:
        """Return the failure for a wave's certificate, which names the first of its refusals."""
        return cls(
            "The certificate of wave {wave!r} does not prove it safe, in"
            " {count} way(s), first: {measure}: {what}.",
            refusals,
            wave=wave,
            count=len(refusals),
            measure=refusals[0].measure,
            what=refusals[0].what,
        )


@dataclass(frozen=True)
class Refusal:
    """One claim that does not follow: of which measure, and what is wrong with it.

    ``code`` is the finding's where it is one that needs no worlds.
    """

    measure: str
    what: str
    code: str = CertificateRefused.code


class CertificateOlder(BearingError):
    """A release was sealed with a certificate that cannot be checked, or with none."""

    code: ClassVar[str] = "CERTIFICATE-OLDER"


class Unreadable(BearingError):
    """A proof is not of the form of docs/audit.md, or not of this table; says what is wrong."""

    code: ClassVar[str] = "CERTIFICATE-UNREADABLE"

"""Which ways in a wave allows besides its single-use codes; fixed when it opens."""

from dataclasses import dataclass
from typing import ClassVar, Final, Self

from survey.errors import BearingError
from survey.fieldwork.policy import Policy

TWICE: Final = 2
"""Thresholds of a wave with open links, in those of a wave without (docs/adr/0013)."""


class WayNotAllowed(BearingError):
    """The wave was not opened with this way in."""

    code: ClassVar[str] = "WAY-NOT-ALLOWED"

    @classmethod
    def open_links(cls, wave: str) -> Self:
        """Return the failure for a wave whose teams have no open links."""
        return cls(
            "Wave {wave!r} was not opened with open links, and that cannot be changed now.",
            wave=wave,
        )


@dataclass(frozen=True)
class Ways:
    """The ways in that are optional.

    Attributes
    ----------
    open_links
        A link per team, for posters. It cannot stop anybody from answering twice.
    blind_tickets
        A code may be swapped for a blind ticket (docs/ways-in.md) before answering.
    """

    open_links: bool = False
    blind_tickets: bool = False

    @property
    def named(self) -> str:
        """The ways as the ledger names them, such as ``codes, open links``."""
        named = ["codes"]
        named += ["open links"] * self.open_links
        named += ["blind tickets"] * self.blind_tickets
        return ", ".join(named)

    def promised(self, policy: Policy) -> Policy:
        """Return the policy of a wave with these ways in, from that of one with codes alone.

        Who may send several forms may have sent most of a row's. With open links, twice as many
        answers are asked for: where half of a row's people answered, k of them stand behind it.
        """
        if not self.open_links:
            return policy
        doubled = {"conditions": TWICE * policy.conditions, "health": TWICE * policy.health}
        return policy.model_copy(update=doubled)


CODES_ONLY: Final = Ways()
"""The ways in of a wave where nothing else was chosen."""

"""Which ways in a wave allows besides its single-use codes; fixed when it opens."""

from dataclasses import dataclass
from typing import ClassVar, Final

from survey.errors import BearingError


class WayNotAllowed(BearingError):
    """The wave was not opened with this way in."""

    code: ClassVar[str] = "WAY-NOT-ALLOWED"


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


CODES_ONLY: Final = Ways()
"""The ways in of a wave where nothing else was chosen."""

"""The paper that something is printed on: as Europe cuts it, and as North America does."""

from collections.abc import Collection
from enum import StrEnum
from typing import ClassVar, Final

from survey.errors import BearingError, Either


class PaperUnfit(BearingError):
    """What is to be printed does not fit on that paper."""

    code: ClassVar[str] = "PAPER-UNFIT"


class Paper(StrEnum):
    """A sheet by the name that people give it."""

    A4 = "a4"
    A5 = "a5"
    LETTER = "letter"

    @property
    def sheet(self) -> str:
        """The name that the typesetter gives it."""
        return "us-letter" if self is Paper.LETTER else str(self)


WHOLE_SHEETS: Final = (Paper.A4, Paper.LETTER)
"""What posters and the form on paper fit on."""


def fitting(paper: Paper, fit: Collection[Paper] = WHOLE_SHEETS) -> Paper:
    """Return the paper; raises ``PaperUnfit`` where it is none of those that fit."""
    if paper not in fit:
        raise PaperUnfit(
            "This does not fit on {paper}: choose {sizes}.", paper=paper, sizes=Either(fit)
        )
    return paper

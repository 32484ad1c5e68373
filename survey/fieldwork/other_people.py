"""Other people: an import may say that nobody in it is in an earlier wave, and why.

Where nobody says, its people are taken to be the same. What is said stands in the ledger; it holds
of all waves that were in the workspace before, and of none that comes later.
"""

from enum import StrEnum
from typing import Final

from survey.access.ledger import Action, entries
from survey.settings import Workspace

OTHERS: Final = "others"
"""In the ledger's entry of imported answers: why their people are others."""


class Others(StrEnum):
    """Why they are others. A choice: free text could name a person, for good."""

    ORGANISATION = "organisation"
    """They work in another organisation."""

    PART = "part"
    """They work in another part of it, which was not asked before."""

    SAMPLE = "sample"
    """Each time other people of a population are drawn, as in a survey of a country."""


def waves_of_others(workspace: Workspace) -> frozenset[str]:
    """Return the waves whose people are others than those of every wave before them."""
    return frozenset(
        entry.wave
        for entry in entries(workspace)
        if entry.action is Action.ANSWERS_IMPORTED and OTHERS in entry.details
    )

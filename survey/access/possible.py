"""What is possible with a wave in its state. Who may do it is another question: ``permissions``."""

from enum import StrEnum
from typing import Final

from survey.vocabulary import WaveState


class Step(StrEnum):
    """What is done with a wave."""

    ISSUE_CODES = "issue_codes"
    PROLONG = "prolong"
    TYPE_IN_PAPER = "type_in_paper"
    SEE_PARTICIPATION = "see_participation"
    CLOSE = "close"
    PUBLISH = "publish"
    READ_RESULTS = "read_results"
    WITHDRAW = "withdraw"
    PURGE = "purge"


POSSIBLE: Final = {
    Step.ISSUE_CODES: (WaveState.OPEN,),
    Step.PROLONG: (WaveState.OPEN,),
    Step.TYPE_IN_PAPER: (WaveState.OPEN,),
    Step.SEE_PARTICIPATION: (WaveState.OPEN,),
    Step.CLOSE: (WaveState.OPEN,),
    Step.PUBLISH: (WaveState.CLOSED,),
    Step.READ_RESULTS: (WaveState.RELEASED,),
    Step.WITHDRAW: (WaveState.RELEASED,),
    Step.PURGE: (WaveState.RELEASED, WaveState.WITHDRAWN),
}


def possible(step: Step, state: WaveState) -> bool:
    """Whether a wave in this state is ready for a step."""
    return state in POSSIBLE[step]

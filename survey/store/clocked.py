"""Whether a wave takes answers by its dates; what every engine's store asks the same way."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from survey.errors import Either, Said
from survey.fieldwork.dates.dates import Dates, Phase, utc_now
from survey.store.errors import STATES, WaveStateWrong
from survey.store.protocol import CodeStanding
from survey.vocabulary import WaveState

OUTSIDE: Final = {Phase.EARLY: CodeStanding.EARLY, Phase.OVER: CodeStanding.CLOSED}
"""What a code is worth while its wave takes no answers."""


class Clocked:
    """A clock, and the waves whose end it has seen."""

    def __init__(self) -> None:
        self.clock: Callable[[], datetime] = utc_now
        self._over: set[str] = set()

    def _phase_by(self, name: str, dates: Dates) -> Phase:
        """Return whether a wave takes answers now; an end that was seen to pass stays passed."""
        if name in self._over:
            return Phase.OVER
        phase = dates.phase(self.clock()) if dates.opens or dates.closes else Phase.RUNNING
        if phase is Phase.OVER:
            self._over.add(name)
        return phase


def require_running(name: str, phase: Phase) -> None:
    """Raise ``WaveStateWrong`` for a wave outside of its dates."""
    if phase is not Phase.RUNNING:
        when = Said("not yet") if phase is Phase.EARLY else Said("no longer")
        raise WaveStateWrong(
            "Wave {name!r} takes answers {when}: the dates that it was opened with say so.",
            name=name,
            when=when,
        )


def require_state(name: str, found: WaveState, *states: WaveState) -> None:
    """Raise ``WaveStateWrong`` for a wave in a state that a step cannot be taken in."""
    if found not in states:
        raise WaveStateWrong(
            "Wave {name!r} is {state}; this step needs a wave that is {needed}.",
            name=name,
            state=STATES[found],
            needed=Either(STATES[state] for state in states),
        )


def last_day(dates: Dates) -> date:
    """Return the last day on which a wave took answers: not later than its planned end."""
    planned = dates.last_day
    return min(date.today(), planned) if planned else date.today()

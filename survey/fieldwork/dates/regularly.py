"""A thread that does what dates bring: at its start, and then once in a while."""

import logging
import threading
from collections.abc import Callable, Container
from typing import Final

from survey.fieldwork.dates.carrying_out import Outcome
from survey.fieldwork.dates.due import DueStep

LOG: Final = logging.getLogger("bearing.dates")
EVERY: Final = 20.0
"""Seconds between two looks. The form itself goes by the clock and needs none of them."""

CarryOut = Callable[[Container[str]], list[Outcome]]
"""Does what is due, but does not publish the waves named."""


class Regularly:
    """Looks for what is due until it is stopped.

    A wave that could not be published is left to its coordinator until the next start: trying
    costs minutes, and comes to the same.
    """

    def __init__(self, carry_out: CarryOut, every: float = EVERY) -> None:
        self._carry_out = carry_out
        self._every = every
        self._stopping = threading.Event()
        self._given_up: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="dates", daemon=True)
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Stop looking, and wait so many seconds for what is being done.

        What is not done by then is due at the next start.
        """
        self._stopping.set()
        self._thread.join(patience)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._look()
            self._stopping.wait(self._every)

    def _look(self) -> None:
        try:
            outcomes = self._carry_out(self._given_up)
        except Exception as failure:  # noqa: BLE001 - a full disk now is no reason to stop looking
            # Its kind only: a message of the engine might hold what it was reading.
            LOG.error("Dates could not be looked after: %s", type(failure).__name__)
            return
        self._given_up |= {
            outcome.wave
            for outcome in outcomes
            if outcome.failure and outcome.step is DueStep.PUBLISH
        }

"""Rule 6 of anonymity: when there are enough answers for a model to be fitted and shown."""

from typing import Final

FEWEST_ANSWERS: Final = 100
EVENTS_PER_PARAMETER: Final = 10
FEWEST_DEGREES_OF_FREEDOM: Final = 10

CONSTANT: Final = "no variation: all answers have the same score on this factor"
NO_SHARE: Final = "too few answers: no share is published to start from"
NOT_APART: Final = "not identified: the terms of this model cannot be told apart in these answers"


def insufficiency(n: int, events: int, parameters: int) -> str | None:
    """Return why a model may not be shown, or None when it may.

    It needs 100 answers, 10 with and 10 without the outcome for each parameter (the intercept
    is one), and 10 degrees of freedom left. The sentence tells what is needed, never what
    there is: a small count is an answer of few people. Peduzzi 1996, J Clin Epidemiol 49:1373,
    for the ten events.

    Parameters
    ----------
    n, events
        People in the model and those of them with the outcome.
    parameters
        Columns of the design, with the intercept.
    """
    answers = max(FEWEST_ANSWERS, parameters + FEWEST_DEGREES_OF_FREEDOM)
    if n < answers:
        return f"too few answers: this model needs at least {answers} and there are fewer"
    of_each = EVENTS_PER_PARAMETER * parameters
    if min(events, n - events) < of_each:
        return (
            f"too few events: this model needs at least {of_each} answers with the outcome and"
            f" {of_each} without, and there are fewer than {of_each} of one of them"
        )
    return None

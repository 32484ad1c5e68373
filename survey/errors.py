"""The base of every failure that a person may meet.

One class per failure, declared beside the code that raises it, with a ``code`` that tests and
documentation refer to. The message says what is wrong, where, and what to do; it never holds an
answer, an invitation code or an address.
"""

from typing import ClassVar


class BearingError(Exception):
    """A failure with a stable code and a message for people.

    Parameters
    ----------
    message
        What is wrong, where, and what to do, in one plain sentence or two.
    """

    code: ClassVar[str] = "BEARING"
    nothing_done: ClassVar[bool] = True
    """Whether this says that the step was not taken; else it may have been."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

"""The base of every failure that a person may meet.

One class per failure, declared beside the code that raises it, with a ``code`` that tests and
documentation refer to. The message says what is wrong, where, and what to do; it never holds an
answer, an invitation code or an address.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final


class Said:
    """Words and what they speak of, kept apart, so that they can be said in another language.

    Parameters
    ----------
    words
        English words with named places, such as ``"{file} is empty."``, written out where they
        are said: ``survey.i18n.failures`` finds them there, and other languages by them.
    details
        What stands in the places: names, numbers, other words, or several of them.
    """

    def __init__(self, words: str, /, **details: object) -> None:
        self.words = words
        self.details = details

    def __str__(self) -> str:
        """Return the English words."""
        return self.worded(str)

    def worded(self, in_language: Callable[[str], str]) -> str:
        """Return the words as ``in_language`` has them, with all that stands in their places."""
        words = in_language(self.words)
        if not self.details:
            return words
        return words.format(**_worded(self.details, in_language))


class Lines(tuple[Said, ...]):
    """Several words, each on a line of its own."""


class Either(tuple[object, ...]):
    """Several things of which one will do: the last has "or" before it."""


OR: Final = Said(" or ")


class BearingError(Exception):
    """A failure with a stable code and a message for people.

    Parameters
    ----------
    message
        What is wrong, where, and what to do, in one plain sentence or two: English words, with
        named places for ``details``, or what another failure said.
    """

    code: ClassVar[str] = "BEARING"
    nothing_done: ClassVar[bool] = True
    """Whether this says that the step was not taken; else it may have been."""

    def __init__(self, message: str | Said, /, **details: object) -> None:
        self.said = message if isinstance(message, Said) else Said(message, **details)
        self.message = str(self.said)
        super().__init__(self.message)


def _worded(details: Mapping[str, object], in_language: Callable[[str], str]) -> dict[str, object]:
    return {name: _detail(each, in_language) for name, each in details.items()}


def _detail(detail: object, in_language: Callable[[str], str]) -> object:
    if isinstance(detail, Said):
        return detail.worded(in_language)
    if isinstance(detail, Lines):
        return "".join(f"\n  {each.worded(in_language)}" for each in detail)
    if isinstance(detail, Either):
        *others, last = (str(_detail(each, in_language)) for each in detail)
        return OR.worded(in_language).join([", ".join(others), last] if others else [last])
    if isinstance(detail, Sequence) and not isinstance(detail, str):
        return ", ".join(str(_detail(each, in_language)) for each in detail)
    return detail

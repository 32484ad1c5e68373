"""What a step on a page came to, kept for the run after it.

A class of its own file: a page's file runs anew each time, and its classes with it, so that what
one run kept would be of another class to the next.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class StepSaid:
    """Whether it was done, and the sentence; a ``link`` for ``name`` is shown once."""

    done: bool
    words: str
    name: str = ""
    link: str = field(default="", repr=False)

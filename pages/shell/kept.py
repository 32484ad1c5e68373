"""Kept with a release: what is worked out of it once and never again, since it never changes."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar, TypeVarTuple

from analytics.release.content import Release

Others = TypeVarTuple("Others")
Result = TypeVar("Result")
MOST: int = 16
"""Releases that are kept at once; the same number as those kept open."""


class _Same:
    """A release, the same as another only if it is that very object. It is not compared inside."""

    def __init__(self, release: Release) -> None:
        self.release = release

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.release is self.release

    def __hash__(self) -> int:
        return id(self.release)


def kept(work: Callable[[Release, *Others], Result]) -> Callable[[Release, *Others], Result]:
    """Return the function with its results kept for as long as the release is among the newest.

    What else it takes has to be hashable: a measure's key, a role, a language.
    """

    @lru_cache(maxsize=MOST * MOST)
    def once(same: _Same, others: tuple[*Others]) -> Result:
        return work(same.release, *others)

    def remembered(release: Release, *others: *Others) -> Result:
        return once(_Same(release), others)

    remembered.__doc__ = work.__doc__
    return remembered

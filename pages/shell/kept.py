"""Kept with a release: what is worked out of it once and never again, since it never changes."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from analytics.release.content import Release

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


def kept(work: Callable[[Release], Result]) -> Callable[[Release], Result]:
    """Return the function with its results kept for as long as the release is among the newest."""

    @lru_cache(maxsize=MOST)
    def once(same: _Same) -> Result:
        return work(same.release)

    def remembered(release: Release) -> Result:
        return once(_Same(release))

    remembered.__doc__ = work.__doc__
    return remembered

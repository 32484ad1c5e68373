"""What changed since the wave before: rows made of the cells of two releases, kept in memory."""

from enum import StrEnum

import streamlit as st

from analytics.release.content import Release
from analytics.release.model import Analysis, MeasureEntry
from analytics.statistics.rows.between_waves import change_rows
from pages.shell import release_choice
from pages.shell.trends import until
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal
from survey.vocabulary import GoodEnd


class Move(StrEnum):
    """How the newest number lies to the one before."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    UNKNOWN = "unknown"


def changes(release: Release) -> tuple[Analysis, ...]:
    """Return the change of every measure and group since the wave before; empty for the first."""
    waves = until(release, release_choice.every())
    if len(waves) < 2:
        return ()
    return _changes(
        waves[-2].manifest.id, release.manifest.id, release.scope.departments, waves[-2], release
    )


def is_clear(row: Analysis) -> bool:
    """Tell whether the interval of a change leaves out no change."""
    return row.low is not None and row.high is not None and not row.low <= 0 <= row.high


def latest_move(row: Analysis | None) -> Move:
    """Return how the newest number lies to the one before; higher or lower only when clear."""
    if row is None or row.value is None or row.low is None or row.high is None:
        return Move.UNKNOWN
    if not is_clear(row):
        return Move.SAME
    return Move.HIGHER if row.value > 0 else Move.LOWER


def change_words(row: Analysis | None, entry: MeasureEntry, text: Texts) -> str:
    """Return a change with its interval: "about the same (-3 to 4)", "5 lower (2 to 8)"."""
    if row is None or row.value is None or row.low is None or row.high is None:
        return text("screens.change.unknown")
    times = 100 if entry.kind == "yes_no" else 1
    value, low, high = (decimal(one * times, 0, text.language) for one in (
        abs(row.value), row.low, row.high
    ))  # fmt: skip
    if not is_clear(row):
        return text("screens.change.same", low=low, high=high)
    side = "higher" if row.value > 0 else "lower"
    good = (row.value > 0) == (entry.good_end is GoodEnd.HIGH)
    word = text(f"charts.{'better' if good else 'worse'}.alone")
    return text(f"screens.change.{side}", value=value, low=low, high=high, word=word)


@st.cache_resource(show_spinner=False, max_entries=16)
def _changes(
    before_id: str,  # noqa: ARG001  - with the next two, the cache's key
    after_id: str,  # noqa: ARG001
    departments: tuple[str, ...],  # noqa: ARG001
    _before: Release,
    _after: Release,
) -> tuple[Analysis, ...]:
    return tuple(change_rows(_before, _after))

"""What changed since the wave before: rows made of the cells of two releases, kept in memory."""

import streamlit as st

from analytics.release.content import Release
from analytics.release.model import Analysis
from analytics.statistics.rows.between_waves import change_rows
from pages.shell import release_choice
from pages.shell.trends import until


def changes(release: Release) -> tuple[Analysis, ...]:
    """Return the change of every measure and group since the wave before; empty for the first."""
    waves = until(release, release_choice.every())
    if len(waves) < 2:
        return ()
    return _changes(
        waves[-2].manifest.id, release.manifest.id, release.scope.departments, waves[-2], release
    )


@st.cache_resource(show_spinner=False, max_entries=16)
def _changes(
    before_id: str,  # noqa: ARG001  - with the next two, the cache's key
    after_id: str,  # noqa: ARG001
    departments: tuple[str, ...],  # noqa: ARG001
    _before: Release,
    _after: Release,
) -> tuple[Analysis, ...]:
    return tuple(change_rows(_before, _after))

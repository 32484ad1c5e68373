"""Which release a page shows, as far as its reader sees it, kept in memory while it is sealed."""

import atexit
import gc
from functools import lru_cache
from pathlib import Path

import streamlit as st

from analytics.release.content import Release
from analytics.release.reader import open_release, read_manifest, released
from analytics.release.sight import seen
from pages.shell import choice, guard, workspace
from pages.shell.kept import kept as kept_with_release
from pages.shell.language import words
from survey.access.scope import EVERYTHING, Scope

SESSION_KEY = "wave_shown"


@lru_cache(maxsize=16)
def _opened(release_id: str, folder: Path) -> Release:  # noqa: ARG001  - the cache's key
    """Open a release once. A release never changes, so its id is the key with its place."""
    opened = open_release(folder)
    # A large release is a million objects that live as long as the server: looking through them
    # for garbage would stop a page for a quarter of a second now and then.
    gc.freeze()
    atexit.register(gc.unfreeze)  # at the end all of it is let go as ever
    return opened


@lru_cache(maxsize=64)
def _seen(release_id: str, folder: Path, scope: Scope) -> Release:
    """Take a view of a release once: what is kept with it is kept with that very object."""
    return seen(_opened(release_id, folder), scope)


def named(wave: str, scope: Scope | None = None) -> Release:
    """Return the release of a wave as this session sees it, or as a scope does.

    Its hashes are checked when it is first opened.
    """
    folder = workspace.current().releases / wave
    return _seen(read_manifest(folder).id, folder, scope or guard.current_scope())


def every() -> tuple[Release, ...]:
    """Return all releases as this session sees them, oldest first."""
    scope = guard.current_scope()
    return tuple(named(wave, scope) for wave in released(workspace.current()))


def whole() -> tuple[Release, ...]:
    """Return all releases themselves, oldest first: for what is everybody's, such as the proof."""
    return tuple(named(wave, EVERYTHING) for wave in released(workspace.current()))


def chosen() -> Release:
    """Return the release the reader chose, else the newest; say what to do where there is none."""
    waves = released(workspace.current())
    if not waves:
        st.markdown(words()("screens.no_release"))
        st.stop()
    kept = st.session_state.get(SESSION_KEY)
    return named(kept if kept in waves else waves[-1])


def so_soon() -> bool:
    """Whether the release on the page shows ranges only, because an earlier one still stands."""
    waves = released(workspace.current())
    if not waves:
        return False
    kept = st.session_state.get(SESSION_KEY)
    return _ranged(named(kept if kept in waves else waves[-1]))


@kept_with_release
def _ranged(release: Release) -> bool:
    return release.whole.so_soon


def offer() -> None:
    """Draw the choice of wave, the newest first; it is kept from page to page."""
    waves = released(workspace.current())[::-1]
    if len(waves) < 2:
        return
    st.session_state[SESSION_KEY] = choice.selectbox(
        words()("screens.choose_wave"),
        waves,
        choice.Part("wave", "wave_choice"),
        first=st.session_state.get(SESSION_KEY),
        plain=waves[0],
    )


def wave_in_address() -> dict[str, str]:
    """Return what an address says of the wave that is shown: nothing of the newest."""
    waves, kept = released(workspace.current()), st.session_state.get(SESSION_KEY)
    return {"wave": str(kept)} if kept in waves[:-1] else {}

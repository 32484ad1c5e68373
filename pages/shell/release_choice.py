"""Which release a page shows, and releases kept in memory for as long as they stay sealed."""

import atexit
import gc
from functools import lru_cache
from pathlib import Path

import streamlit as st

from analytics.release.content import Release
from analytics.release.model import Reason
from analytics.release.reader import open_release, read_manifest, released
from pages.shell import choice, workspace
from pages.shell.kept import kept as kept_with_release
from pages.shell.language import words

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


def named(wave: str) -> Release:
    """Return the release of a wave, its hashes checked when it is first opened."""
    folder = workspace.current().releases / wave
    return _opened(read_manifest(folder).id, folder)


def every() -> tuple[Release, ...]:
    """Return all releases, oldest first."""
    return tuple(named(wave) for wave in released(workspace.current()))


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
    return any(cell.reason is Reason.SINCE_EARLIER for cell in release.cells)


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

"""What the coordinator has on the desk for the moment: codes that are shown once, and news.

It is one object of the session. A browser that asks for something new while a page is at work
stops that page at its next word to the session or the screen, and codes that were made but not
kept yet would be lost for good; an attribute of an object that is there already is kept at once.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

KEY = "invitations_desk"

_unsaved: dict[Path, "Made"] = {}
"""Codes by workspace that no coordinator has called saved: in the server's memory, never on disk.

A session ends when its page is reloaded, and codes cannot be shown again."""


@dataclass(frozen=True)
class Made:
    """Codes of a wave, once: how many, their file, and their letters where those were set."""

    wave: str
    count: int
    codes: bytes = field(repr=False)
    letters: bytes = field(default=b"", repr=False)


@dataclass
class Desk:
    """``lists`` counts the lists of addresses that were used, each in a field of its own."""

    made: Made | None = None
    said: tuple[bool, str] | None = None
    lists: int = 0

    def put(self, root: Path, made: Made) -> None:
        """Put codes on the desk, and keep them for a page that is loaded anew."""
        _unsaved[root] = self.made = made

    def find(self, root: Path, open_waves: Collection[str]) -> None:
        """Put codes back that a page lost before they were saved, while their wave is open."""
        kept = _unsaved.get(root)
        if kept is not None and kept.wave not in open_waves:
            del _unsaved[root]
            kept = None
        self.made = kept

    def clear(self, root: Path) -> None:
        """Forget codes that are saved."""
        _unsaved.pop(root, None)
        self.made = None

    def news(self) -> None:
        """Say once what the last step came to."""
        said, self.said = self.said, None
        if said:
            (st.success if said[0] else st.error)(said[1])


def desk() -> Desk:
    """Return this session's desk."""
    found = st.session_state.get(KEY)
    if not isinstance(found, Desk):
        found = st.session_state[KEY] = Desk()
    return found

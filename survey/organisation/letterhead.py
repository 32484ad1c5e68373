"""The letterhead: name, logo and colour as they stand on a page, a letter or a report."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from survey.errors import BearingError
from survey.i18n.paper import Paper
from survey.organisation.logo import Logo
from survey.organisation.profile import FILE, KINDS, LOGO, read_logo, read_profile
from survey.settings import Workspace


@dataclass(frozen=True)
class Letterhead:
    """What of the organisation is shown; without a name the product's stands there."""

    name: str = ""
    colour: str | None = None
    logo: Logo | None = None
    paper: Paper | None = None
    """What things are printed on; where none is said, each on its usual."""

    @cached_property
    def picture(self) -> str:
        """The logo as an address that holds it whole, so that a page fetches nothing; or ""."""
        if self.logo is None:
            return ""
        content = base64.b64encode(self.logo.content).decode()
        return f"data:{self.logo.media_type};base64,{content}"

    @property
    def style(self) -> str:
        """The style sheet that puts the colour in the place of the form's own, or "".

        In the dark the form keeps its own: a colour that can be read on white cannot on black.
        """
        if self.colour is None:
            return ""
        return f"@media(prefers-color-scheme:light){{:root{{--accent:{self.colour}}}}}"

    @property
    def file(self) -> str:
        """The name under which a template finds the logo, or ""."""
        return f"letterhead.{self.logo.kind}" if self.logo else ""

    def sender(self, product: str) -> str:
        """Return whose paper it is: the organisation's name, else the product's."""
        return self.name or product

    def content(self, product: str) -> dict[str, Any]:
        """Return what a template is told: the name, else the product's, colour and logo's file."""
        return {"sender": self.sender(product), "colour": self.colour, "logo": self.file}

    def pictures(self) -> dict[str, bytes]:
        """Return the logo by the name under which a template finds it."""
        return {self.file: self.logo.content} if self.logo else {}


PLAIN: Final = Letterhead()
HeadOf = Callable[[], Letterhead]


def letterhead_of(workspace: Workspace) -> Letterhead:
    """Return the letterhead of an organisation; raises what is wrong with what it keeps."""
    profile = read_profile(workspace)
    return Letterhead(profile.name, profile.colour, read_logo(workspace), profile.paper)


class KeptLetterhead:
    """The letterhead of a workspace for a server: read again only when its files change.

    A damaged file takes no form away from anybody: then the product's own name stands there.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._seen: tuple[int, ...] | None = None
        self._kept = PLAIN

    def __call__(self) -> Letterhead:
        """Return the letterhead as it is kept now."""
        files = (FILE, *(f"{LOGO}.{kind}" for kind in KINDS))
        paths = [self._workspace.root / name for name in files]
        seen = tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in paths)
        if seen != self._seen:
            try:
                self._kept = letterhead_of(self._workspace)
            except BearingError:
                self._kept = PLAIN
            self._seen = seen
        return self._kept


def nothing_kept() -> Letterhead:
    """Return the letterhead of nobody."""
    return PLAIN

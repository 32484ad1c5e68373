"""What an organisation says of itself once: ``organisation.toml`` and its logo in the workspace."""

import json
import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final

from survey.errors import BearingError, Either, Said
from survey.fieldwork.dates.moments import checked_zone
from survey.i18n.catalogue import FORM_PARTS, languages
from survey.i18n.drawable import named, undrawable
from survey.i18n.paper import WHOLE_SHEETS, Paper, fitting
from survey.organisation.colour import checked_colour
from survey.organisation.logo import Kind, Logo
from survey.settings import Workspace
from survey.web_address import base_address
from survey.whole_file import write_whole

FILE: Final = "organisation.toml"
LOGO: Final = "logo"
KINDS: Final[tuple[Kind, ...]] = ("svg", "png")
LONGEST: Final = 80
"""Characters of a name: it stands in one line of a letter."""
ENTRIES: Final = frozenset({"name", "address", "colour", "languages", "time_zone", "paper"})


class OrganisationUnreadable(BearingError):
    """``organisation.toml`` is damaged, or says something that it should not."""

    code: ClassVar[str] = "ORGANISATION-FILE"


class NameUnfit(BearingError):
    """The organisation's name cannot stand on a letter."""

    code: ClassVar[str] = "ORGANISATION-NAME"


class LanguageUnknown(BearingError):
    """Employees cannot be asked in a language."""

    code: ClassVar[str] = "ORGANISATION-LANGUAGE"


@dataclass(frozen=True)
class Profile:
    """What is kept of an organisation; nothing of it has to be.

    Attributes
    ----------
    name
        As it stands on the form, letters and reports.
    address
        At which employees reach the server.
    colour
        Of headings and buttons, such as ``#0b6e75``.
    languages
        Of letters, posters and mails, where nobody chooses another; the most usual first.
    time_zone
        In which its waves open and close, such as ``Europe/Berlin``.
    paper
        Of letters, posters and forms; without it letters are A5, all else is A4.
    """

    name: str = ""
    address: str | None = None
    colour: str | None = None
    languages: tuple[str, ...] = ()
    time_zone: str | None = None
    paper: Paper | None = None

    def checked(self) -> "Profile":
        """Return the profile with every part in its one form, or raise what is wrong with one."""
        return replace(
            self,
            name=checked_name(self.name),
            address=base_address(self.address) if self.address else None,
            colour=checked_colour(self.colour) if self.colour else None,
            languages=checked_languages(self.languages),
            time_zone=checked_zone(self.time_zone) if self.time_zone else None,
            paper=fitting(Paper(self.paper)) if self.paper else None,
        )


def checked_name(typed: str) -> str:
    """Return a name with single blanks; raises ``NameUnfit`` for one that no letter can show."""
    name = " ".join(typed.split())
    if len(name) > LONGEST:
        raise NameUnfit(
            "The organisation's name is longer than {longest} characters: shorten it.",
            longest=LONGEST,
        )
    strange = undrawable(name)
    if strange is not None:
        raise NameUnfit(
            "No letter or report can show {sign} in the organisation's name: write it without.",
            sign=named(strange),
        )
    return name


def checked_languages(typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages, each once; raises ``LanguageUnknown``."""
    known = languages(*FORM_PARTS)
    for one in typed:
        if one not in known:
            raise LanguageUnknown(
                "{one!r} is no language of the form: {known}.", one=one, known=", ".join(known)
            )
    return tuple(dict.fromkeys(typed))


def read_profile(workspace: Workspace) -> Profile:
    """Return what is kept, nothing where there is no file.

    Raises ``OrganisationUnreadable``, or what is wrong with a part (``Profile.checked``).
    """
    path = workspace.root / FILE
    if not path.is_file():
        return Profile()
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise OrganisationUnreadable(
            '{file} cannot be read: it needs lines such as name = "Example Hospital" and'
            ' address = "https://survey.example.org".',
            file=FILE,
        ) from None
    wrong = sorted(set(said) - ENTRIES)
    texts = all(isinstance(said.get(key, ""), str) for key in ENTRIES - {"languages"})
    listed = said.get("languages", [])
    if wrong or not texts or not (isinstance(listed, list) and all(map(_is_text, listed))):
        place = wrong[0] if wrong else Said("an entry that is no text")
        raise OrganisationUnreadable(
            "{file} holds {place}: it may say {entries}. Correct it, or enter"
            " the organisation again.",
            file=FILE,
            place=place,
            entries=", ".join(sorted(ENTRIES)),
        )
    return Profile(
        said.get("name", ""),
        said.get("address"),
        said.get("colour"),
        tuple(listed),
        said.get("time_zone"),
        paper=_paper(said.get("paper")),
    ).checked()


def keep_profile(workspace: Workspace, profile: Profile) -> Profile:
    """Keep a profile, whole or not at all, and return it as it was kept."""
    kept = profile.checked()
    said = {
        "name": kept.name,
        "address": kept.address,
        "colour": kept.colour,
        "time_zone": kept.time_zone,
        "paper": kept.paper,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in said.items() if value]
    if kept.languages:
        lines.append(f"languages = [{', '.join(map(_toml, kept.languages))}]")
    write_whole(workspace.root / FILE, "".join(f"{line}\n" for line in lines))
    return kept


def read_logo(workspace: Workspace) -> Logo | None:
    """Return the logo that was kept; None where there is none."""
    for kind in KINDS:
        path = _logo_path(workspace, kind)
        if path.is_file():
            return Logo(kind, path.read_bytes())
    return None


def keep_logo(workspace: Workspace, logo: Logo | None) -> None:
    """Keep a checked logo in the place of any other; None takes it away."""
    if logo is not None:
        path = _logo_path(workspace, logo.kind)
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(logo.content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    for kind in KINDS:
        if logo is None or kind != logo.kind:
            _logo_path(workspace, kind).unlink(missing_ok=True)


def _logo_path(workspace: Workspace, kind: Kind) -> Path:
    return workspace.root / f"{LOGO}.{kind}"


def _paper(said: str | None) -> Paper | None:
    if said is None or said in WHOLE_SHEETS:
        return Paper(said) if said else None
    raise OrganisationUnreadable(
        "{file}, paper: this is none that is known; it is {sizes}.",
        file=FILE,
        sizes=Either(WHOLE_SHEETS),
    )


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_text(value: object) -> bool:
    return isinstance(value, str)

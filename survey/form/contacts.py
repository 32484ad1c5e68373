"""Whom employees can turn to: the organisation's own list, ``contacts.toml`` in its workspace.

[[contact]]
name.en = "Occupational health"
name.de = "Betriebsärztlicher Dienst"
about.en = "Nothing you say there reaches your manager."
phone = "+49 30 123456"
email = "health@example.org"
"""

import tomllib
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from survey.errors import BearingError
from survey.i18n.catalogue import DEFAULT_LANGUAGE
from survey.instruments.model import Wording


class ContactsInvalid(BearingError):
    """The list of contacts cannot be read, or holds what it should not."""

    code: ClassVar[str] = "CONTACTS-INVALID"


class Contact(BaseModel):
    """A person or place, with the ways to reach it. A text that lacks a language is shown in
    English, else in the first that it has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Wording = Field(min_length=1)
    about: Wording = {}
    phone: str | None = Field(default=None, pattern=r"^\+?[0-9 ()/.-]+$")
    email: str | None = Field(default=None, pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    web: str | None = Field(default=None, pattern=r"^https?://[^\s<>\"]+$")


class ContactList(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: tuple[Contact, ...] = ()


def read_contacts(path: Path) -> tuple[Contact, ...]:
    """Return the contacts of an organisation; none where it has no such file.

    Raises
    ------
    ContactsInvalid
        It is no TOML in UTF-8, or a field is unknown, missing or no address.
    """
    if not path.is_file():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return ContactList.model_validate(content).contact
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise ContactsInvalid(
            f"{path.name} is not valid TOML in UTF-8: {broken}. Mend that place and start again."
        ) from broken
    except ValidationError as broken:
        places = ", ".join(
            ".".join(map(str, error["loc"])) for error in broken.errors(include_url=False)
        )
        raise ContactsInvalid(
            f"{path.name} cannot be used: look at {places}. A contact has a name in each language"
            " and, if you like, about, phone, email and web."
        ) from broken


def worded(wording: Wording, language: str) -> tuple[str, str]:
    """Return a text and the language that it is in, the wanted one where there is one."""
    for known in (language, DEFAULT_LANGUAGE):
        if known in wording:
            return wording[known], known
    return next(((text, known) for known, text in wording.items()), ("", language))

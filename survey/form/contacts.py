"""Whom employees can turn to: the organisation's own list, ``contacts.toml`` in its workspace.

[[contact]]
name.en = "Occupational health"
name.de = "Betriebsärztlicher Dienst"
about.en = "Nothing you say there reaches your manager."
phone = "+49 30 123456"
email = "health@example.org"
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from survey.errors import BearingError
from survey.file_faults import toml_fault
from survey.i18n.catalogue import DEFAULT_LANGUAGE
from survey.i18n.drawable import named, undrawable
from survey.instruments.model import Wording
from survey.whole_file import write_whole


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


ContactsOf = Callable[[], tuple[Contact, ...]]


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
            "{file} is not valid TOML in UTF-8: {broken}. Mend that place and start again.",
            file=path.name,
            broken=toml_fault(broken),
        ) from broken
    except ValidationError as broken:
        places = ", ".join(
            ".".join(map(str, error["loc"])) for error in broken.errors(include_url=False)
        )
        raise ContactsInvalid(
            "{file} cannot be used: look at {places}. A contact has a name in each language"
            " and, if you like, about, phone, email and web.",
            file=path.name,
            places=places,
        ) from broken


def require_drawable(contacts: Sequence[Contact]) -> Sequence[Contact]:
    """Return the contacts; raises ``ContactsInvalid`` for a name that no letter can show."""
    for one in contacts:
        strange = undrawable("".join([*one.name.values(), one.email or "", one.web or ""]))
        if strange is not None:
            raise ContactsInvalid(
                "No letter can show {sign} in a contact: write it without.", sign=named(strange)
            )
    return contacts


def write_contacts(path: Path, contacts: Iterable[Contact]) -> None:
    """Write an organisation's list of contacts in the place of any other, whole or not at all."""
    write_whole(path, "\n".join(line for one in contacts for line in _lines(one)))


def _lines(contact: Contact) -> Iterator[str]:
    yield "[[contact]]"
    for entry, wording in (("name", contact.name), ("about", contact.about)):
        for language, text in wording.items():
            yield f"{entry}.{language} = {json.dumps(text, ensure_ascii=False)}"
    ways = {"phone": contact.phone, "email": contact.email, "web": contact.web}
    for entry, value in ways.items():
        if value:
            yield f"{entry} = {json.dumps(value, ensure_ascii=False)}"
    yield ""


class KeptContacts:
    """The contacts of a file for a server: read again only when the file changes.

    Where it cannot be read any more, the contacts that were read before stay.
    """

    def __init__(self, path: Path) -> None:
        """Read the file once; raises ``ContactsInvalid``."""
        self._path = path
        self._seen = self._changed()
        self._kept = read_contacts(path)

    def __call__(self) -> tuple[Contact, ...]:
        """Return the contacts as they are kept now."""
        seen = self._changed()
        if seen != self._seen:
            self._seen = seen
            try:
                self._kept = read_contacts(self._path)
            except ContactsInvalid:
                return self._kept
        return self._kept

    def _changed(self) -> int:
        return self._path.stat().st_mtime_ns if self._path.is_file() else 0


def nobody_to_turn_to() -> tuple[Contact, ...]:
    """Return the contacts of an organisation that names none."""
    return ()


def worded(wording: Wording, language: str) -> tuple[str, str]:
    """Return a text and the language that it is in, the wanted one where there is one."""
    for known in (language, DEFAULT_LANGUAGE):
        if known in wording:
            return wording[known], known
    return next(((text, known) for known, text in wording.items()), ("", language))

"""Reading what a browser sent, within limits, before anything looks at its meaning."""

from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from survey.errors import BearingError
from survey.form.answers import PREFIX

FORM_TYPE: Final = "application/x-www-form-urlencoded"
LARGEST_BODY: Final = 64 * 1024
"""Bytes. A form of 300 questions is a fifth of it."""
MOST_FIELDS: Final = 600


class BodyRefused(BearingError):
    """What was sent is not a form of ours: too large, of another type, or not readable."""

    code: ClassVar[str] = "BODY-REFUSED"

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Sent:
    """The fields of a sent form, in the order in which they came, repeats included."""

    fields: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """Return the first value of a field, or an empty text."""
        return next((value for field, value in self.fields if field == name), "")

    def besides(self, *names: str) -> tuple[tuple[str, str], ...]:
        """Return all fields but the first of each of these; a repeat of one stays in sight."""
        left = list(self.fields)
        for name in names:
            first = next((pair for pair in left if pair[0] == name), None)
            if first is not None:
                left.remove(first)
        return tuple(left)

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The fields that pose as answers and hold nothing but print, to be sent once more."""
        return tuple(
            (name, value)
            for name, value in self.fields
            if name.startswith(PREFIX) and name.isprintable() and value.isprintable()
        )


async def read_form(request: Request) -> Sent:
    """Return the fields of a posted form.

    Raises
    ------
    BodyRefused
        With status 415 for another content type, 413 for too large a body, 400 for one that is
        not a form in UTF-8.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM_TYPE:
        raise BodyRefused("Only a form can be sent here.", 415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BodyRefused("What was sent is larger than any form.", 413)
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as unreadable:
        raise BodyRefused("What was sent cannot be read as a form.", 400) from unreadable
    return Sent(tuple(pairs))


def printable(text: str, longest: int = 40) -> str:
    """Return a typed text as it may be shown again: shortened, without control characters."""
    return "".join(sign for sign in text if sign.isprintable())[:longest]

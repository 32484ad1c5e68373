"""Rules of the audit by number, so that a release is held to those of its own time.

What became stricter since is said beside, with what it finds: a release that was sealed before is
not condemned by it, and whoever reads it knows.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

FILE: Final = Path(__file__).with_name("rules.toml")


class Rules(BaseModel):
    """What the audit asked for anew from a day on, and the codes of what it finds by it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    since: date
    findings: tuple[str, ...]


class Coded(Protocol):
    """Something that was found, by its code."""

    @property
    def code(self) -> str:
        """The code of the kind of finding."""


Found = TypeVar("Found", bound=Coded)


@cache
def all_rules() -> tuple[Rules, ...]:
    """Return all rules that there ever were, in the order of their numbers."""
    listed = tomllib.loads(FILE.read_text("utf-8"))["rules"]
    return tuple(Rules.model_validate(one) for one in listed)


def newest_rules() -> int:
    """Return the number of the rules that a release is sealed under today."""
    return all_rules()[-1].number


def stricter_since(number: int) -> tuple[Rules, ...]:
    """Return what became stricter after the rules of a number."""
    return tuple(one for one in all_rules() if one.number > number)


def rules_of(code: str) -> int:
    """Return the number of the rules by which a kind of finding is one.

    A code that no rules name is of the first: nothing is taken for a later rule by oversight.
    """
    return next((one.number for one in all_rules() if code in one.findings), 1)


def divided(found: Iterable[Found], number: int) -> tuple[list[Found], list[Found]]:
    """Return what was found by the rules of a number, and what by later ones."""
    own: list[Found] = []
    later: list[Found] = []
    for one in found:
        (later if rules_of(one.code) > number else own).append(one)
    return own, later

"""The made-up organisation: its departments, its teams and when it was asked."""

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from survey.store.protocol import Unit

DEFINITION: Final = Path(__file__).with_suffix(".toml")

WorkShares = tuple[float, float, float, float, float]
"""Shares of the kinds of work: desk, goods, tools or machines, driving, people."""


class Frozen(BaseModel):
    """A model that refuses unknown fields and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Team(Frozen):
    """A team, with its own mix of work where it differs from its department's."""

    name: str
    headcount: int = Field(ge=3, le=60)
    work: WorkShares | None = None


class Department(Frozen):
    """A department and its teams."""

    name: str
    work: WorkShares
    teams: tuple[Team, ...]


class Moment(Frozen):
    """A wave's name and when it took place, as a year with its fraction."""

    name: str
    moment: float

    @property
    def day(self) -> date:
        """The day of its last answer."""
        year = int(self.moment)
        return date(year, 1, 1) + timedelta(days=int((self.moment - year) * 365))


class Organisation(Frozen):
    """The whole made-up company."""

    name: str
    waves: tuple[Moment, ...]
    departments: tuple[Department, ...]


@cache
def organisation() -> Organisation:
    """Return the organisation of organisation.toml."""
    return Organisation.model_validate(tomllib.loads(DEFINITION.read_text(encoding="utf-8")))


@cache
def units() -> tuple[Unit, ...]:
    """Return the teams as units with ids from 1, in the order of the file."""
    every = [
        (department.name, team.name, team.headcount)
        for department in organisation().departments
        for team in department.teams
    ]
    return tuple(Unit(number, *unit) for number, unit in enumerate(every, start=1))


@cache
def work_shares() -> tuple[WorkShares, ...]:
    """Return each team's shares of the kinds of work, in the order of ``units``."""
    return tuple(
        team.work or department.work
        for department in organisation().departments
        for team in department.teams
    )

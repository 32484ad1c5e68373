"""Which sheets there are."""

from enum import StrEnum


class Sheet(StrEnum):
    """Which sheet: a team's own, or the one for all staff."""

    TEAM = "team"
    STAFF = "staff"

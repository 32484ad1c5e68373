"""The words of the product that code compares: one enumeration a noun, as in docs/glossary.md."""

from enum import StrEnum


class WaveState(StrEnum):
    """Where a wave stands. It moves along this order and never back."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """Who a member of staff is. Employees answer without an account and have no role here."""

    COORDINATOR = "coordinator"
    HR = "hr"
    OCCUPATIONAL_HEALTH = "occupational_health"
    WORKS_COUNCIL = "works_council"


class Purpose(StrEnum):
    """What results are taken along for: one of a few, so that no free text enters the ledger."""

    OWN_WORK = "own_work"
    MANAGEMENT = "management"
    WORKS_COUNCIL = "works_council"
    TEAMS = "teams"
    ADVICE = "advice"
    RESEARCH = "research"


class MeasureRole(StrEnum):
    """What a measure stands for: a working condition, or what may go with it."""

    FACTOR = "factor"
    OUTCOME = "outcome"


class Sensitivity(StrEnum):
    """Which threshold protects a measure: that of working conditions or that of health."""

    CONDITIONS = "conditions"
    HEALTH = "health"


class GoodEnd(StrEnum):
    """Which end of a measure is the good one for those who work there."""

    LOW = "low"
    HIGH = "high"

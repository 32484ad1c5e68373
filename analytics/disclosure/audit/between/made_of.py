"""Made of: how a measure's value follows from one person's answers, as its release says.

Written from the release's own entries, not from the code that scored the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import lcm
from typing import Final

from analytics.release.model import ConditionEntry, ItemEntry, MeasureEntry

UNANSWERED: Final = -1
"""Stands for no answer, and for a measure without a value."""

State = tuple[int, int]
"""What the answers so far have come to; each kind of measure has its own two numbers."""

START: Final[State] = (0, 0)


@dataclass(frozen=True)
class ScaleOf:
    """A mean of items: answered ones are counted, and their parts of the range added up."""

    items: Mapping[str, Mapping[int, int]]
    """By item and answer, what it adds, in ``unit`` from the lowest end to the highest."""
    unit: int
    full: int
    fewest: int

    @property
    def steps(self) -> Mapping[str, tuple[int, ...]]:
        """The answers that may be given, by item."""
        return {item: tuple(parts) for item, parts in self.items.items()}

    def after(self, state: State, item: str, answer: int) -> State:
        """Return the state after one more answer."""
        if answer == UNANSWERED or item not in self.items:
            return state
        answered, total = state
        return answered + 1, total + self.items[item][answer]

    def value(self, state: State) -> int:
        """Return the value in steps from the bottom, or ``UNANSWERED``."""
        answered, total = state
        if answered < self.fewest:
            return UNANSWERED
        return total * (self.full // self.unit) // answered


@dataclass(frozen=True)
class YesNoOf:
    """Yes where every condition holds, no where one does not, else without a value."""

    conditions: tuple[ConditionEntry, ...]

    @property
    def steps(self) -> Mapping[str, tuple[int, ...]]:
        """The answers that may be given, by item."""
        return {each.item: each.steps for each in self.conditions}

    def after(self, state: State, item: str, answer: int) -> State:
        """Return the state after one more answer: whether one fails, and whether one is open."""
        fails, is_open = state
        for condition in self.conditions:
            if condition.item == item:
                if answer == UNANSWERED:
                    is_open = 1
                elif answer not in condition.values:
                    fails = 1
        return fails, is_open

    def value(self, state: State) -> int:
        """Return 1 for yes, 0 for no, or ``UNANSWERED``."""
        fails, is_open = state
        if fails:
            return 0
        return UNANSWERED if is_open else 1


MadeOf = ScaleOf | YesNoOf


def made_of(entry: MeasureEntry) -> MadeOf | None:
    """Return how a measure is made; None where its release is from before that was kept."""
    if entry.kind == "yes_no":
        return YesNoOf(entry.conditions) if entry.conditions else None
    if not entry.items or entry.fewest_answered is None or entry.ticks is None:
        return None
    unit = lcm(*(_range(item) for item in entry.items))
    parts = {item.key: _parts(item, unit) for item in entry.items}
    return ScaleOf(parts, unit, entry.ticks, entry.fewest_answered)


def _range(item: ItemEntry) -> int:
    values = [step.value for step in item.steps]
    return max(values) - min(values)


def _parts(item: ItemEntry, unit: int) -> dict[int, int]:
    values = [step.value for step in item.steps]
    part = unit // _range(item)
    return {
        value: (max(values) - value if item.turned else value - min(values)) * part
        for value in values
    }

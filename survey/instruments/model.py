"""The instrument: a versioned questionnaire as frozen data, read from a TOML file.

An instrument names its sections, its answer options, its items, and the measures that are made
of them: scales (0 to 100) and yes/no outcomes. The rules across these parts live in ``checks``,
one rule at a time; a model here only says which fields there are and what each may hold.
"""

from collections.abc import Collection
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from survey.vocabulary import GoodEnd, MeasureRole, Sensitivity

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Wording = dict[str, str]
"""A text by language code, such as ``{"en": "Never", "de": "Nie"}``."""


class Frozen(BaseModel):
    """A model that refuses unknown fields and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Frozen):
    """One answer that may be chosen, stored as its whole number."""

    value: int = Field(ge=0, le=100)
    text: Wording


class OptionSet(Frozen):
    """A list of steps that items share, from the lowest value to the highest."""

    key: Key
    steps: tuple[Step, ...] = Field(min_length=2)

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers of the steps, in order."""
        return tuple(step.value for step in self.steps)


class Section(Frozen):
    """A run of items under one heading."""

    key: Key
    title: Wording
    intro: Wording | None = None


class Item(Frozen):
    """One question. Every item may also be answered "prefer not to say", stored as no answer."""

    key: Key
    section: Key
    options: Key
    text: Wording
    hint: Wording | None = None


class CutOff(Frozen):
    """A fixed value (0 to 100) that divides a scale, with where it comes from."""

    value: float = Field(ge=0, le=100)
    source: str = Field(min_length=3)


class Band(Frozen):
    """A named range of an item's values, both ends included, with its source.

    The name stands within a sentence: "7 of 10: strong".
    """

    key: Key
    name: Wording
    low: int
    high: int
    source: str = Field(min_length=3)


class ScaleItem(Frozen):
    """An item's place in a scale; a turned item counts from its other end."""

    item: Key
    turned: bool = False


class Scale(Frozen):
    """A measure from 0 to 100: the mean of its items, each moved to 0..1 from its lowest value.

    A response has a score when at least ``minimum_answered`` of the items are answered (the half
    rule). ``low_end`` and ``high_end`` say in words what 0 and 100 stand for.
    """

    key: Key
    name: Wording
    role: MeasureRole
    sensitivity: Sensitivity
    good_end: GoodEnd
    items: tuple[ScaleItem, ...] = Field(min_length=1)
    minimum_answered: float = Field(default=0.5, gt=0, le=1)
    low_end: Wording
    high_end: Wording
    cut_off: CutOff | None = None
    bands: tuple[Band, ...] = ()
    source: str | None = None

    def of_asked(self, items: Collection[str]) -> Self:
        """Return the scale made of those of its items that were asked; whole where none was."""
        asked = tuple(entry for entry in self.items if entry.item in items)
        return self.model_copy(update={"items": asked}) if asked else self


class Condition(Frozen):
    """True of a response whose answer to ``item`` is one of ``values``."""

    item: Key
    values: tuple[int, ...] = Field(min_length=1)


class YesNo(Frozen):
    """A measure that is yes when every condition holds, and no when one of them is known not to.

    A response without the answers that would settle it has no value (three-valued logic).
    """

    key: Key
    name: Wording
    role: MeasureRole = MeasureRole.OUTCOME
    sensitivity: Sensitivity = Sensitivity.HEALTH
    good_end: GoodEnd = GoodEnd.LOW
    all_of: tuple[Condition, ...] = Field(min_length=1)
    implies: tuple[Key, ...] = ()
    """Outcomes to which yes is said by everybody who says yes here, if their answers fit together.

    The form does not ask for it. What follows from the same answers need not be named.
    """
    source: str | None = None


Measure = Scale | YesNo


class Breakdown(Frozen):
    """A way to divide people other than by unit: an item whose steps are the categories."""

    key: Key
    name: Wording
    item: Key


class Unmeasured(Frozen):
    """Something that may stand behind a link and is not asked, so that nothing adjusts for it."""

    key: Key
    name: Wording


class ModelPlan(Frozen):
    """Which measures the adjusted model of each outcome holds, and what else it adjusts for."""

    factors: tuple[Key, ...] = Field(min_length=1)
    outcomes: tuple[Key, ...] = Field(min_length=1)
    adjust_for: tuple[Key, ...] = ()
    """Breakdown keys, entered as categories, dropped from the last when events are too few."""
    unmeasured: tuple[Unmeasured, ...] = ()
    """Said beside every link."""

    def within(self, measures: Collection[str], breakdowns: Collection[str]) -> Self:
        """Return the plan without what was not asked; where that leaves nothing, as it was."""
        factors = tuple(key for key in self.factors if key in measures)
        outcomes = tuple(key for key in self.outcomes if key in measures)
        return self.model_copy(
            update={
                "factors": factors or self.factors,
                "outcomes": outcomes or self.outcomes,
                "adjust_for": tuple(key for key in self.adjust_for if key in breakdowns),
            }
        )


class Instrument(Frozen):
    """A whole questionnaire: what is asked, in every language, and what is made of the answers.

    ``not_asked`` are items that a wave left out: answers from a file may be to a part only.
    """

    key: Key
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    title: Wording
    licence: str = Field(min_length=2)
    source: str = Field(min_length=3)
    validated: bool
    notice: Wording
    minutes: int = Field(ge=1, le=60)
    languages: tuple[str, ...] = Field(min_length=1)
    sections: tuple[Section, ...] = Field(min_length=1)
    option_sets: tuple[OptionSet, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)
    scales: tuple[Scale, ...] = ()
    outcomes: tuple[YesNo, ...] = ()
    breakdowns: tuple[Breakdown, ...] = ()
    model: ModelPlan
    not_asked: tuple[Key, ...] = ()

    def asking(self, items: Collection[str]) -> Self:
        """Return the questionnaire of a wave in which only these items were asked.

        A scale is made of those of its items that were asked, so that its half rule counts them
        alone; breakdowns and models go without what was not asked. The items themselves stay,
        since answers are stored by their place.
        """
        left_out = tuple(key for key in self.item_by_key if key not in items)
        if not left_out:
            return self
        part = {name: getattr(self, name) for name in Instrument.model_fields}
        part["not_asked"] = left_out
        part["scales"] = tuple(scale.of_asked(items) for scale in self.scales)
        part["breakdowns"] = tuple(each for each in self.breakdowns if each.item in items)
        bare = self.model_validate(part)
        part["model"] = self.model.within(
            [key for key in self.measures if key not in bare.measures_not_asked],
            [each.key for each in bare.breakdowns],
        )
        return self.model_validate(part)

    @cached_property
    def measures_not_asked(self) -> frozenset[str]:
        """The measures that cannot be made: no item of a scale was asked, or not each of a yes/no.

        A yes/no with a condition that nobody was asked would be "no" or unknown of everybody.
        """
        left_out = set(self.not_asked)
        return frozenset(
            [scale.key for scale in self.scales if {one.item for one in scale.items} <= left_out]
            + [one.key for one in self.outcomes if {c.item for c in one.all_of} & left_out]
        )

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """All measures by key: the scales first, then the yes/no outcomes, in file order."""
        every: list[Measure] = [*self.scales, *self.outcomes]
        return {measure.key: measure for measure in every}

    @cached_property
    def item_by_key(self) -> dict[str, Item]:
        """The items by key, in the order in which they are asked and stored."""
        return {item.key: item for item in self.items}

    @cached_property
    def options_by_key(self) -> dict[str, OptionSet]:
        """The answer options by key."""
        return {options.key: options for options in self.option_sets}

    def options_of(self, item_key: str) -> OptionSet:
        """Return the answer options of an item."""
        return self.options_by_key[self.item_by_key[item_key].options]

"""The mapping: what each column of a file is, which values mean what, and who is left out.

The tables of the TOML file are described for those who write one in ``docs/importing.md``.
"""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from survey.fieldwork.importing.values import as_text, canonical
from survey.instruments.model import Frozen, Instrument, Key

Heading = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _written(value: object) -> object:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return as_text(value) if plain else value


FileValue = Annotated[str, BeforeValidator(_written)]
"""A value as it stands in the file; the mapping may write a number or a text."""


class Range(Frozen):
    """Numbers up to and with ``upto``, above the range before, become ``value``."""

    upto: float
    value: int


class Score(Frozen):
    """A ready scale: its numbers run from ``low`` to ``high`` and are moved to the item's steps."""

    low: float
    high: float

    @model_validator(mode="after")
    def _runs_upwards(self) -> Self:
        if self.low >= self.high:
            raise ValueError("low must be less than high")
        return self


class ItemSource(Frozen):
    """Where an item's answers are, and how the file's values become the item's.

    At most one of ``recode`` (file value → item value), ``ranges`` and ``score``; with none of
    them the column holds the item's own values. ``lowest`` is the least number that ranges take.
    """

    column: Heading
    recode: dict[str, int] | None = Field(default=None, min_length=1)
    ranges: tuple[Range, ...] | None = Field(default=None, min_length=1)
    lowest: float | None = None
    score: Score | None = None
    missing: tuple[FileValue, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.recode, self.ranges, self.score)
        if sum(way is not None for way in ways) > 1:
            raise ValueError("give one of recode, ranges and score, not several")
        if self.lowest is not None and self.ranges is None:
            raise ValueError("lowest belongs to ranges")
        return self

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        plain = [canonical(value) for value in self.recode or ()]
        if len(set(plain)) < len(plain):
            raise ValueError("recode holds one value twice (1 and 1.0 are the same)")
        ends = [part.upto for part in self.ranges or ()]
        if ends != sorted(set(ends)):
            raise ValueError("ranges must go upwards")
        return self


class UnitColumns(Frozen):
    """Which columns name department and team, and what happens to rows that name neither.

    With ``value_labels`` an SPSS file's labels ("Nursing") stand for its codes (3).
    """

    department: Heading
    team: Heading
    rows_without: Literal["error", "leave out"] = "error"
    value_labels: bool = False


class Filter(Frozen):
    """Only rows with this value in this column are read."""

    column: Heading
    value: FileValue


class Mapping(Frozen):
    """A whole mapping with the instrument it is for; items that it does not name were not asked."""

    instrument: Instrument
    encoding: str = "utf-8"
    sheet: str | None = None
    missing: tuple[FileValue, ...] = ()
    unit: UnitColumns
    filter: Filter | None = None
    items: dict[Key, ItemSource] = Field(min_length=1)

    @cached_property
    def missing_values(self) -> frozenset[str]:
        """The values that mean "no answer" in every column, in canonical form; "" always does."""
        return frozenset({"", *map(canonical, self.missing)})

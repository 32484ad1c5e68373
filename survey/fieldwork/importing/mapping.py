"""The mapping: what each column of a file is, which values mean what, and who is left out.

The tables of the TOML file are described for those who write one in ``docs/importing.md``.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as ByKey
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from survey.errors import Said
from survey.fieldwork.other_people import Others
from survey.fieldwork.tables.table import Layout
from survey.fieldwork.tables.values import as_text, canonical
from survey.instruments.model import Frozen, Instrument, Key

Heading = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _written(value: object) -> object:
    return as_text(value) if isinstance(value, (int, float, date)) else value


def _several(value: Any) -> Any:
    if value is None:
        return ()
    return value if isinstance(value, (list, tuple)) else [value]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


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
    turned: bool = False
    """Whether ``low`` is the item's highest step."""

    @model_validator(mode="after")
    def _runs_upwards(self) -> Self:
        if self.low >= self.high:
            raise ValueError(Said("low must be less than high"))
        return self


class ScaleSource(Score):
    """Where a ready score of a whole scale is; ``high`` is the end that the scale calls much.

    The scale is then made of one of its items, moved to the nearest of that item's steps.
    """

    column: Heading
    missing: tuple[FileValue, ...] = ()


class ItemSource(Frozen):
    """Where an item's answers are, and how the file's values become the item's.

    ``column`` may list several columns of which one is filled. At most one of ``recode`` (file
    value → item value), ``ranges``, ``score`` and ``contains`` (the field lists several answers:
    1 if one of these is among them, else 0); with none of them the column holds the item's own
    values. ``lowest`` is the least number that ranges take, ``empty`` what an empty field means.
    """

    column: Heading | Annotated[tuple[Heading, ...], Field(min_length=1)]
    contains: Annotated[tuple[str, ...], BeforeValidator(_listed)] | None = None
    empty: int | None = None
    recode: dict[str, int] | None = Field(default=None, min_length=1)
    ranges: tuple[Range, ...] | None = Field(default=None, min_length=1)
    lowest: float | None = None
    score: Score | None = None
    missing: tuple[FileValue, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold the answer: one, or several of which one is filled."""
        return (self.column,) if isinstance(self.column, str) else self.column

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.recode, self.ranges, self.score, self.contains)
        if sum(way is not None for way in ways) > 1:
            raise ValueError(Said("give one of recode, ranges, score and contains, not several"))
        if self.lowest is not None and self.ranges is None:
            raise ValueError(Said("lowest belongs to ranges"))
        return self

    @model_validator(mode="after")
    def _unambiguous(self) -> Self:
        plain = [canonical(value) for value in self.recode or ()]
        if len(set(plain)) < len(plain):
            raise ValueError(Said("recode holds one value twice (1 and 1.0 are the same)"))
        ends = [part.upto for part in self.ranges or ()]
        if ends != sorted(set(ends)):
            raise ValueError(Said("ranges must go upwards"))
        return self


class UnitColumns(Frozen):
    """Which columns name department and team, and what happens to rows that name neither.

    Without ``team`` the department is the only unit; ``in_department`` names the one department
    of a file that has teams only. With ``divided_by`` one column names both ("Sales > North").
    With ``value_labels`` a statistics file's labels ("Nursing") stand for its codes (3). The
    ``rename`` tables give a name in the file the one it has in other waves. Names that differ in
    capital letters only are refused, or with ``ignore_case`` take the spelling that comes first.
    """

    department: Heading | None = None
    team: Heading | None = None
    in_department: Heading | None = None
    divided_by: str | None = Field(default=None, min_length=1)
    rows_without: Literal["error", "leave out"] = "error"
    value_labels: bool = False
    ignore_case: bool = False
    rename_departments: dict[str, str] = Field(default_factory=dict)
    rename_teams: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _some_unit(self) -> Self:
        if (self.department is None) == (self.in_department is None):
            raise ValueError(Said("give one of department and in_department"))
        if self.in_department and not self.team:
            raise ValueError(Said("in_department needs a column team"))
        if self.divided_by and not self.department:
            raise ValueError(Said("divided_by needs a column department"))
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read for names."""
        return tuple(dict.fromkeys(each for each in (self.department, self.team) if each))


class Person(Frozen):
    """The column that names the person of a row; it is compared and never stored."""

    column: Heading
    twins: Literal["error", "keep first", "keep last"] = "error"


class Long(Frozen):
    """A file with a row for each person and question: which columns hold question and answer."""

    question: Heading
    answer: Heading


class Given(Frozen):
    """The column that says when a row's answers were given: a date, or a year."""

    column: Heading
    dates: Literal["day first", "month first"] | None = None


class Filter(Frozen):
    """Only rows whose value in this column fulfils everything that is given are read.

    ``from`` and ``upto`` compare numbers or dates, both ends included.
    """

    model_config = ConfigDict(populate_by_name=True)

    column: Heading
    value: FileValue | None = None
    values: tuple[FileValue, ...] | None = Field(default=None, min_length=1)
    empty: bool | None = None
    begins: str | None = Field(default=None, min_length=1)
    least: FileValue | None = Field(default=None, alias="from")
    upto: FileValue | None = None
    dates: Literal["day first", "month first"] | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        asked = (self.value, self.values, self.empty, self.begins, self.least, self.upto)
        if all(each is None for each in asked):
            raise ValueError(Said("give one of value, values, empty, begins, from and upto"))
        return self


class Mapping(Frozen):
    """A whole mapping with the instrument it is for; items that it does not name were not asked."""

    instrument: Instrument
    encoding: str = "utf-8"
    separator: str | None = Field(default=None, min_length=1, max_length=1)
    sheet: str | None = None
    headings: int | None = Field(default=None, ge=1)
    skip_below: int = Field(default=0, ge=0)
    row_names: bool = False
    decimal: Literal[",", "."] | None = None
    ignore_case: bool = False
    answer_codes: bool = False
    missing: tuple[FileValue, ...] = ()
    unit: UnitColumns
    filter: Annotated[tuple[Filter, ...], BeforeValidator(_several)] = ()
    given: Given | None = None
    others: Others | None = None
    person: Person | None = None
    long: Long | None = None
    items: dict[Key, ItemSource] = Field(default_factory=dict)
    scales: dict[Key, ScaleSource] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _something_was_asked(self) -> Self:
        if not self.items and not self.scales:
            raise ValueError(
                Said("name a column for one item at least, as in [items.workload_fast]")
            )
        return self

    @model_validator(mode="after")
    def _scales_are_the_instruments(self) -> Self:
        scales = {scale.key: scale for scale in self.instrument.scales}
        for key in self.scales:
            if key not in scales:
                raise ValueError(
                    Said(
                        "the instrument has no scale {key!r}; its scales are {scales}",
                        key=key,
                        scales=tuple(scales),
                    )
                )
            if double := {each.item for each in scales[key].items} & set(self.items):
                raise ValueError(
                    Said(
                        "scales.{key} and items.{item} both fill the scale; keep one of them",
                        key=key,
                        item=min(double),
                    )
                )
        return self

    @model_validator(mode="after")
    def _long_has_people(self) -> Self:
        if self.long and not self.person:
            raise ValueError(Said("long needs [person]: the column that tells whose row it is"))
        return self

    @property
    def layout(self) -> Layout:
        """How the file is laid out."""
        return Layout(
            self.encoding, self.separator, self.sheet, self.headings, self.skip_below,
            self.row_names,
        )  # fmt: skip

    @cached_property
    def sources(self) -> ByKey[str, ItemSource]:
        """What each item is read from: its own entry, or the ready score of its scale."""
        return {**self.items, **{item: source for item, _, source in self._ready_scores()}}

    def entry_of(self, item: str) -> str:
        """Return the name of the entry that fills an item, for messages."""
        scale = {one: key for one, key, _ in self._ready_scores()}.get(item)
        return f"scales.{scale}" if scale else f"items.{item}"

    def _ready_scores(self) -> Iterator[tuple[str, str, ItemSource]]:
        """Yield item, scale and source: the scale's item with most steps, best one not turned."""
        for key, ready in self.scales.items():
            scale = next(each for each in self.instrument.scales if each.key == key)
            entry = max(
                scale.items,
                key=lambda one: (len(self.instrument.options_of(one.item).steps), not one.turned),
            )
            score = Score(low=ready.low, high=ready.high, turned=entry.turned)
            yield (
                entry.item,
                key,
                ItemSource(column=ready.column, score=score, missing=ready.missing),
            )

    @property
    def answer_columns(self) -> Sequence[str]:
        """Every column that an item is read from, or the questions that stand for them."""
        every = (column for source in self.sources.values() for column in source.columns)
        return tuple(dict.fromkeys(every))

    @cached_property
    def missing_values(self) -> frozenset[str]:
        """The values that mean "no answer" in every column, in canonical form; "" always does."""
        return frozenset({"", *map(canonical, self.missing)})

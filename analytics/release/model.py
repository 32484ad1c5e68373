"""What a release holds: cells, estimates, participation, who is shown with whom, and a manifest.

To the right of publishing there are no people, only these. Screens, reports and exports read
them and nothing else.
"""

from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from survey.instruments.model import Wording
from survey.vocabulary import GoodEnd, MeasureRole, Sensitivity

TOTAL = "*"
"""Stands for all departments, all teams, no breakdown or all categories."""

GROUP_JOIN = " + "
"""Between the names of units that are shown together, in alphabetical order."""


class Frozen(BaseModel):
    """A model that refuses unknown fields and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CellStatus(StrEnum):
    """How a number may be read: exactly, between bounds, or not at all."""

    SHOWN = "shown"
    BOUNDED = "bounded"
    WITHHELD = "withheld"


class Statistic(StrEnum):
    """What kind of number a cell holds. Means and sds are 0 to 100, shares 0 to 1."""

    MEAN = "mean"
    SD = "sd"
    SHARE = "share"
    MEDIAN = "median"


class Reason(StrEnum):
    """Why a cell is not shown exactly; the words for people are in the catalogues."""

    NONE = ""
    SHOWN_TOGETHER = "shown_together"
    TOO_FEW_ANSWERS = "too_few_answers"
    NOT_ASKED = "not_asked"
    """The wave did not ask what the measure is made of: answers from a file may be to a part."""
    NEAR_THE_END = "near_the_end"
    ENDS_INSIDE = "ends_inside"
    """Shown, but some rows that it is the sum of are bounds (``totals_off``: by how much)."""
    BLURRED = "blurred"
    """A row of a breakdown: moved a little, so that the rows add up as published."""
    STEPPED = "stepped"
    SINCE_EARLIER = "since_earlier"
    """Bounds, or nothing, because an earlier release still stands (docs/adr/0011)."""
    MORE_THAN_PEOPLE = "more_than_people"
    """A team in it sent more answers than it has people: nobody can say how many took part."""


class Cell(Frozen):
    """One published number. Columns as in cells.csv (docs/contracts.md)."""

    wave: str
    department: str = TOTAL
    team: str = TOTAL
    breakdown: str = TOTAL
    category: str = TOTAL
    measure: str
    statistic: Statistic
    n: int | None = Field(default=None, ge=0)
    value: float | None = None
    low: float | None = None
    high: float | None = None
    status: CellStatus
    reason: Reason = Reason.NONE

    @model_validator(mode="after")
    def _numbers_fit_status(self) -> Self:
        if (self.status is CellStatus.SHOWN) != (self.value is not None):
            raise ValueError("a shown cell has a value, and no other cell has one")
        if self.status is CellStatus.BOUNDED and (self.low is None or self.high is None):
            raise ValueError("a bounded cell has both bounds")
        if self.status is CellStatus.WITHHELD and (self.low, self.high) != (None, None):
            raise ValueError("a withheld cell has no numbers")
        return self


class Estimate(Frozen):
    """One coefficient of a model. Columns as in estimates.csv (docs/contracts.md)."""

    wave: str
    population: str
    outcome: str
    model: Literal["unadjusted", "adjusted"]
    factor: str
    contrast: Literal["per 1 SD", "per 10 points", "yes vs no"]
    measure: Literal["odds_ratio", "prevalence_ratio", "risk_difference"]
    estimate: float | None
    low: float | None
    high: float | None
    p: float | None
    p_adjusted: float | None
    n: int
    events: int
    clusters: int | None
    method: str
    """What was fitted, with the adjustment set; where there is no number, why not."""


class AnalysisKind(StrEnum):
    """What an ``Analysis`` row is part of; docs/statistics.md has the statistics of each.

    The last two are made of two releases, when somebody looks at both.
    """

    INTERACTION = "interaction"
    LEVELS = "levels"
    JOB_STRAIN = "job_strain"
    GROUPS = "groups"
    RELIABILITY = "reliability"
    AGREEMENT = "agreement"
    DEPARTMENTS = "departments"
    PUBLISHED = "published"
    IMPUTATION = "imputation"
    WHAT_IF = "what_if"
    SILENCE = "silence"
    CHANGE = "change"
    ACTION = "action"


class Analysis(Frozen):
    """One number beside the estimates, in one form for every kind of analysis.

    Attributes
    ----------
    department, team
        The group that it is about; ``TOTAL`` twice is the organisation.
    outcome, factor
        Measure keys; empty where there is none.
    category
        Which part: a quadrant, "within" or "between", an item's key, a step of a slider.
    statistic
        What the number is; its unit follows from this (docs/statistics.md).
    n
        Answers behind it, to the nearest ten unless a cell tells them already.
    value, low, high
        The number and its 95 % interval, or its bounds alone.
    reason
        Key of the sentence that stands in place of a number; empty where there is one.
    """

    wave: str
    analysis: AnalysisKind
    department: str = TOTAL
    team: str = TOTAL
    outcome: str = ""
    factor: str = ""
    category: str = ""
    statistic: str
    n: int | None = Field(default=None, ge=0)
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: str = ""
    reason: str = ""

    @model_validator(mode="after")
    def _number_or_reason(self) -> Self:
        numbers = (self.value, self.low, self.high)
        if (numbers == (None, None, None)) != bool(self.reason):
            raise ValueError("an analysis has a number or the reason why not, and never both")
        return self


class Distribution(Frozen):
    """How many answers to an item lie on neighbouring steps, ``low_step`` to ``high_step``.

    A turned item counts in its scale from the other end.
    """

    measure: str
    item: str
    department: str = TOTAL
    n: int
    low_step: int
    high_step: int
    count: int
    turned: bool = False


class GroupMember(Frozen):
    """Where a unit's answers are counted, for one sensitivity. Names and head-counts only."""

    sensitivity: Sensitivity
    department: str
    team: str
    group_department: str
    group_team: str


class StepEntry(Frozen):
    """A step of an item's answers: the number that distributions count by, and its wording."""

    value: int
    text: Wording


class ItemEntry(Frozen):
    """An item of a scale as it was asked; a turned one counts from its other end."""

    key: str
    text: Wording
    turned: bool = False
    steps: tuple[StepEntry, ...]


class ConditionEntry(Frozen):
    """What a yes/no outcome asks of an item: one of these values, of all that it has."""

    item: str
    values: tuple[int, ...]
    steps: tuple[int, ...]


class MeasureEntry(Frozen):
    """A measure as readers need it: its names, its ends and how it is made (the codebook)."""

    key: str
    kind: Literal["scale", "yes_no"]
    role: MeasureRole
    sensitivity: Sensitivity
    good_end: GoodEnd
    name: Wording
    ticks: int | None = None
    """Steps of one answer from lowest to highest (1 for yes/no): the audit counts in them."""
    low_end: Wording | None = None
    high_end: Wording | None = None
    cut_off: float | None = None
    definition: Wording
    """Full wording of the items and how they are put together, by language."""
    source: str = ""
    items: tuple[ItemEntry, ...] = ()
    """Of a scale; empty in a release from before they were kept."""
    fewest_answered: int | None = None
    """Of a scale: how many of its items must be answered for a score."""
    conditions: tuple[ConditionEntry, ...] = ()
    """Of a yes/no outcome: yes where all hold; empty in a release from before they were kept."""
    implies: tuple[str, ...] = ()
    """Yes/no outcomes that yes is said to as well, if answers fit together."""


class CategoryEntry(Frozen):
    """A category of a breakdown: its name in the cells, and its wording by language.

    Cells of categories shown together have their names joined by ``GROUP_JOIN``.
    """

    name: str
    wording: Wording


class BreakdownEntry(Frozen):
    """A breakdown as readers need it: its name, and its categories in the order of the answers."""

    key: str
    name: Wording
    categories: tuple[CategoryEntry, ...]


class Proof(Frozen):
    """The audit's verdict on one table of one measure, with the worlds that anyone can add up.

    ``groups`` were attacked, ``worlds`` are exhibited; ``document`` is canonical JSON
    (docs/audit.md). It follows from the release alone.
    """

    measure: str
    groups: int
    worlds: int
    document: str


class Rival(Frozen):
    """What another product's rule would have given away on the same answers.

    Attributes
    ----------
    solved
        Hidden team figures that follow by subtraction, over all measures.
    all_or_none
        Groups of whom the figures say that everybody or nobody said so; cut to tens.
    """

    product: str
    solved: int
    all_or_none: int


class Manifest(Frozen):
    """What the release is, what it was made under, and the hash of each of its files.

    ``id`` is the sha256 of the other fields; there is no time in it, so that the same answers
    under the same rules give the same bytes on any day. A field that comes new has a value that
    stands for a release from before it, and is not named by that release's file.
    """

    format: Literal[1] = 1
    id: str
    wave: str
    position: int = 0
    """The wave's place among the workspace's waves, in the order in which they were opened."""
    instrument: str
    instrument_version: str
    instrument_title: Wording
    instrument_notice: Wording
    validated: bool
    languages: tuple[str, ...]
    policy: dict[str, int]
    policy_sha256: str
    units_sha256: str
    responses: int
    rivals: tuple[Rival, ...] = ()
    receipts_root: str = ""
    """Root of the hash tree over the receipts, in hexadecimal digits; empty without receipts."""
    guarded: bool = False
    """Whether a list of moves told which rows to join, in the place of ranges."""
    although: str = ""
    """Why it was published although a team has more answers than people; empty where none has."""
    version: str = ""
    """Of Bearing, which sealed it; empty in a release from before it was named."""
    unmeasured: tuple[Wording, ...] = ()
    """What may stand behind links and was not asked, by the questionnaire; empty before."""
    rules: int = Field(default=1, ge=1)
    """Of the audit, which found nothing in it (``disclosure/audit/rules.toml``)."""
    files: dict[str, str]

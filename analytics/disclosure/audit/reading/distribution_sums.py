"""Merged steps: what a distribution says beside the mean of its scale, and less its parts.

Of each merged step only the count is published. The mean of the scale is the sum c of what all
merged steps of all its items hold above their lower ends, which for step j lies between 0 and
R_j = count · (steps - 1). So that of j lies between c - (R - R_j) and c, every whole number
between them is possible, and one alone is a leak.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.reading.published_release import ROUNDING
from analytics.disclosure.audit.reading.sums import Interval
from analytics.release.content import Release
from analytics.release.model import GROUP_JOIN, TOTAL, Cell, CellStatus, Distribution, Statistic

MOVED: Final = 2
"""Answers that may be counted on the other side of a boundary, as everybody knows."""


@dataclass(frozen=True)
class Spread:
    """The distributions of all items of a scale in one place."""

    measure: str
    department: str
    steps: tuple[Distribution, ...]

    def finding(self, leak: Leak, what: str, arithmetic: str) -> Finding:
        """Return a finding about it."""
        message = f"{self.measure} of {self.department}, {TOTAL}: {what}"
        return Finding(leak.value, self.measure, self.department, TOTAL, message, arithmetic)


@dataclass(frozen=True)
class Share:
    """The cell of a mean, added (1) or taken off (-1)."""

    sign: int
    cell: Cell


@dataclass(frozen=True)
class Beside:
    """What else is published of a scale.

    Attributes
    ----------
    means
        By department as it is named, the cells of its mean.
    at_ends
        Departments with rows of teams at an end.
    spreads
        The distributions of its items, place by place.
    """

    means: Mapping[str, Sequence[Cell]]
    at_ends: frozenset[str]
    spreads: Sequence[Spread]


def distribution_findings(release: Release) -> list[Finding]:
    """Return what follows from the distributions about steps with fewer answers than promised."""
    found: list[Finding] = []
    threshold = release.manifest.policy["conditions"]
    for beside in _scales(release):
        for spread in beside.spreads:
            if beside.at_ends:
                what = "its items tell what a team's row at an end holds"
                found.append(spread.finding(Leak.SUM, what, "items less the rows of teams"))
            found += _few(spread, threshold)
            found += _settled(spread, beside)
            if spread.department == TOTAL:
                found += _left_over(spread, beside, threshold)
                found += _rest(spread, beside)
    return found


def _scales(release: Release) -> Iterator[Beside]:
    """Each scale with distributions, with the cells that are held against them."""
    cells: dict[str, list[Cell]] = {}
    for cell in release.cells:
        if cell.breakdown == TOTAL:
            cells.setdefault(cell.measure, []).append(cell)
    for measure, spreads in groupby(_spreads(release.distributions), key=lambda one: one.measure):
        means: dict[str, list[Cell]] = {}
        ends: set[str] = set()
        for cell in cells.get(measure, ()):
            if cell.team != TOTAL and cell.status is CellStatus.BOUNDED:
                ends.add(cell.department)
            elif cell.team == TOTAL and cell.statistic is Statistic.MEAN and cell.n:
                means.setdefault(cell.department, []).append(cell)
        yield Beside(means, frozenset(ends), tuple(spreads))


def _spreads(rows: Iterable[Distribution]) -> Iterator[Spread]:
    def place(row: Distribution) -> tuple[str, str]:
        return row.measure, row.department

    for (measure, department), own in groupby(sorted(rows, key=place), key=place):
        yield Spread(measure, department, tuple(own))


def _few(spread: Spread, threshold: int) -> Iterator[Finding]:
    for step in spread.steps:
        if step.count < threshold:
            what = f"a step of {step.item} rests on fewer than {threshold} answers"
            yield spread.finding(Leak.BASE, what, _named(step))


def _settled(spread: Spread, beside: Beside) -> Iterator[Finding]:
    """The mean beside it leaves the inside of a merged step a single number."""
    yield from _divided(spread, _means(spread.department, beside), beside)


def _divided(spread: Spread, means: Sequence[Share], beside: Beside) -> Iterator[Finding]:
    inside = _inside(spread, means, beside)
    if inside is None:
        return
    reach = {step: step.count * (step.high_step - step.low_step) for step in spread.steps}
    for step, own in reach.items():
        low = max(0, inside.low - (sum(reach.values()) - own))
        high = min(own, inside.high)
        if own and high - low < 1:
            what = f"its mean says how the merged steps of {step.item} divide"
            yield spread.finding(Leak.SUM, what, f"mean less all steps but {_named(step)}")


def _inside(spread: Spread, means: Sequence[Share], beside: Beside) -> Interval | None:
    """What means say of all that the merged steps hold above their lower ends."""
    if not means:
        return None
    answered = sum(share.sign * (share.cell.n or 0) for share in means)
    items = {step.item: step.n for step in spread.steps}
    width = max(step.high_step for step in spread.steps) - min(
        step.low_step for step in spread.steps
    )
    doubt = sum(abs(n - answered) for n in items.values()) * width
    ends = {
        item: (min(s.low_step for s in own), max(s.high_step for s in own))
        for item in items
        if (own := [step for step in spread.steps if step.item == item])
    }
    full = sum(high - low for low, high in ends.values())
    doubt += MOVED * sum(
        max(s.low_step for s in spread.steps if s.item == item) - low
        for item, (low, _) in ends.items()
    )
    doubt += 2 * full * len(_swapped([share.cell for share in means], beside))
    known = sum(
        step.count
        * (
            ends[step.item][1] - step.high_step
            if step.turned
            else step.low_step - ends[step.item][0]
        )
        for step in spread.steps
    )
    sums = [(share.sign, *_sum(share.cell)) for share in means]
    low = full * sum(least if sign > 0 else -most for sign, least, most in sums)
    high = full * sum(most if sign > 0 else -least for sign, least, most in sums)
    return Interval(round(low - known - doubt + 0.49), round(high - known + doubt - 0.49))


def _rest(whole: Spread, beside: Beside) -> Iterator[Finding]:
    """Of the departments that are counted in the whole alone, what it says less the others."""
    shown = [spread for spread in beside.spreads if spread.department != TOTAL]
    parts = [row for spread in shown for row in spread.steps]
    left = {step: step.count - sum(part.count for part in _within(step, parts))
            for step in whole.steps}  # fmt: skip
    straddled = any(
        part.low_step <= step.high_step < part.high_step
        for step in whole.steps
        for part in parts
        if part.item == step.item
    )
    if straddled or not any(left.values()):
        return
    people = {item: sum(n for step, n in left.items() if step.item == item)
              for item in {step.item for step in whole.steps}}  # fmt: skip
    rest = tuple(step.model_copy(update={"count": n, "n": people[step.item]})
                 for step, n in left.items())  # fmt: skip
    means = [Share(1, cell.cell) for cell in _means(TOTAL, beside)]
    for spread in shown:
        own = _means(spread.department, beside)
        if not own:
            return
        means += [Share(-1, share.cell) for share in own]
    yield from _divided(Spread(whole.measure, TOTAL, rest), means, beside)


def _means(department: str, beside: Beside) -> list[Share]:
    """The cells of the mean whose departments together make up a place, if they do."""
    if department in beside.means:
        return [Share(1, cell) for cell in beside.means[department]]
    named = set(department.split(GROUP_JOIN))
    parts = [
        Share(1, cell)
        for label, cells in beside.means.items()
        if set(label.split(GROUP_JOIN)) <= named
        for cell in cells
    ]
    counted = {name for share in parts for name in share.cell.department.split(GROUP_JOIN)}
    return parts if counted == named else []


def _swapped(means: Iterable[Cell], beside: Beside) -> frozenset[str]:
    """The departments of some means with rows at an end, by which the mean may be off."""
    departments = {cell.department for cell in means}
    return beside.at_ends if TOTAL in departments else beside.at_ends & departments


def _sum(cell: Cell) -> tuple[float, float]:
    """Between which sums of whole answers (0 to 1 each) the mean lies."""
    n = cell.n or 0
    if cell.value is None:
        return (cell.low or 0.0) / 100 * n, (100.0 if cell.high is None else cell.high) / 100 * n
    off = ROUNDING[cell.statistic]
    return (cell.value - off) / 100 * n, (cell.value + off) / 100 * n


def _left_over(spread: Spread, beside: Beside, threshold: int) -> Iterator[Finding]:
    """The organisation's steps less those of its departments within them."""
    parts = [row for own in beside.spreads if own.department != TOTAL for row in own.steps]
    for step in spread.steps:
        inside = _within(step, parts)
        rest = step.count - sum(part.count for part in inside)
        if inside and 0 < abs(rest) < threshold:
            what = f"a step of {step.item} less its departments is about {abs(rest)} answers"
            yield spread.finding(Leak.SUM, what, _named(step))


def _within(step: Distribution, parts: Sequence[Distribution]) -> list[Distribution]:
    return [
        part
        for part in parts
        if part.item == step.item
        and step.low_step <= part.low_step
        and part.high_step <= step.high_step
    ]


def _named(step: Distribution) -> str:
    return f"{step.item}={step.low_step}-{step.high_step}"

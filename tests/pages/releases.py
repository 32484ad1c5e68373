"""Releases that hold everything a page may show, and releases that show next to nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from analytics.release.content import Release
from analytics.release.model import (
    TOTAL,
    Analysis,
    AnalysisKind,
    BreakdownEntry,
    CategoryEntry,
    Cell,
    CellStatus,
    Distribution,
    Reason,
)
from tests.charts_release import CORE, FACTORS, made_up_release, mean, share

OUTCOME = "back_pain_12m"
AGES = ("under 35", "35 to 49", "50 or over")
FOUR_WAVES = ("2023", "2024", "2025", "2026")


def full_release(wave: str = "2026", position: int = 0, lower: float = 0.0) -> Release:
    """Return the made-up release with every other table; ``lower`` moves its shown values down."""
    plain = made_up_release()
    cells = [*plain.cells, *_breakdown_cells()]
    moved = tuple(_moved(cell, lower).model_copy(update={"wave": wave}) for cell in cells)
    manifest = plain.manifest.model_copy(update={"wave": wave, "position": position})
    analyses = tuple(one.model_copy(update={"wave": wave}) for one in _analyses())
    return replace(
        plain,
        manifest=manifest,
        cells=moved,
        analyses=analyses,
        distributions=tuple(_distributions()),
        breakdowns=_breakdowns(),
    )


def ranged_release(wave: str = "2026", position: int = 0) -> Release:
    """Return a release beside which another stands: ranges of teams, some nothing, no models."""
    full = full_release(wave, position)
    whole = [cell for cell in full.cells if cell.breakdown == TOTAL and cell.statistic != "sd"]
    return replace(
        full,
        cells=tuple(_ranged(cell, at % 5 != 0) for at, cell in enumerate(whole, start=1)),
        estimates=(),
        analyses=(),
        distributions=(),
        breakdowns=(),
    )


def _ranged(cell: Cell, inside: bool) -> Cell:
    top = 1.0 if cell.statistic == "share" else 100.0
    fields: dict[str, object] = {"value": None, "reason": Reason.SINCE_EARLIER}
    if inside and cell.n is not None:
        fields |= {"low": 0.2 * top, "high": 0.6 * top, "status": CellStatus.BOUNDED}
    else:
        fields |= {"n": None, "low": None, "high": None, "status": CellStatus.WITHHELD}
    return cell.model_copy(update=fields)


def withheld_release(wave: str = "2026") -> Release:
    """Return a release in which every number is withheld and nothing could be estimated."""
    full = full_release(wave)
    reason = {"status": CellStatus.WITHHELD, "reason": Reason.TOO_FEW_ANSWERS}
    empty = {"n": None, "value": None, "low": None, "high": None}
    cells = tuple(cell.model_copy(update=reason | empty) for cell in full.cells)
    estimates = tuple(
        one.model_copy(
            update=dict.fromkeys(("estimate", "low", "high", "p", "p_adjusted"))
            | {"method": "too few answers"}
        )
        for one in full.estimates
    )
    numbers = {"n": None, "value": None, "low": None, "high": None}
    analyses = tuple(
        one.model_copy(update=numbers | {"reason": "too_few_answers"})
        for one in full.analyses
        if one.analysis is not AnalysisKind.GROUPS
    )
    return replace(
        full, cells=cells, estimates=estimates, analyses=analyses, distributions=(),
        participation=(),
    )  # fmt: skip


def _moved(cell: Cell, lower: float) -> Cell:
    if cell.value is None:
        return cell
    by = lower / 100 if cell.statistic == "share" else lower
    ends = {name: max(0.0, getattr(cell, name) - by) for name in ("value", "low", "high")}
    return cell.model_copy(update=ends)


def _breakdowns() -> tuple[BreakdownEntry, ...]:
    entry = next(one for one in CORE.breakdowns if one.key == "age_band")
    categories = tuple(CategoryEntry(name=name, wording={"en": name, "de": name}) for name in AGES)
    return (BreakdownEntry(key=entry.key, name=entry.name, categories=categories),)


def _breakdown_cells() -> Iterator[Cell]:
    for at, age in enumerate(AGES):
        place = {"breakdown": "age_band", "category": age, "reason": Reason.BLURRED}
        for key in FACTORS:
            yield mean(key, 50 + 5 * at, 4, 90, (TOTAL, TOTAL)).model_copy(update=place)
        pain = share(OUTCOME, 30 + 9 * at, 90, 0.25 + at / 10, 0.44 + at / 10, (TOTAL, TOTAL))
        yield pain.model_copy(update=place)


def _distributions() -> Iterator[Distribution]:
    counts = {
        TOTAL: ((1, 2, 61), (3, 3, 92), (4, 4, 76), (5, 5, 47)),
        "Production": ((1, 2, 13), (3, 3, 37), (4, 4, 41), (5, 5, 29)),
        "Office": ((1, 1, 21), (2, 2, 27), (3, 3, 55), (4, 4, 35), (5, 5, 18)),
    }
    for scale in CORE.scales:
        if scale.key not in ("workload", "control"):
            continue
        for place in scale.items:
            for department, steps in counts.items():
                n = sum(count for _, _, count in steps)
                for low, high, count in steps:
                    yield Distribution(
                        measure=scale.key, item=place.item, department=department, n=n,
                        low_step=low, high_step=high, count=count,
                    )  # fmt: skip


def _analyses() -> Iterator[Analysis]:
    kind = AnalysisKind
    yield _row(kind.RELIABILITY, "alpha", 0.81, (0.77, 0.84), factor="workload", n=270)
    yield _row(kind.RELIABILITY, "alpha", 0.62, (0.55, 0.69), factor="control", n=270,
               method="below the mark of 0.7; convention")  # fmt: skip
    yield _row(kind.AGREEMENT, "icc1", 0.123, (0.05, 0.21), factor="workload", n=270)
    for key, at in (("workload", 56.25), ("control", 43.75)):
        yield _row(kind.JOB_STRAIN, "cut_off", at, None, factor=key, method="median of 2023, kept")
    parts = {"high_strain": (0.52, 70), "active": (0.41, 60), "passive": (0.38, 50),
             "low_strain": (0.29, 90)}  # fmt: skip
    for part, (value, n) in parts.items():
        yield _row(kind.JOB_STRAIN, "share", value, (value - 0.11, value + 0.12), outcome=OUTCOME,
                   category=part, n=n)  # fmt: skip
    place: dict[str, Any] = {"outcome": OUTCOME, "factor": "workload", "n": 270}
    yield _row(kind.WHAT_IF, "target", 44.3, None, **place)
    for step in (25, 50, 75, 100):
        at = place | {"category": str(step)}
        fraction = round(step / 1000, 3)
        yield _row(kind.WHAT_IF, "attributable_fraction", fraction, (0.01, 0.2), **at)
        yield _row(kind.WHAT_IF, "expected_share", 0.41 * (1 - fraction), (0.33, 0.4), **at)
    for level, value in (("within", 1.22), ("between", 1.61), ("context", 1.31)):
        yield _row(kind.LEVELS, "odds_ratio", value, (value - 0.2, value + 0.3), category=level,
                   **place)  # fmt: skip
    above = {"Assembly": 0.98, "Night shift + Stores": 0.71, "Maintenance": 0.12}
    for team, chance in above.items():
        where: dict[str, Any] = {"department": "Production", "team": team, "outcome": "workload"}
        yield _row(kind.GROUPS, "above", chance, None, **where)
        yield _row(kind.GROUPS, "shrunken", 55.5, (50.1, 60.2), **where)
    yield _row(kind.SILENCE, "bounds", None, (0.3, 0.58), outcome=OUTCOME, n=276)


def _row(
    kind: AnalysisKind, statistic: str, value: float | None,
    interval: tuple[float, float] | None, **fields: Any,
) -> Analysis:  # fmt: skip
    low, high = interval or (None, None)
    return Analysis(
        wave="2026", analysis=kind, statistic=statistic, value=value, low=low, high=high, **fields
    )

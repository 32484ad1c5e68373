"""A small release made by hand: every kind of cell that a chart or a report may meet."""

from collections.abc import Iterator

from analytics.release.content import Release
from analytics.release.model import (
    TOTAL,
    Cell,
    CellStatus,
    Estimate,
    GroupMember,
    Manifest,
    MeasureEntry,
    Reason,
    Statistic,
)
from survey.fieldwork.policy import Policy
from survey.instruments.catalogue import load
from survey.instruments.model import Scale
from survey.vocabulary import Sensitivity

WAVE = "2026-spring"
CORE = load("core")
MEASURES = tuple(
    MeasureEntry(
        key=measure.key,
        kind="scale" if isinstance(measure, Scale) else "yes_no",
        role=measure.role,
        sensitivity=measure.sensitivity,
        good_end=measure.good_end,
        name=measure.name,
        low_end=measure.low_end if isinstance(measure, Scale) else None,
        high_end=measure.high_end if isinstance(measure, Scale) else None,
        definition=measure.name,
    )
    for measure in CORE.measures.values()
)
BY_KEY = {entry.key: entry for entry in MEASURES}


def mean(measure: str, value: float, half: float, n: int, unit: tuple[str, str]) -> Cell:
    """Return a shown mean with a symmetric interval."""
    return Cell(
        wave=WAVE,
        department=unit[0],
        team=unit[1],
        measure=measure,
        statistic=Statistic.MEAN,
        n=n,
        value=value,
        low=value - half,
        high=value + half,
        status=CellStatus.SHOWN,
    )


def share(measure: str, count: int, n: int, low: float, high: float, unit: tuple[str, str]) -> Cell:
    """Return a shown share with its interval."""
    return Cell(
        wave=WAVE,
        department=unit[0],
        team=unit[1],
        measure=measure,
        statistic=Statistic.SHARE,
        n=n,
        value=count / n,
        low=low,
        high=high,
        status=CellStatus.SHOWN,
    )


def bounded(measure: str, low: int, high: int, n: int, unit: tuple[str, str]) -> Cell:
    """Return a share near its end, shown as a range of counts."""
    return Cell(
        wave=WAVE,
        department=unit[0],
        team=unit[1],
        measure=measure,
        statistic=Statistic.SHARE,
        n=n,
        low=low / n,
        high=high / n,
        status=CellStatus.BOUNDED,
        reason=Reason.NEAR_THE_END,
    )


def withheld(measure: str, reason: Reason, unit: tuple[str, str]) -> Cell:
    """Return a cell without numbers."""
    statistic = Statistic.MEAN if BY_KEY[measure].kind == "scale" else Statistic.SHARE
    return Cell(
        wave=WAVE,
        department=unit[0],
        team=unit[1],
        measure=measure,
        statistic=statistic,
        status=CellStatus.WITHHELD,
        reason=reason,
    )


def stepped(department: str, low: float, high: float) -> Cell:
    """Return participation within a step of five points."""
    return Cell(
        wave=WAVE,
        department=department,
        measure="participation",
        statistic=Statistic.SHARE,
        low=low,
        high=high,
        status=CellStatus.BOUNDED,
        reason=Reason.STEPPED,
    )


def estimate(factor: str, model: str, numbers: tuple[float, float, float] | None) -> Estimate:
    """Return an odds ratio for back pain, or an estimate that could not be made."""
    value, low, high = numbers or (None, None, None)
    return Estimate.model_validate(
        {
            "wave": WAVE,
            "population": "all",
            "outcome": "back_pain_12m",
            "model": model,
            "factor": factor,
            "contrast": "per 10 points",
            "measure": "odds_ratio",
            "estimate": value,
            "low": low,
            "high": high,
            "p": 0.004 if numbers else None,
            "p_adjusted": 0.012 if numbers else None,
            "n": 276,
            "events": 112,
            "clusters": None,
            "method": "logistic" if numbers else "too few events",
        }
    )


ORGANISATION = (TOTAL, TOTAL)
FACTORS = ("workload", "control", "support_manager", "support_colleagues", "physical_load")
LEVELS = {
    ORGANISATION: (54, 52, 61, 69, 43, 276),
    ("Production", TOTAL): (63, 41, 55, 68, 64, 120),
    ("Production", "Assembly"): (71, 33, 47, 70, 66, 24),
    ("Production", "Night shift + Stores"): (58, 44, 60, 66, 61, 11),
    ("Production", "Maintenance"): (49, 58, 71, 73, 60, 18),
    ("Office", TOTAL): (47, 61, 66, 70, 22, 156),
}


def _cells() -> list[Cell]:
    cells = [
        mean(key, levels[at], 60 / levels[5] ** 0.5, levels[5], unit)
        for unit, levels in LEVELS.items()
        for at, key in enumerate(FACTORS)
    ]
    cells += [
        share("back_pain_12m", 112, 276, 0.35, 0.46, ORGANISATION),
        share("back_pain_12m", 62, 120, 0.43, 0.60, ("Production", TOTAL)),
        share("back_pain_12m", 18, 42, 0.29, 0.58, ("Production", "Assembly + Maintenance")),
        bounded("back_pain_12m", 0, 2, 11, ("Production", "Night shift + Stores")),
        withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Production", "Assembly")),
        withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Production", "Maintenance")),
        withheld("back_pain_12m", Reason.TOO_FEW_ANSWERS, ("Office", TOTAL)),
    ]
    cells += [
        withheld(key, Reason.SHOWN_TOGETHER, ("Production", "Assembly + Maintenance"))
        for key in FACTORS
    ]
    return cells


def made_up_release() -> Release:
    """Return the release: two departments, pooled teams, five factors and one outcome."""
    policy = Policy()
    manifest = Manifest(
        id="0" * 64,
        wave=WAVE,
        instrument=CORE.key,
        instrument_version=CORE.version,
        instrument_title=CORE.title,
        instrument_notice=CORE.notice,
        validated=CORE.validated,
        languages=CORE.languages,
        policy=policy.model_dump(),
        policy_sha256=policy.sha256,
        units_sha256="1" * 64,
        responses=276,
        files={},
    )
    return Release(
        manifest=manifest,
        cells=tuple(_cells()),
        participation=(
            stepped(TOTAL, 0.70, 0.75),
            stepped("Production", 0.60, 0.65),
            stepped("Office", 0.90, 1.0),
        ),
        estimates=(
            estimate("workload", "adjusted", (1.32, 1.10, 1.58)),
            estimate("control", "adjusted", (0.81, 0.68, 0.97)),
            estimate("support_manager", "adjusted", (0.95, 0.80, 1.13)),
            estimate("support_colleagues", "adjusted", None),
            estimate("physical_load", "adjusted", (1.71, 1.20, 2.44)),
            estimate("workload", "unadjusted", (1.41, 1.19, 1.67)),
        ),
        groups=tuple(_groups()),
        measures=MEASURES,
    )


def _groups() -> Iterator[GroupMember]:
    """Working conditions pool the two smallest teams, health Assembly and Maintenance as well."""
    rows = {
        Sensitivity.CONDITIONS: ("Assembly", "Maintenance"),
        Sensitivity.HEALTH: ("Assembly + Maintenance", "Assembly + Maintenance"),
    }
    for sensitivity, (assembly, maintenance) in rows.items():
        for team, group in (
            ("Assembly", assembly),
            ("Maintenance", maintenance),
            ("Night shift", "Night shift + Stores"),
            ("Stores", "Night shift + Stores"),
        ):
            yield _member(sensitivity, "Production", team, group)
        yield _member(sensitivity, "Office", "Office", "Office")


def _member(sensitivity: Sensitivity, department: str, team: str, group: str) -> GroupMember:
    return GroupMember(
        sensitivity=sensitivity,
        department=department,
        team=team,
        group_department=department,
        group_team=group,
    )

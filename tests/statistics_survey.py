"""A made-up survey for the statistics: an instrument, people as rows, and their tally."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.release.model import Estimate
from analytics.statistics import association
from analytics.statistics.cases import COUNT
from analytics.statistics.models import Models
from analytics.statistics.sample import PatternTally
from survey.instruments.model import Instrument


@dataclass(frozen=True)
class Counted:
    """A tally, as the models see it."""

    patterns: pd.DataFrame
    full: dict[str, int]


def instrument(**plan: tuple[str, ...]) -> Instrument:
    """Return an instrument with three factors, two outcomes (one a scale) and breakdowns."""

    def both(text: str) -> dict[str, str]:
        return {"en": text, "de": text}

    def options(key: str, values: range) -> dict[str, object]:
        return {"key": key, "steps": [{"value": v, "text": both(str(v))} for v in values]}

    def scale(key: str, role: str = "factor", good_end: str = "low") -> dict[str, object]:
        return {
            "key": key, "name": both(key), "role": role, "sensitivity": "conditions",
            "good_end": good_end, "items": [{"item": key}],
            "low_end": both("little"), "high_end": both("much"),
        }  # fmt: skip

    kinds = {
        "workload": "five", "control": "five", "lifting": "two", "stress": "five",
        "pain": "two", "age": "six", "trade": "six",
    }  # fmt: skip
    return Instrument.model_validate({
        "key": "made_up", "version": "1.0.0", "title": both("Made up"), "licence": "Apache-2.0",
        "source": "tests", "validated": False, "notice": both("not validated"), "minutes": 1,
        "languages": ["en", "de"], "sections": [{"key": "all", "title": both("All")}],
        "option_sets": [options("five", range(1, 6)), options("two", range(2)),
                        options("six", range(1, 7))],
        "items": [{"key": key, "section": "all", "options": kind, "text": both(key)}
                  for key, kind in kinds.items()],
        "scales": [scale("workload"), scale("control", good_end="high"), scale("lifting"),
                   scale("stress", "outcome")],
        "outcomes": [{"key": "back_pain", "name": both("back pain"),
                      "all_of": [{"item": "pain", "values": [1]}]}],
        "breakdowns": [{"key": key, "name": both(key), "item": key} for key in ("age", "trade")],
        "model": {"factors": ("workload", "control", "lifting"),
                  "outcomes": ("back_pain", "stress"), "adjust_for": ("age", "trade"), **plan},
    })  # fmt: skip


def people(n: int = 2000, teams: int = 80, seed: int = 1, missing: float = 0.03) -> pd.DataFrame:
    """Return a row a person; log odds of pain: +0.4 a step of workload, -0.2 of control."""
    draw = np.random.default_rng(seed)
    unit = draw.integers(0, teams, n)
    rows = pd.DataFrame(
        {
            "unit": unit,
            "age": draw.integers(1, 7, n),
            "trade": draw.integers(1, 7, n),
            "workload": draw.integers(0, 5, n),
            "control": draw.integers(0, 5, n),
            "lifting": draw.integers(0, 2, n),
            "stress": draw.integers(0, 5, n),
        }
    )
    mood = draw.normal(0, 0.4, teams)[unit]
    linear = -1.5 + 0.4 * rows["workload"] - 0.2 * rows["control"] + 0.5 * rows["lifting"] + mood
    rows["back_pain"] = (draw.random(n) < 1 / (1 + np.exp(-linear))).astype(int)
    rows = rows.astype("Int64")
    for key in rows.columns.drop("unit"):
        rows.loc[draw.random(n) < missing, key] = pd.NA
    return rows.astype({"unit": "int64"})


def tally(rows: pd.DataFrame) -> Counted:
    """Count equal rows."""
    counted = rows.groupby(list(rows.columns), dropna=False, sort=False, as_index=False).size()
    full = {"workload": 4, "control": 4, "lifting": 1, "stress": 4, "back_pain": 1}
    return Counted(counted.rename(columns={"size": "count"}), full)


def levels_of(tally: PatternTally) -> dict[str, float]:
    """Return what the cells of a wave would publish if nothing were withheld: true levels."""
    found = {}
    for key, full in tally.full.items():
        if key not in tally.patterns:
            continue
        known = tally.patterns[[key, COUNT]].dropna().astype("int64")
        if len(known):
            found[key] = float((known[key] * known[COUNT]).sum() / known[COUNT].sum() / full)
    return found


def estimates(tally: PatternTally, instrument: Instrument, wave: str) -> tuple[Estimate, ...]:
    """Return the estimates of a wave that publishes its true levels."""
    return association.estimates(
        Models(tally, instrument.model), instrument, wave, levels_of(tally)
    )

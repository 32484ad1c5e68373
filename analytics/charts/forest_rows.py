"""Odds ratios as rows: the one frame behind a forest plot, and its table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import pandas as pd

from analytics.charts.published import Source
from analytics.charts.words import in_language
from analytics.release.model import Estimate, MeasureEntry
from analytics.statistics.apart import side_of
from analytics.statistics.high_against_low import HIGH_LOW
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

OWN, PUBLISHED, NO_NUMBER = "own", "published", "no_number"
COLUMNS: Final = ("row", "kind", "label", "value", "low", "high", "apart", "words")
CONTRASTS: Final = {
    "per 1 SD": "per_sd", "per 10 points": "per_ten", "yes vs no": "yes_no", HIGH_LOW: "high_low",
}  # fmt: skip
REASONS: Final = {"too few answers": "answers", "too few events": "events"}
"""How the method of an estimate without a number begins, and the wording for it."""


def odds_ratios(
    estimates: Sequence[Estimate],
    outcome: str,
    model: Literal["unadjusted", "adjusted"] = "adjusted",
    standardised: bool = False,
) -> list[Estimate]:
    """Return one odds ratio a factor: per 1 SD, else per 10 points or yes against no."""
    return [
        estimate
        for estimate in estimates
        if estimate.measure == "odds_ratio"
        and estimate.outcome == outcome
        and estimate.model == model
        and (estimate.contrast == "per 1 SD") is standardised
    ]


def ratio_words(estimate: Estimate, texts: Texts) -> str:
    """Return "1.32 (1.10 to 1.58)", or why there is no number."""
    if estimate.estimate is None or estimate.low is None or estimate.high is None:
        why = next((REASONS[start] for start in REASONS if estimate.method.startswith(start)), None)
        return texts(f"charts.forest.none.{why or 'other'}")
    return texts(
        "charts.forest.value",
        value=ratio(estimate.estimate, texts),
        low=ratio(estimate.low, texts),
        high=ratio(estimate.high, texts),
    )


def ratio(value: float, texts: Texts) -> str:
    """Return an odds ratio as it is written: two decimals, whole numbers from 100."""
    return decimal(value, 2 if value < 100 else 0, texts.language)


def contrast_words(estimate: Estimate, texts: Texts) -> str:
    """Return what an odds ratio compares: "per 10 points more", "yes compared with no"."""
    return texts(f"charts.forest.{CONTRASTS[estimate.contrast]}")


def usual_contrast(ratios: Sequence[Estimate]) -> str | None:
    """Return the contrast of most rows, None where there are no rows."""
    counted = Counter(estimate.contrast for estimate in ratios).most_common(1)
    return counted[0][0] if counted else None


def forest_frame(
    ratios: Sequence[Estimate],
    measures: Mapping[str, MeasureEntry],
    texts: Texts,
    published: Sequence[Source],
) -> pd.DataFrame:
    """Return a row an estimate and a row a published figure, with ``COLUMNS``."""
    rows: list[tuple[object, ...]] = []
    for place, estimate in enumerate(ratios):
        entry = measures[estimate.factor]
        label, words = _label(estimate, ratios, entry, texts), ratio_words(estimate, texts)
        numbers = (estimate.estimate, estimate.low, estimate.high)
        apart = side_of(estimate.low, estimate.high, 1.0) != 0
        kind = NO_NUMBER if estimate.estimate is None else OWN
        rows.append((place, kind, label, *numbers, apart, words))
        # What others found is no answer of this organisation: it stands beside one or not at all.
        for source in published if kind == OWN else ():
            said = published_words(source, entry, texts)
            for value in source.values_for(entry):
                rows.append((place, PUBLISHED, "", value, None, None, False, said))
                said = ""  # one line of words for all figures of a paper
    return pd.DataFrame(rows, columns=list(COLUMNS))


def published_words(source: Source, entry: MeasureEntry, texts: Texts) -> str:
    """Return "Buruck et al. 2019: 0.75 to 0.78", or nothing where the paper has no figure."""
    values = [ratio(value, texts) for value in source.values_for(entry)]
    if not values:
        return ""
    span = values[0] if len(values) == 1 else texts("charts.range", low=values[0], high=values[-1])
    return texts("charts.forest.published", source=source.cite, value=span)


def forest_table(
    ratios: Sequence[Estimate],
    measures: Mapping[str, MeasureEntry],
    texts: Texts,
    published: Sequence[Source],
    others: Sequence[Estimate] = (),
) -> pd.DataFrame:
    """Return the same odds ratios in words, with their bases.

    ``others`` are the same people's odds ratios at other contrasts: a column for each.
    """
    beside = _by_contrast(others, texts)
    rows = []
    for estimate in ratios:
        entry = measures[estimate.factor]
        has_number = estimate.estimate is not None
        row = {
            "factor": in_language(entry.name, texts.language),
            "contrast": contrast_words(estimate, texts),
            "model": texts(f"charts.forest.{estimate.model}"),
            "ratio": ratio_words(estimate, texts),
            **{key: said.get(estimate.factor, "") for key, said in beside.items()},
            "answers": str(estimate.n) if has_number else "",
            "events": str(estimate.events) if has_number else "",
        }
        if published:
            found = (published_words(source, entry, texts) for source in published)
            row["published_column"] = "; ".join(words for words in found if words)
        rows.append(row)
    columns = ["factor", "contrast", "model", "ratio", *beside, "answers", "events"]
    columns += ["published_column"] if published else []
    table = pd.DataFrame(rows, columns=columns)
    return table.rename(columns={key: texts(f"charts.forest.{key}") for key in columns})


def _by_contrast(others: Sequence[Estimate], texts: Texts) -> dict[str, dict[str, str]]:
    """Return by column, which is a contrast's short name, the words of each factor."""
    found: dict[str, dict[str, str]] = {}
    for one in others:
        column = f"short.{CONTRASTS[one.contrast]}"
        found.setdefault(column, {})[one.factor] = ratio_words(one, texts)
    return found


def _label(
    estimate: Estimate, ratios: Sequence[Estimate], entry: MeasureEntry, texts: Texts
) -> str:
    """The factor, and what sets the row apart from the others: its model or its contrast."""
    parts = [in_language(entry.name, texts.language)]
    if len({other.model for other in ratios}) > 1:
        parts.append(texts(f"charts.forest.{estimate.model}"))
    if estimate.contrast != usual_contrast(ratios):
        parts.append(texts(f"charts.forest.short.{CONTRASTS[estimate.contrast]}"))
    return ", ".join(parts)

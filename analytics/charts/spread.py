"""How the answers to each item of a scale are spread: stacked bars around the neutral step.

The worse end is always on the left, so that items read alike whichever way they were asked.
Steps that were merged before publishing stay merged. The browser adds up the widths itself: it
is sent the published counts and nothing worked out of them.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.theme import BANDS, SMALL, Band, Palette, themed
from analytics.release.model import Distribution
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

COLUMNS: Final = (
    "row", "question", "cut", "place", "left", "count", "n", "band", "words", "first", "last",
)  # fmt: skip
ROW_HEIGHT: Final = 86
LINE: Final = 15
QUESTION_AT, ENDS_AT, BAR_FROM, BAR_TO = (at / ROW_HEIGHT for at in (4, 44, 52, 76))
NARROW: Final = 560
"""Pixels below which a question is broken into lines of ``CHARACTERS``."""
CHARACTERS: Final = 48
LEAST_LABELLED: Final = 0.09
"""A narrower part has no room for its per cent; the table has all of them."""


@dataclass(frozen=True)
class Asked:
    """An item as it was asked; ``high_is_good`` is None where nobody can say."""

    key: str
    question: str
    steps: Mapping[int, str]
    high_is_good: bool | None


def spread(
    rows: Sequence[Distribution], items: Sequence[Asked], texts: Texts, palette: Palette
) -> Picture:
    """Return the distributions of one place, an item a row, in the order of ``items``."""
    by_item = {asked.key: [row for row in rows if row.item == asked.key] for asked in items}
    records = [
        _record(at, asked, part, by_item[asked.key], texts)
        for at, asked in enumerate(one for one in items if by_item[one.key])
        for part in _from_worse(by_item[asked.key], asked)
    ]
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    lines = frame.groupby("question", sort=False)["words"].agg("; ".join)
    sentences = " ".join(
        texts("charts.spread.row", question=question, words=words)
        for question, words in lines.items()
    )
    described = texts("charts.spread.alt", items=len(lines), sentences=sentences)
    table = lines.reset_index()
    table.columns = pd.Index([texts("charts.spread.item"), texts("charts.spread.answers")])
    chart = _chart(frame, texts, palette).properties(description=described)
    return Picture(themed(chart, palette), described, table)


def step_words(asked: Asked, low: int, high: int, texts: Texts) -> str:
    """Return what a merged step holds: "Never", "Never or rarely", "Never to often"."""
    names = [asked.steps.get(step, str(step)) for step in range(low, high + 1)]
    if len(names) == 1:
        return names[0]
    key = "two" if len(names) == 2 else "more"
    return texts(f"charts.spread.{key}", low=names[0], high=names[-1])


def lean(row: Distribution, rows: Sequence[Distribution], asked: Asked) -> Band:
    """Return which side of the neutral step a merged step lies on, -3 (worse) to 3 (better).

    A merged step that holds the neutral one is at most 1 off. 0 where the good end is unknown.
    """
    low, high = min(one.low_step for one in rows), max(one.high_step for one in rows)
    if asked.high_is_good is None or low == high:
        return 0
    middle, at = (low + high) / 2, (row.low_step + row.high_step) / 2
    size = round(3 * abs(at - middle) / (high - middle) + 0.1)
    if row.low_step <= middle <= row.high_step:
        size = min(size, 1)
    return size if (at > middle) == asked.high_is_good else -size


def share_words(count: int, n: int, texts: Texts) -> str:
    """Return "41 of 120 (34 %)"."""
    percent = decimal(100 * count / n, 0, texts.language)
    return texts("charts.share_alone", count=count, n=n, percent=percent)


def _from_worse(rows: Sequence[Distribution], asked: Asked) -> list[Distribution]:
    return sorted(rows, key=lambda row: row.low_step, reverse=asked.high_is_good is False)


def _record(
    at: int, asked: Asked, row: Distribution, rows: Sequence[Distribution], texts: Texts
) -> tuple[object, ...]:
    ordered = _from_worse(rows, asked)
    ends = [
        asked.steps.get(step, str(step))
        for step in (min(one.low_step for one in rows), max(one.high_step for one in rows))
    ]
    first, last = ends if asked.high_is_good is not False else reversed(ends)
    words = step_words(asked, row.low_step, row.high_step, texts)
    cut = "\n".join(textwrap.wrap(asked.question, CHARACTERS)[:3])
    return (
        at, asked.question, cut, ordered.index(row), _left(row, rows, asked), row.count, row.n,
        lean(row, rows, asked), f"{words}: {share_words(row.count, row.n, texts)}", first, last,
    )  # fmt: skip


def _left(row: Distribution, rows: Sequence[Distribution], asked: Asked) -> float:
    """Return how much of a merged step is drawn left of the middle, by its steps; 0 to 1."""
    low, high = min(one.low_step for one in rows), max(one.high_step for one in rows)
    middle = (low + high) / 2
    steps = range(row.low_step, row.high_step + 1)
    below = sum(1.0 if step < middle else 0.5 if step == middle else 0.0 for step in steps)
    left = below / len(steps)
    return 1 - left if asked.high_is_good is False else left


def _chart(frame: pd.DataFrame, texts: Texts, palette: Palette) -> alt.LayerChart:
    base = (
        alt.Chart(frame)
        .transform_calculate(share="datum.count / datum.n")
        .transform_calculate(aside="datum.share * datum.left")
        .transform_joinaggregate(offset="sum(aside)", groupby=["row"])
        .transform_window(
            reached="sum(share)", groupby=["row"], sort=[alt.SortField("place")], frame=[None, 0]
        )
        .transform_calculate(
            start="datum.reached - datum.share - datum.offset",
            end="datum.reached - datum.offset",
            middle="datum.reached - datum.share / 2 - datum.offset",
        )
    )
    layers = [*_bars(base, frame, palette, texts), *_names(frame, palette)]
    rows = max(1, frame["row"].nunique())
    return alt.LayerChart(layer=layers, width="container", height=ROW_HEIGHT * rows)


def _bars(base: alt.Chart, frame: pd.DataFrame, palette: Palette, texts: Texts) -> list[alt.Chart]:
    fills = alt.Scale(domain=list(BANDS), range=list(palette.diverging))
    ends = {"y": _y(BAR_FROM), "y2": alt.Y2("row:O", bandPosition=BAR_TO)}
    bar = base.mark_rect(stroke=palette.muted, strokeWidth=0.5).encode(
        x=alt.X("start:Q", axis=None),
        x2="end:Q",
        fill=alt.Fill("band:O", scale=fills, legend=None),
        tooltip=[alt.Tooltip("words:N", title=" ")],
        **ends,
    )
    bands = sorted(set(frame["band"].astype(int)))
    inks = [
        {"test": f"datum.band === {band}", "value": palette.text_on(palette.fill(band))}
        for band in bands
    ]
    percent = "round(datum.share * 100)" + f" + {_quoted(texts('charts.spread.percent'))}"
    label = (
        base.transform_filter(f"datum.share >= {LEAST_LABELLED}")
        .transform_calculate(percent=percent)
        .mark_text(fontSize=SMALL)
        .encode(
            x=alt.X("middle:Q", axis=None),
            y=_y((BAR_FROM + BAR_TO) / 2),
            text="percent:N",
            color={"condition": inks, "value": palette.ink},
        )
    )
    line = base.mark_rule(stroke=palette.ink, strokeWidth=1).encode(
        x=alt.XDatum(0, type="quantitative", axis=None),
        y=_y(BAR_FROM - 0.06),
        y2=alt.Y2("row:O", bandPosition=BAR_TO + 0.06),
    )
    return [line, bar, label]  # the line shows above and below the bar, and crosses no number


def _names(frame: pd.DataFrame, palette: Palette) -> list[alt.Chart]:
    base = (
        alt.Chart(frame)
        .transform_filter("datum.place === 0")
        .transform_calculate(asked=f"width < {NARROW} ? datum.cut : datum.question")
    )
    question = base.mark_text(
        align="left", baseline="top", fontWeight="bold", lineBreak="\n",
        dy=alt.ExprRef(f"width < {NARROW} ? 0 : {LINE}"),
    )  # fmt: skip
    return [
        question.encode(x=alt.value(0), y=_y(QUESTION_AT), text="asked:N"),
        base.mark_text(align="left", fontSize=SMALL, color=palette.muted).encode(
            x=alt.value(0), y=_y(ENDS_AT), text="first:N"
        ),
        base.mark_text(align="right", fontSize=SMALL, color=palette.muted).encode(
            x=alt.value("width"), y=_y(ENDS_AT), text="last:N"
        ),
    ]


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "\\'") + "'"


def _y(at: float) -> alt.Y:
    return alt.Y("row:O", bandPosition=at, scale=alt.Scale(padding=0), axis=None)

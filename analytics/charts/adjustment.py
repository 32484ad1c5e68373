"""What was adjusted for and what was not asked, as a picture of arrows.

Its frames hold names and places on the paper, and no number of anybody.
"""

from collections.abc import Sequence
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.headings import wrapped
from analytics.charts.picture import Picture
from analytics.charts.theme import SMALL, Palette, themed
from analytics.charts.words import in_language
from analytics.statistics.adjustment import Adjustment
from survey.i18n.catalogue import Texts
from survey.instruments.model import Wording

LINE: Final = 17
WIDE: Final = 44
"""Letters of the lists above and below: what a phone is wide enough for."""
HALF: Final = 19
GAP: Final = 58
"""Pixels of an arrow from one row of words to the next."""
LEFT, MIDDLE, RIGHT = 0.22, 0.5, 0.78


def adjustment_picture(
    found: Adjustment, outcome: Wording, texts: Texts, palette: Palette
) -> Picture:
    """Return the picture of one outcome; solid arrows are held constant, dashed ones are not."""
    held = _listed((*found.conditions, *found.people), texts)
    open_ = _listed((*found.left_out, *found.unmeasured), texts)
    above = [texts("charts.adjustment.held"), *wrapped(held, WIDE)]
    below = [texts("charts.adjustment.open"), *wrapped(open_, WIDE)] if open_ else []
    ends = [
        wrapped(texts("charts.adjustment.condition"), HALF),
        wrapped(in_language(outcome, texts.language), HALF),
    ]
    middle = len(above) * LINE + GAP
    under = middle + max(map(len, ends)) * LINE
    height = under + (GAP + len(below) * LINE if below else LINE)
    words = [(MIDDLE, at * LINE, line, at == 0) for at, line in enumerate(above)]
    for x, lines in zip((LEFT, RIGHT), ends, strict=True):
        words += [(x, middle + at * LINE, line, True) for at, line in enumerate(lines)]
    words += [(MIDDLE, under + GAP + at * LINE, line, at == 0) for at, line in enumerate(below)]
    arrows: list[tuple[float, float, float, float, bool]] = [
        (MIDDLE, len(above) * LINE, LEFT, middle - 8, False),
        (MIDDLE, len(above) * LINE, RIGHT, middle - 8, False),
    ]
    if below:
        arrows += [
            (MIDDLE, under + GAP - 8, LEFT, under, True),
            (MIDDLE, under + GAP - 8, RIGHT, under, True),
        ]
    link = middle + LINE * max(map(len, ends)) / 2 - 4
    arrows.append((MIDDLE - 0.08, link, MIDDLE + 0.08, link, False))
    described = texts(
        "charts.adjustment.alt", held=held, open=open_ or texts("charts.adjustment.nothing")
    )
    chart = alt.LayerChart(
        layer=[*_arrows(arrows, height, palette), *_words(words, height)],
        width="container",
        height=height,
    ).properties(description=described)
    return Picture(themed(chart, palette), described, _table(found, texts))


def _listed(names: Sequence[Wording], texts: Texts) -> str:
    return ", ".join(in_language(name, texts.language) for name in names)


def _table(found: Adjustment, texts: Texts) -> pd.DataFrame:
    rows = [
        (in_language(name, texts.language), texts(f"charts.adjustment.{kind}"))
        for kind, names in (
            ("each_other", found.conditions),
            ("in_model", found.people),
            ("left_out", found.left_out),
            ("not_asked", found.unmeasured),
        )
        for name in names
    ]
    columns = [texts("charts.adjustment.what"), texts("charts.adjustment.how")]
    return pd.DataFrame(rows, columns=columns)


def _words(words: Sequence[tuple[float, float, str, bool]], height: float) -> list[alt.Chart]:
    frame = pd.DataFrame(words, columns=["left", "row", "words", "strong"])
    found = []
    for strong in (True, False):
        own = frame[frame.strong == strong]
        found.append(
            alt.Chart(own[["left", "row", "words"]])
            .mark_text(
                baseline="top",
                align="center",
                fontWeight="bold" if strong else "normal",
                fontSize=SMALL + 1,
            )
            .encode(x=_x("left"), y=_y("row", height), text="words:N")
        )
    return found


def _arrows(
    arrows: Sequence[tuple[float, float, float, float, bool]], height: float, palette: Palette
) -> list[alt.Chart]:
    frame = pd.DataFrame(arrows, columns=["left", "row", "run", "place", "open"])
    found = []
    for dashed in (False, True):
        own = frame[frame.open == dashed].drop(columns="open")
        if own.empty:
            continue
        colour = palette.muted
        line = alt.Chart(own).mark_rule(
            color=colour, strokeWidth=1.5, strokeDash=[5, 4] if dashed else [1, 0]
        )
        found.append(line.encode(x=_x("left"), y=_y("row", height), x2="run:Q", y2="place:Q"))
        heads = alt.Chart(own[["run", "place"]]).mark_point(
            shape="circle", filled=True, size=40, color=colour, opacity=1
        )
        found.append(heads.encode(x=_x("run"), y=_y("place", height)))
    return found


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=[0, 1], nice=False))


def _y(field: str, height: float) -> alt.Y:
    scale = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    return alt.Y(f"{field}:Q", axis=None, scale=scale)

"""The attack as a picture: what two common rules would have given away, and what this release does.

Ours is the audit's own verdict: a release is sealed only where it finds nothing.
"""

from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.theme import Palette, themed
from analytics.release.model import Manifest
from survey.i18n.catalogue import Texts

ROW_HEIGHT: Final = 46
NAME_AT, BAR_FROM, BAR_TO = 12 / ROW_HEIGHT, 22 / ROW_HEIGHT, 38 / ROW_HEIGHT
COLUMNS: Final = ("row", "rule", "none", "solved", "either", "words")
OURS: Final = "ours"


def rivals(manifest: Manifest, texts: Texts, palette: Palette) -> Picture:
    """Return a bar for each rule: figures that follow though hidden, then all-or-none groups."""
    rows = [(r.product, r.solved, r.all_or_none) for r in manifest.rivals] + [(OURS, 0, 0)]
    frame = pd.DataFrame(
        [
            (
                place,
                texts(f"rivals.rule.{rule}"),
                0,
                solved,
                solved + ends,
                _words(rule, solved, ends, texts),
            )
            for place, (rule, solved, ends) in enumerate(rows)
        ],
        columns=list(COLUMNS),
    )
    sentences = " ".join(f"{row.rule}: {row.words}." for row in frame.itertuples())
    described = texts("rivals.alt", wave=manifest.wave, sentences=sentences)
    chart = alt.LayerChart(
        layer=[*_bars(frame, palette), *_labels(frame)],
        width="container",
        height=ROW_HEIGHT * len(frame),
    ).properties(description=described)
    table = frame[["rule", "words"]].rename(
        columns={"rule": texts("rivals.column.rule"), "words": texts("rivals.column.given_away")}
    )
    return Picture(themed(chart, palette), described, table)


def _words(rule: str, solved: int, ends: int, texts: Texts) -> str:
    if rule == OURS:
        return texts("rivals.ours")
    said = texts("rivals.ends", n=ends) if ends else texts("rivals.few_ends")
    return texts("rivals.both", solved=texts.plural("rivals.solved", solved), ends=said)


def _bars(frame: pd.DataFrame, palette: Palette) -> list[alt.Chart]:
    top = max(int(frame["either"].max()), 1)
    x = alt.Scale(domain=[0, top], nice=False)
    base = alt.Chart(frame)
    ends = {"y": _y(BAR_FROM), "y2": alt.Y2("row:O", bandPosition=BAR_TO)}
    solved = base.mark_rect(fill=palette.accent)
    both = base.mark_rect(fill=palette.accent_pale, stroke=palette.accent, strokeWidth=1)
    return [
        both.encode(x=alt.X("solved:Q", scale=x, axis=None), x2="either:Q", **ends),
        solved.encode(x=alt.X("none:Q", scale=x, axis=None), x2="solved:Q", **ends),
    ]


def _labels(frame: pd.DataFrame) -> list[alt.Chart]:
    name = alt.Chart(frame).mark_text(align="left", fontWeight="bold")
    return [name.encode(x=alt.value(0), y=_y(NAME_AT), text="rule:N")]


def _y(at: float) -> alt.Y:
    return alt.Y("row:O", bandPosition=at, scale=alt.Scale(padding=0), axis=None)

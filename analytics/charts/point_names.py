"""Names beside the dots of a picture: only as many as have room, none over another.

How wide the picture will be is not known when it is made, so a name has to fit on a phone and on
a desk. What has no room is not named; the table beneath has every name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import altair as alt
import pandas as pd

from analytics.charts.theme import LETTER, SMALL

WIDTHS: Final = (290, 360, 740)
"""Pixels between the axes in which the names have to fit: a phone, a column, a page."""
LINE: Final = SMALL + 3
GAP: Final = 3
"""Pixels that stay free around a name."""

Side = Literal["above", "below", "right", "left"]
SIDES: Final[dict[Side, dict[str, Any]]] = {
    "above": {"dx": 0, "dy": -10, "align": "center", "baseline": "bottom"},
    "below": {"dx": 0, "dy": 10, "align": "center", "baseline": "top"},
    "right": {"dx": 12, "dy": 0, "align": "left", "baseline": "middle"},
    "left": {"dx": -12, "dy": 0, "align": "right", "baseline": "middle"},
}
"""Where a name may stand, the first choice first."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True)
class Point:
    """A dot to name: how far right and how far down it lies, from 0 to 1, and its name."""

    across: float
    down: float
    name: str


def named_sides(
    frame: pd.DataFrame,
    across: tuple[str, Sequence[float]],
    up: tuple[str, Sequence[float]],
    height: int,
    rows_taken: float = 0,
) -> list[str]:
    """Return by row of a frame where its name stands, "" for those without.

    ``across`` and ``up`` are a column and the ends of its axis; a row's ``named`` says whether its
    ``label`` is wanted, 0 for no, and the highest chooses first.
    """
    (x, (left, right)), (y, (low, high)) = across, up
    wanted = frame[frame["named"].astype(int) > 0]
    wanted = wanted.sort_values("named", ascending=False, kind="stable")
    places = zip(
        wanted.index.tolist(), wanted[x].tolist(), wanted[y].tolist(), wanted["label"].tolist(),
        strict=True,
    )  # fmt: skip
    points = {
        at: Point((one - left) / (right - left), (high - other) / (high - low), str(label))
        for at, one, other, label in places
    }
    found = sides(points, height, rows_taken)
    return [found.get(at, "") for at in frame.index.tolist()]


def sides(points: Mapping[int, Point], height: int, rows_taken: float = 0) -> dict[int, Side]:
    """Return where each name stands, for those that have room; the first ones choose first.

    ``rows_taken`` are pixels at the top and at the bottom that other words take.
    """
    taken: dict[int, list[Rectangle]] = {width: [] for width in WIDTHS}
    found: dict[int, Side] = {}
    for key, point in points.items():
        for side in SIDES:
            boxes = {width: _box(point, side, width, height) for width in WIDTHS}
            if all(
                _inside(box, width, height, rows_taken)
                and not any(_meet(box, other) for other in taken[width])
                for width, box in boxes.items()
            ):
                found[key] = side
                for width, box in boxes.items():
                    taken[width].append(box)
                break
    return found


def name_layers(base: alt.Chart, ink: str, **place: Any) -> list[alt.Chart]:
    """Return the layers that write ``label``; ``side`` in the frame says where, "" for nowhere."""
    return [
        base.transform_filter(f"datum.side === '{side}'")
        .mark_text(fontSize=SMALL, lineBreak="\n", lineHeight=LINE, color=ink, **_look(look))
        .encode(text="label:N", **place)
        for side, look in SIDES.items()
    ]


def _look(look: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a name is written from. Lines run downwards, so two begin higher."""
    higher = {"bottom": LINE, "middle": LINE / 2, "top": 0}[look["baseline"]]
    lines = f"indexof(datum.label, '\\n') < 0 ? 0 : {higher}"
    return {**look, "dy": alt.ExprRef(f"{look['dy']} - ({lines})")}


def _box(point: Point, side: Side, width: int, height: int) -> Rectangle:
    lines = point.name.split("\n")
    wide, high = max(map(len, lines)) * LETTER * SMALL / 13, len(lines) * LINE
    look = SIDES[side]
    x, y = point.across * width + look["dx"], point.down * height + look["dy"]
    left = x - {"center": wide / 2, "left": 0, "right": wide}[look["align"]]
    top = y - {"bottom": high, "top": 0, "middle": high / 2}[look["baseline"]]
    return left - GAP, top - GAP, left + wide + GAP, top + high + GAP


def _inside(box: Rectangle, width: int, height: int, rows_taken: float) -> bool:
    left, top, right, bottom = box
    return left >= 0 and right <= width and top >= rows_taken and bottom <= height - rows_taken


def _meet(one: Sequence[float], two: Sequence[float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]

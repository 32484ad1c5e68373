"""Where the words of a chart come to lie: their boxes, as Vega lays them out at a width.

The layout is Vega's own, by vl-convert; the widths of the words are those of the font that ships.
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, Final

import vl_convert
from PIL import ImageFont

from survey.i18n.typesetting import FONTS

DRAWN_AT: Final = 100
"""The size at which words are measured, so that rounding does not matter."""
BASELINES: Final = {"top": 0.79, "middle": 0.30, "bottom": -0.21}
"""Where Vega draws from, in parts of the font's size."""
NEAR: Final = 1.0
"""Pixels that two boxes may share: no letter reaches its box's edge."""


@dataclass(frozen=True)
class Box:
    """Some words and the place that they take, in pixels from the upper left corner."""

    words: str
    role: str
    left: float
    top: float
    right: float
    bottom: float
    cut: bool

    def on(self, other: "Box") -> bool:
        """Tell whether the two lie over each other."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > NEAR and down > NEAR


@dataclass(frozen=True)
class Layout:
    """A chart at one width: its words, the height of its marks, and its own size."""

    boxes: tuple[Box, ...]
    width: float
    height: float

    def overprinted(self) -> list[tuple[str, str]]:
        """Return the words that lie over each other, in pairs."""
        return [(one.words, two.words) for one, two in combinations(self.boxes, 2) if one.on(two)]

    def cut_off(self) -> list[str]:
        """Return the words that end in an ellipsis or beyond the picture."""
        return [
            one.words
            for one in self.boxes
            if one.cut
            or one.left < -NEAR
            or one.top < -NEAR
            or one.right > self.width + NEAR
            or one.bottom > self.height + NEAR
        ]


def laid_out(specification: dict[str, Any], width: int) -> Layout:
    """Return the chart as wide as its place on a page, headings and all."""
    _register_fonts()
    sized = {**specification, "width": width}
    scene = vl_convert.vegalite_to_scenegraph(sized, vl_version="6.4")
    found = json.loads(scene) if isinstance(scene, str) else scene
    left, top = found["origin"]
    boxes = tuple(dict.fromkeys(_boxes(found["scenegraph"], left, top)))
    return Layout(boxes, found["width"], found["height"])


def _boxes(mark: dict[str, Any], left: float, top: float) -> Iterator[Box]:
    for item in mark["items"]:
        if mark["marktype"] == "text":
            box = _box(item, mark.get("role", ""), left, top)
            if box is not None:
                yield box
        for inner in item.get("items", ()):
            yield from _boxes(inner, left + item.get("x", 0), top + item.get("y", 0))


def _box(item: dict[str, Any], role: str, left: float, top: float) -> Box | None:
    said = item.get("text", "")
    lines = [str(one) for one in said] if isinstance(said, list) else str(said).split("\n")
    if not any(lines) or item.get("opacity", 1) == 0:
        return None
    size = item.get("fontSize", 11)
    widest = max(_width(line, size, item.get("fontWeight") == "bold") for line in lines)
    limit = item.get("limit") or math.inf
    width, height = min(widest, limit), size + item.get("lineHeight", size + 2) * (len(lines) - 1)
    x = item.get("dx", 0) - {"center": width / 2, "right": width}.get(item.get("align", ""), 0)
    y = item.get("dy", 0) + BASELINES.get(item.get("baseline", ""), 0) * size - round(0.8 * size)
    turn = math.radians(item.get("angle", 0))
    corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
    turned = [
        (a * math.cos(turn) - b * math.sin(turn), a * math.sin(turn) + b * math.cos(turn))
        for a, b in corners
    ]
    across = [left + item.get("x", 0) + a for a, _ in turned]
    down = [top + item.get("y", 0) + b for _, b in turned]
    ends = (min(across), min(down), max(across), max(down))
    return Box(" ".join(lines), role, *(round(one, 2) for one in ends), cut=widest > limit)


def of_role(boxes: Sequence[Box], role: str) -> list[Box]:
    """Return the words of one role, such as ``axis-label``."""
    return [one for one in boxes if one.role == role]


def _width(words: str, size: float, bold: bool) -> float:
    return _font(bold).getlength(words) * size / DRAWN_AT


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        str(FONTS / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf"), DRAWN_AT
    )


@cache
def _register_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))


def marks_at(specification: dict[str, Any], width: int) -> list[float]:
    """Return how far down the lines, dots and bars of a chart lie, in pixels."""
    _register_fonts()
    scene = vl_convert.vegalite_to_scenegraph({**specification, "width": width}, vl_version="6.4")
    found = json.loads(scene) if isinstance(scene, str) else scene
    return list(_marks(found["scenegraph"], found["origin"][1]))


def _marks(mark: dict[str, Any], top: float) -> Iterator[float]:
    drawn = mark["marktype"] in ("symbol", "rule", "rect") and mark.get("role") == "mark"
    for item in mark["items"]:
        at = top + item.get("y", 0)
        if drawn:
            yield (at + top + item["y2"]) / 2 if "y2" in item else at + item.get("height", 0) / 2
        for inner in item.get("items", ()):
            yield from _marks(inner, at)

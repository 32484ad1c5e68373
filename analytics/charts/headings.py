"""Headings of a grid that are always read in full: wrapped, and upright where columns are narrow.

The drawing engine neither wraps text nor centres wrapped lines, so the lines are cut here and
each label is moved by half of the lines that it has more than one.
"""

import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from analytics.charts.theme import FONT_SIZE, LETTER, SMALL

COLUMN_CHARACTERS: Final = 12
UPRIGHT_CHARACTERS: Final = 36
NARROW: Final = 80
"""Pixels a column below which its heading stands upright."""

LINE_HEIGHT: Final = 15


@dataclass(frozen=True)
class RowStyle:
    """How much room a row takes: characters a line of its name, pixels at least and
    pixels around its name.

    ``under_department``: teams stand under their department's own row, and so are named without
    it unless two departments have a team of that name.
    """

    characters: int
    height: int
    gap: int = 8
    under_department: bool = False

    def step(self, names: Sequence[str]) -> int:
        """Return the height of the highest row."""
        return max(self.heights(names), default=self.height)

    def heights(self, names: Sequence[str]) -> list[int]:
        """Return the height of each row, so that its name fits in full."""
        lines = (len(wrapped(name, self.characters)) for name in names)
        return [max(self.height, count * LINE_HEIGHT + self.gap) for count in lines]


SCREEN: Final = RowStyle(characters=20, height=30)
UNDER_DEPARTMENT: Final = RowStyle(characters=20, height=30, under_department=True)
PAPER: Final = RowStyle(characters=34, height=20, gap=2, under_department=True)


def wrapped(name: str, characters: int) -> list[str]:
    """Return a name cut into lines of about so many characters, never within a word."""
    return textwrap.wrap(name, characters, break_long_words=False, break_on_hyphens=False) or [name]


def is_narrow(columns: Sequence[str]) -> str:
    """Return the expression that is true while the chart is too narrow for level headings."""
    return f"width < {_room(columns) * len(columns)}"


def _room(columns: Sequence[str]) -> int:
    """Return the pixels that a level heading needs: a word is never broken."""
    longest = max((len(word) for name in columns for word in name.split()), default=0)
    return max(NARROW, (longest + 1) * LETTER * SMALL // FONT_SIZE)


def column_axis(columns: Sequence[str]) -> alt.Axis:
    """Return the axis on top: level headings on a wide chart, upright ones on a narrow one."""
    level = {name: wrapped(name, COLUMN_CHARACTERS) for name in columns}
    upright = {name: wrapped(name, UPRIGHT_CHARACTERS) for name in columns}
    narrow = is_narrow(columns)
    most = max((len(lines) for lines in level.values()), default=1)
    return alt.Axis(
        title=None,
        orient="top",
        domain=False,
        ticks=False,
        labelLimit=0,
        labelFontSize=SMALL,
        labelLineHeight=LINE_HEIGHT,
        labelExpr=f"({narrow} ? {json.dumps(upright)} : {json.dumps(level)})[datum.value]",
        labelAngle=alt.ExprRef(f"{narrow} ? -90 : 0"),
        labelAlign=alt.ExprRef(f"{narrow} ? 'left' : 'center'"),
        labelBaseline=alt.ExprRef(f"{narrow} ? 'middle' : 'bottom'"),
        labelPadding=alt.ExprRef(f"{narrow} ? 6 : {6 + (most - 1) * LINE_HEIGHT}"),
        labelOffset=_centred(upright, narrow),
    )


def row_axis(middles: Mapping[float, str], wider: Sequence[float], style: RowStyle) -> alt.Axis:
    """Return the axis on the left: the rows' names by the middle of each row, in pixels.

    The rows at ``wider``, not single teams, are bold.
    """
    lines = {f"{at:g}": wrapped(name, style.characters) for at, name in middles.items()}
    return alt.Axis(
        values=list(middles),
        title=None,
        domain=False,
        ticks=False,
        labelLimit=0,
        labelPadding=8,
        labelLineHeight=LINE_HEIGHT,
        labelOverlap=False,
        labelExpr=f"({json.dumps(lines)})[datum.value]",
        labelFontWeight=alt.condition(
            f"indexof({json.dumps(list(wider))}, datum.value) >= 0",
            alt.value("bold"),
            alt.value("normal"),
        ),
        labelOffset=_centred(lines, "true"),
    )


def _centred(lines: Mapping[str, Sequence[str]], when: str) -> dict[str, Any]:
    more = {name: len(cut) - 1 for name, cut in lines.items() if len(cut) > 1}
    return {
        "condition": [
            {
                "test": f"{when} && ({json.dumps(more)})[datum.value] === {count}",
                "value": -count * LINE_HEIGHT / 2,
            }
            for count in sorted(set(more.values()))
        ],
        "value": 0,
    }

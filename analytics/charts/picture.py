"""A picture as pages and reports take it: a chart, its words and its table, all from one frame."""

from dataclasses import dataclass

import altair as alt
import pandas as pd


@dataclass(frozen=True)
class Picture:
    """A chart that can be read without seeing it.

    Attributes
    ----------
    chart
        An altair chart. A browser is sent every row and column of its frame, so the frame is
        built from published cells and holds nothing else.
    alt
        What the chart shows, in a sentence or two; also the chart's own description.
    table
        The same cells in words, a row a line of the chart.
    """

    chart: alt.LayerChart | alt.Chart
    alt: str
    table: pd.DataFrame

"""The charts that a page sends to the browser, with the part of the page's width that each has."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

PAGE: Final = {390: 358, 1280: 820}
"""Pixels that a page has for a chart, by the width of the window."""
COLUMNS: Final = {1.0: 820, 0.5: 402, 0.33: 263}
"""Pixels that a chart has in columns of a wide window; a narrow one has no columns."""


@dataclass(frozen=True)
class SentChart:
    """A chart as the browser is sent it."""

    specification: dict[str, Any]
    share: float

    def width(self, window: int) -> int:
        """Return how wide it is drawn in a window so wide."""
        return COLUMNS[round(self.share, 2)] if window == 1280 else PAGE[window]


def sent_charts(page: AppTest) -> list[SentChart]:
    """Return the charts of a page from top to bottom."""
    return list(_within(page.main, 1.0))


def _within(block: Block, share: float) -> Iterator[SentChart]:
    for node in block.children.values():
        if isinstance(node, Block):
            weight = getattr(node, "weight", None)
            yield from _within(node, share if weight is None else share * weight)
        elif node.type in ("vega_lite_chart", "arrow_vega_lite_chart"):
            yield SentChart(_specification(node), share)


def _specification(node: Node) -> dict[str, Any]:
    sent = node.proto  # type: ignore[union-attr]
    frames = {
        one.name: pa.ipc.open_stream(one.data.data).read_all().to_pylist() for one in sent.datasets
    }
    found: dict[str, Any] = json.loads(sent.spec)
    return {**found, "datasets": {**found.get("datasets", {}), **frames}}

"""The words of a report, one sentence each."""

from collections.abc import Iterator
from typing import Final

from analytics.reports.blocks import Block, Heading, Table
from analytics.reports.scope import Scope
from analytics.reports.tables import plain

TERMS: Final = (
    "answers", "score", "share", "interval", "group", "together", "range", "odds_ratio",
    "adjusted", "clear", "wave", "release",
)  # fmt: skip


def glossary(scope: Scope) -> Iterator[Block]:
    """Yield the terms that the report uses, with what each means."""
    texts = scope.texts
    yield Heading(texts("report.glossary"))
    yield Table(
        caption=texts("report.glossary_caption"),
        columns=(texts("report.column.term"), texts("report.column.meaning")),
        rows=plain(
            [[texts(f"report.term.{key}"), texts(f"report.meaning.{key}")] for key in TERMS]
        ),
        widths=(24, 76),
    )

"""How the numbers were made and what is not shown, in the report's own words."""

from collections.abc import Iterator
from typing import Any

from analytics.charts.words import in_language
from analytics.reports.blocks import Block, Bullets, Heading, Paragraph, Table
from analytics.reports.rules import rules
from analytics.reports.scope import Scope
from analytics.reports.workbook.sheet import FIRST_ROW, Formats, begin, fit

WIDTH = 90


def write_methods(book: Any, formats: Formats, scope: Scope) -> None:
    """Add the sheet of methods: the rules in force, who is shown with whom, how to read."""
    texts, manifest = scope.texts, scope.release.manifest
    sheet = begin(
        book, formats, texts("workbook.sheet.methods"),
        in_language(manifest.instrument_title, texts.language),
        texts("report.what_it_is", answers=manifest.responses),
    )  # fmt: skip
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(1, 1, WIDTH)
    wrapped, bold = formats.of(text_wrap=True), formats.of(bold=True, top=1)
    styles = {"bold": bold, "names": formats.of(bold=True), "plain": wrapped}
    lines = [line for block in rules(scope) for line in _lines(block)]
    for at, (words, style) in enumerate(lines, start=FIRST_ROW):
        for column, text in enumerate(words):
            sheet.write_string(at, column, text, styles[style])
        fit(sheet, at, [(text, WIDTH) for text in words])


def _lines(block: Block) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the lines of a block: their words, a column each, and how they are set."""
    if isinstance(block, Heading):
        yield (block.text,), "bold"
    elif isinstance(block, Paragraph):
        yield (block.text,), "plain"
    elif isinstance(block, Bullets):
        yield from (((item,), "plain") for item in block.items)
    elif isinstance(block, Table):
        yield (block.caption,), "plain"
        yield block.columns, "names"
        yield from ((tuple(entry.text for entry in row), "plain") for row in block.rows)

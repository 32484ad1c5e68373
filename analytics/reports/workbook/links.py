"""What goes with the outcomes: a row a link, in words first, then its numbers."""

from typing import Any, Final

from analytics.charts.forest_rows import odds_ratios
from analytics.charts.words import in_language
from analytics.reports.scope import Scope
from analytics.reports.workbook.sheet import FIRST_ROW, Column, Formats, begin, fit, head
from analytics.statistics.people_reading import link_sentence

COLUMNS: Final = (
    ("outcome", 30), ("condition", 30), ("said", 60), ("ratio", 12), ("ratio_low", 12),
    ("ratio_high", 12), ("answers_alone", 10),
)  # fmt: skip
WIDTHS: Final = (30, 30, 60)
RATIO: Final = "0.00"


def write_links(book: Any, formats: Formats, scope: Scope) -> None:
    """Add the sheet of the adjusted links of every outcome; none without models."""
    texts, release = scope.texts, scope.release
    outcomes = dict.fromkeys(one.outcome for one in release.estimates)
    found = [one for key in outcomes for one in odds_ratios(release.estimates, key)]
    if not found:
        return
    sheet = begin(
        book, formats, texts("workbook.sheet.links"),
        texts("workbook.title.links", wave=release.manifest.wave), texts("reading.caution"),
    )  # fmt: skip
    columns = [Column(texts(f"workbook.column.{key}"), width) for key, width in COLUMNS]
    head(sheet, formats, columns, len(found), fixed=2)
    measures = {entry.key: entry for entry in release.measures}
    wrapped, number = formats.of(text_wrap=True), formats.of(num_format=RATIO)
    for line, one in enumerate(found, start=FIRST_ROW + 1):
        share = scope.organisation_cell(one.outcome)
        names = [
            in_language(measures[key].name, texts.language) for key in (one.outcome, one.factor)
        ]
        said = link_sentence(one, release.estimates, share, measures, texts)
        texted = [*names, said]
        for at, words in enumerate(texted):
            sheet.write_string(line, at, words, wrapped)
        fit(sheet, line, zip(texted, WIDTHS, strict=True))
        for at, value in enumerate((one.estimate, one.low, one.high), start=3):
            if value is not None:
                sheet.write_number(line, at, value, number)
        sheet.write_number(line, 6, one.n, formats.of(num_format="0"))

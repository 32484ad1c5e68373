"""How far the numbers of a report can be leaned on: chance, what was not asked, who was silent."""

from collections.abc import Iterator, Sequence

from analytics.charts.adjustment import adjustment_picture
from analytics.charts.grid import row_of
from analytics.charts.theme import LIGHT
from analytics.release.model import TOTAL, Cell
from analytics.reports.blocks import Block, Bullets, Figure, Heading, Paragraph
from analytics.reports.scope import Scope
from analytics.statistics.adjustment import adjustment
from analytics.statistics.by_chance import standing_out
from analytics.statistics.chance_reading import chance_sentence
from analytics.statistics.limits_reading import silent_sentences, unseen_sentences

WIDTH = 720


def by_chance(scope: Scope, cells: Sequence[Cell]) -> Iterator[Block]:
    """Yield how many of these numbers stand out, and would by chance; nothing without numbers.

    ``cells`` are those that one picture shows, the organisation's own among them.
    """
    wholes = {cell.measure: cell for cell in cells if row_of(cell) == (TOTAL, TOTAL)}
    said = chance_sentence(standing_out(cells, wholes), scope.texts)
    yield from [Paragraph(said)] if said else []


def limits(scope: Scope, outcome: str) -> Iterator[Block]:
    """Yield what the links of an outcome were adjusted for, who was silent and what is missed."""
    texts, release = scope.texts, scope.release
    name = scope.name_of(outcome)
    held = adjustment(release, outcome)
    if held is not None:
        yield Heading(texts("fragility.adjusted"))
        yield Paragraph(texts("fragility.adjusted.why", outcome=name), style="intro")
        picture = adjustment_picture(held, release.measure(outcome).name, texts, LIGHT)
        yield Figure(texts("fragility.adjusted"), picture, WIDTH)
    silent = silent_sentences(release, outcome, texts)
    if silent:
        yield Heading(texts("fragility.silent"))
        yield Bullets(silent)
    whole = scope.organisation_cell(outcome)
    measures = {entry.key: entry for entry in release.measures}
    share = whole.value if whole else None
    unseen = unseen_sentences(release.estimates, outcome, share, measures, texts)
    if unseen:
        yield Heading(texts("fragility.unseen.title"))
        yield Paragraph(texts("fragility.unseen.lead"), style="intro")
        yield Bullets(unseen)

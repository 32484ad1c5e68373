"""The sheet for all staff: what they said, what changed, and what happens now."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.charts.clear_links import clear_links
from analytics.charts.forest_rows import odds_ratios
from analytics.release.model import TOTAL
from analytics.reports.blocks import Block, Bullets, Entry, Heading, Paragraph, Table
from analytics.reports.findings import main_outcome
from analytics.reports.over_time import changes
from analytics.reports.scope import Scope
from analytics.reports.sheets.words import action_words, figure_words, moved_words, name_entry
from analytics.statistics.people_reading import link_sentence
from survey.i18n.writing import isolated
from survey.vocabulary import MeasureRole

MOST_ACTIONS = 6


@dataclass(frozen=True)
class StaffSheet:
    """What the sheet for all staff says of the whole organisation."""

    scope: Scope

    @property
    def about(self) -> str:
        """The line under the title: of which wave, and how many answered."""
        texts, manifest = self.scope.texts, self.scope.release.manifest
        answers = texts.plural("common.answers", manifest.responses)
        wave = isolated(manifest.wave, texts.language)
        return texts("sheets.about", group=answers, wave=wave)

    def blocks(self) -> Iterator[Block]:
        """Yield the sheet from top to bottom."""
        texts, scope = self.scope.texts, self.scope
        yield Paragraph(texts("sheets.staff.thanks"))
        yield Paragraph(texts("sheets.promise"))
        yield Heading(texts("sheets.staff.told"))
        yield self._table()
        outcome = main_outcome(scope)
        ratios = odds_ratios(scope.release.estimates, outcome) if outcome else []
        if outcome and (links := clear_links(ratios)):
            measures = {entry.key: entry for entry in scope.release.measures}
            share, found = scope.organisation_cell(outcome), scope.release.estimates
            yield Paragraph(link_sentence(links[0], found, share, measures, texts))
            yield Paragraph(texts("reading.caution"), style="lead")
        yield Paragraph(texts("sheets.pain"), style="lead")
        yield Heading(texts("sheets.now"))
        done = tuple(action_words(one, texts) for one in scope.actions[-MOST_ACTIONS:])
        yield Bullets(done or (texts("sheets.no_action"),))
        yield Paragraph(texts("sheets.how"), style="lead")

    def _table(self) -> Table:
        texts, scope = self.scope.texts, self.scope
        moved = {}
        if scope.beside.earlier:
            moved = {one.outcome: one for one in changes(scope, (TOTAL, TOTAL))}
        heads = ["what", "organisation", *(["moved"] if moved else [])]
        rows = []
        for entry in (*scope.measures(MeasureRole.FACTOR), *scope.measures(MeasureRole.OUTCOME)):
            words = [figure_words(scope.organisation_cell(entry.key), texts)]
            if moved:
                words.append(moved_words(moved.get(entry.key), entry, texts))
            name = name_entry(entry, scope.name_of(entry.key), texts)
            rows.append((name, *map(Entry, words)))
        return Table(
            caption=texts.plural("common.answers", scope.release.manifest.responses),
            columns=tuple(texts(f"sheets.column.{head}") for head in heads),
            rows=tuple(rows),
            widths=(46, 32, 22) if moved else (55, 45),
        )

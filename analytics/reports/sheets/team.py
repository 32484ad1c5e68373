"""The sheet of one team: its numbers beside all, what is done, what to talk about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from analytics.release.counterparts import Row, rows_of
from analytics.release.model import GROUP_JOIN, TOTAL, Analysis
from analytics.reports.blocks import Block, Bullets, Entry, Heading, Paragraph, Table
from analytics.reports.over_time import cells_at, changes
from analytics.reports.scope import Scope
from analytics.reports.sheets.words import (
    action_words,
    compared_words,
    figure_words,
    moved_words,
    name_entry,
)
from survey.errors import BearingError
from survey.fieldwork.actions import PlannedAction
from survey.i18n.writing import isolated
from survey.vocabulary import MeasureRole, Sensitivity

TALK = ("fits", "helps", "keep")


class TeamUnknown(BearingError):
    """The release has no team of that name in that department."""

    code: ClassVar[str] = "TEAM-UNKNOWN"


@dataclass(frozen=True)
class TeamSheet:
    """What the sheet of a team says.

    ``team`` is a name on the staff list of ``scope.department``; its answers may stand in a row
    with others'.
    """

    scope: Scope
    team: str

    @property
    def place(self) -> Row:
        """Department and team as on the staff list."""
        return (self.scope.department or "", self.team)

    def row(self, sensitivity: Sensitivity) -> Row:
        """Return the row that counts the team; raises ``TeamUnknown``, naming those there are."""
        rows = rows_of(self.scope.release.groups, sensitivity)
        if self.place not in rows:
            known = sorted(team for department, team in rows if department == self.place[0])
            raise TeamUnknown(
                "{department!r} has no team {team!r}. It has: {known}.",
                department=self.place[0],
                team=self.team,
                known=", ".join(known),
            )
        return rows[self.place]

    @property
    def about(self) -> str:
        """The line under the title: whose numbers these are, and of which wave."""
        texts = self.scope.texts
        name = isolated(self.row(Sensitivity.CONDITIONS)[1], texts.language)
        wave = isolated(self.scope.release.manifest.wave, texts.language)
        return texts("sheets.about", group=self._name(name), wave=wave)

    def _name(self, name: str) -> str:
        return self.scope.department or "" if name == TOTAL else name

    def blocks(self) -> Iterator[Block]:
        """Yield the sheet from top to bottom."""
        texts = self.scope.texts
        yield Paragraph(texts("sheets.promise"))
        yield from self._part(Sensitivity.CONDITIONS, MeasureRole.FACTOR)
        yield from self._part(Sensitivity.HEALTH, MeasureRole.OUTCOME)
        yield Paragraph(texts("sheets.pain"), style="lead")
        yield Heading(texts("sheets.now"))
        done = tuple(action_words(one, texts) for one in self._actions())
        yield Bullets(done or (texts("sheets.no_action"),))
        yield Heading(texts("sheets.talk"))
        yield Bullets(tuple(texts(f"sheets.talk.{one}") for one in TALK))
        yield Paragraph(texts("sheets.how"), style="lead")

    def _part(self, sensitivity: Sensitivity, role: MeasureRole) -> Iterator[Block]:
        texts, scope = self.scope.texts, self.scope
        row = self.row(sensitivity)
        own, moved = cells_at(scope.release, row), self._moved(row)
        yield Heading(texts(f"sheets.part.{sensitivity}"))
        if row != self.place:
            names = GROUP_JOIN.join(row[1:] if row[1] != TOTAL else row[:1])
            yield Paragraph(texts("sheets.together", group=isolated(names, texts.language)))
        heads = ["what", "us", "organisation", "compared", *(["moved"] if moved else [])]
        rows = []
        for entry in scope.measures(role):
            cell, whole = own.get(entry.key), scope.organisation_cell(entry.key)
            words = [figure_words(cell, texts), figure_words(whole, texts)]
            words.append(compared_words(cell, whole, entry, texts))
            if moved:
                words.append(moved_words(moved.get(entry.key), entry, texts))
            name = name_entry(entry, scope.name_of(entry.key), texts)
            rows.append((name, *map(Entry, words)))
        answers = max((cell.n or 0 for cell in own.values()), default=0)
        yield Table(
            caption=texts.plural("common.answers", answers),
            columns=tuple(texts(f"sheets.column.{head}") for head in heads),
            rows=tuple(rows),
            widths=(30, 22, 22, 14, 12) if moved else (32, 24, 24, 20),
        )

    def _moved(self, row: Row) -> Mapping[str, Analysis]:
        """The changes of the row since the wave before; empty where there is none before."""
        if not self.scope.beside.earlier:
            return {}
        return {one.outcome: one for one in changes(self.scope, row)}

    def _actions(self) -> tuple[PlannedAction, ...]:
        department, _ = self.place
        return tuple(
            one
            for one in self.scope.actions
            if self.place in one.units or (department, TOTAL) in one.units
        )

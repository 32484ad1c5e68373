"""What changed since earlier waves, and what became of what the organisation decided to do.

Made of the published cells of the releases, by the rule and in the words of the screens.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from analytics.charts.grid import MAIN_STATISTICS, row_of
from analytics.charts.over_waves import Mark, change, common_top
from analytics.charts.theme import LIGHT
from analytics.charts.words import group_name
from analytics.release.content import Release
from analytics.release.counterparts import Row, same_rows
from analytics.release.model import TOTAL, Analysis, Cell, MeasureEntry
from analytics.reports.blocks import Block, Bullets, Entry, Figure, Heading, Paragraph, Table
from analytics.reports.findings import main_outcome
from analytics.reports.scope import Scope
from analytics.reports.tables import cell_entry
from analytics.reports.teams import shows_teams
from analytics.statistics.analysis_reading import analysis_sentence
from analytics.statistics.change_reading import change_words, is_clear
from analytics.statistics.effect_reading import effect
from analytics.statistics.rows.between_waves import change_rows
from survey.fieldwork.actions import PlannedAction
from survey.i18n.dates import day
from survey.vocabulary import MeasureRole

MOST_GROUPS: Final = 6
"""Groups of which a clear change is told in a sentence each."""
LINE_WIDTH: Final = 560
WHOLE: Final = (TOTAL, TOTAL)


def over_time(scope: Scope) -> Iterator[Block]:
    """Yield the change of every measure since the earlier waves, of groups, and the actions."""
    texts = scope.texts
    yield Heading(texts("report.over_time"))
    if not scope.beside.earlier:
        yield Paragraph(texts("results.finding.first_wave"))
        return
    yield Paragraph(texts("report.over_time_intro"), style="intro")
    yield from _line(scope)
    yield _table(scope)
    groups = _group_sentences(scope)
    yield Heading(texts("report.over_time_groups"), level=2)
    if groups:
        yield Bullets(groups)
        yield Paragraph(texts("report.over_time_chance"), style="lead")
    else:
        yield Paragraph(texts("report.over_time_no_group"))
    if scope.actions:
        yield from _actions(scope)


def change_sentences(scope: Scope, most: int) -> tuple[str, ...]:
    """Return how the main outcome moved since the wave before, and what else did so clearly."""
    texts, place = scope.texts, own_place(scope)
    measures = {entry.key: entry for entry in scope.release.measures}
    rows = [one for one in changes(scope) if (one.department, one.team) == place]
    main = main_outcome(scope)
    told = [one for one in rows if one.outcome == main]
    told += [one for one in rows if one.outcome != main and is_clear(one)]
    said = [analysis_sentence(one, measures, texts) for one in told[:most]]
    if not any(is_clear(one) for one in told):
        said.append(texts("report.changed.nothing"))
    return tuple(said)


def changes(scope: Scope, only: Row | None = None) -> tuple[Analysis, ...]:
    """Return the changes since the wave before of the rows that the report shows, or of one."""
    before, now = scope.beside.earlier[-1], scope.release
    detailed = only is not None or shows_teams(scope)
    shown = tuple(
        cell
        for cell in scope.cells
        if (detailed or cell.team == TOTAL) and only in (None, row_of(cell))
    )
    return tuple(change_rows(before, replace(now, cells=shown)))


def own_place(scope: Scope) -> Row:
    """Return the row that the report is about, where it can be held against the earlier waves."""
    if scope.department is None:
        return WHOLE
    row = (scope.department, TOTAL)
    return row if all(_same(scope, entry, row) for entry in _measures(scope)) else WHOLE


def action_name(action: PlannedAction) -> str:
    """Return an action by its number and its aim."""
    return f"{action.number}. {action.aim}"


def later_than(action: PlannedAction, scope: Scope) -> Release | None:
    """Return the release that an action is held against, where the report's is a later one."""
    return next((one for one in scope.beside.earlier if one.manifest.wave == action.since), None)


def _same(scope: Scope, entry: MeasureEntry, row: Row) -> bool:
    earlier = (one.groups for one in scope.beside.earlier)
    return row in same_rows(earlier, scope.release.groups, entry.sensitivity)


def _measures(scope: Scope) -> tuple[MeasureEntry, ...]:
    return tuple(entry for role in MeasureRole for entry in scope.measures(role))


def cells_at(release: Release, place: Row) -> Mapping[str, Cell]:
    """Return the mean or share of each measure at a row, without breakdown."""
    return {
        cell.measure: cell
        for cell in release.cells
        if (cell.department, cell.team) == place
        and cell.breakdown == TOTAL
        and cell.statistic in MAIN_STATISTICS
    }


def _waves(scope: Scope) -> tuple[Release, ...]:
    return (*scope.beside.earlier, scope.release)


def _line(scope: Scope) -> Iterator[Figure]:
    """The main outcome over the waves, with the actions that began between them."""
    texts, place = scope.texts, own_place(scope)
    outcome = main_outcome(scope) or next((entry.key for entry in _measures(scope)), None)
    if outcome is None:
        return
    found = [cells_at(one, place).get(outcome) for one in _waves(scope)]
    cells = [cell for cell in found if cell is not None]
    if len(cells) < 2:
        return
    entry, waves = scope.release.measure(outcome), {cell.wave for cell in cells}
    marks = [Mark(one.since, str(one.number)) for one in scope.actions if one.since in waves]
    picture = change(cells, entry, texts, LIGHT, marks, common_top(cells))
    caption = texts(
        "report.over_time_line",
        outcome=scope.name_of(outcome),
        place=group_name(*place, texts),
        good=texts(f"charts.good.{entry.good_end}"),
    )
    yield Figure(caption, picture, LINE_WIDTH)


def _table(scope: Scope) -> Table:
    texts, place, waves = scope.texts, own_place(scope), _waves(scope)
    by_wave = [cells_at(one, place) for one in waves]
    moved = {one.outcome: one for one in changes(scope) if (one.department, one.team) == place}
    rows = [
        (
            Entry(f"{scope.name_of(entry.key)} ({texts(f'charts.good.{entry.good_end}')})"),
            *(cell_entry(cells.get(entry.key), scope, base=False) for cells in by_wave),
            Entry(change_words(moved.get(entry.key), entry, texts)),
        )
        for entry in _measures(scope)
    ]
    each = 56 // len(waves)
    return Table(
        caption=texts("report.over_time_table", place=group_name(*place, texts)),
        columns=(
            texts("report.column.measure"),
            *(one.manifest.wave for one in waves),
            texts("screens.overview.column.change", wave=waves[-2].manifest.wave),
        ),
        rows=tuple(rows),
        widths=(24, *(each for _ in waves), 20),
        small=True,
    )


def _group_sentences(scope: Scope) -> tuple[str, ...]:
    """The clear changes of groups, the surest first."""
    measures = {entry.key: entry for entry in scope.release.measures}
    clear = [one for one in changes(scope) if (one.department, one.team) != WHOLE and is_clear(one)]
    clear.sort(key=lambda one: -_sureness(one))
    return tuple(analysis_sentence(one, measures, scope.texts) for one in clear[:MOST_GROUPS])


def _sureness(row: Analysis) -> float:
    """How many half intervals a change lies from none; 0 where it has no interval."""
    if row.value is None or row.low is None or row.high is None or row.high <= row.low:
        return 0.0
    return 2 * abs(row.value) / (row.high - row.low)


def _actions(scope: Scope) -> Iterator[Block]:
    texts = scope.texts
    yield Heading(texts("report.became"), level=2)
    yield Paragraph(texts("screens.actions.effect_lead"), style="intro")
    yield _action_table(scope)
    outcome, hedges = main_outcome(scope) or "", dict[str, None]()
    for action in scope.actions:
        before = later_than(action, scope)
        if before is None:
            said: tuple[str, ...] = (texts("report.became.later"),)
        else:
            said = effect(action, before, scope.release, outcome, texts).answers
            own = effect(action, before, scope.release, "", texts)
            hedges |= dict.fromkeys(own.hedges)
        yield Paragraph(action_name(action), style="intro")
        yield Bullets(said)
    if hedges:
        yield Paragraph(texts("results.effect.hedges"), style="intro")
        yield Bullets(tuple(hedges))


def _action_table(scope: Scope) -> Table:
    texts = scope.texts
    names = {entry.key: scope.name_of(entry.key) for entry in scope.release.measures}
    heads = ("action", "factor", "units", "owner", "dates", "state")
    return Table(
        caption=texts("screens.actions.caption"),
        columns=tuple(texts(f"screens.actions.column.{head}") for head in heads),
        rows=tuple(tuple(map(Entry, _action_row(one, names, scope))) for one in scope.actions),
        widths=(23, 13, 18, 13, 22, 11),
        small=True,
    )


def _action_row(action: PlannedAction, names: Mapping[str, str], scope: Scope) -> Sequence[str]:
    texts = scope.texts
    dates = [day(one, texts.language) for one in (action.start, action.end)]
    units = (
        texts("screens.actions.whole", department=department)
        if team == TOTAL
        else f"{team} ({department})"
        for department, team in action.units
    )
    return (
        action_name(action),
        names.get(action.factor, action.factor),
        "; ".join(units),
        texts(f"screens.owner.{action.owner}"),
        texts("screens.actions.dates", start=dates[0], end=dates[1]),
        texts(f"screens.actions.state.{action.state}"),
    )

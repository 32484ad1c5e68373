"""One group: how does it look beside the organisation and the group next to it?"""

from functools import partial
from html import escape

import streamlit as st

from analytics.charts.grid import by_department, compare
from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.over_waves import change
from analytics.charts.whereabouts import together_with
from analytics.charts.words import cell_words, group_name, in_language
from analytics.release.model import TOTAL, Cell, CellStatus, MeasureEntry, Statistic
from analytics.statistics.change_reading import change_words
from pages.shell import chart, choice, release_choice, table
from pages.shell.beside import Beside, besides, cell_beside
from pages.shell.differences import clear_differences, difference_words, group_token
from pages.shell.first_things import first_things
from pages.shell.flags import show_flags
from pages.shell.group_filter import group_filter
from pages.shell.group_history import history
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import findings, lead, paragraph
from pages.shell.moved import changes
from pages.shell.probability import chance_words, worse
from pages.shell.selection import (
    cell_at,
    main_cells,
    organisation_cell,
    shown_measures,
)
from pages.shell.spread import place_name, show_spread, spread_places
from pages.shell.trends import until
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

Place = tuple[str, str]
AXIS = Axis(0, 100, ticks=(0, 25, 50, 75, 100))


def profile_row(entry: MeasureEntry, cell: Cell, next_to: Beside | None) -> IntervalRow:
    """Return a measure of the group on the axis from 0 to 100, held against the organisation's."""
    whole = organisation_cell(release, entry.key)
    other = cell_beside(next_to, release, earlier, entry) if next_to else None
    good = text(f"charts.good.{entry.good_end}")
    return IntervalRow(
        f"{in_language(entry.name, text.language)} ({good})",
        cell_words(cell, text),
        value=points(cell, cell.value),
        low=points(cell, cell.low),
        high=points(cell, cell.high),
        beside=points(cell, whole.value if whole else None),
        apart=compare(cell, whole, entry.good_end) != 0,
        neighbour=points(cell, other.value if other else None),
    )


def points(cell: Cell, number: float | None) -> float | None:
    """Return a number of a cell's unit in points from 0 to 100."""
    return None if number is None else number * (100 if cell.statistic is Statistic.SHARE else 1)


def words_at(entry: MeasureEntry, where: Beside) -> str:
    """Return a measure's words at a place, or why it has none of its own there."""
    cell = cell_beside(where, release, earlier, entry)
    if cell is None:
        return text("results.beside.other_teams" if where.wave else "charts.together")
    return cell_words(cell, text, together_with(cell, entry, release.groups))


def standing_out() -> Place | None:
    """Return the group to look at first, to begin with: the same as on every page."""
    cell = next((one.cell for one in first_things(release)), None)
    return place_of(cell) if cell else None


def spread_measure() -> MeasureEntry | None:
    """Return the scale to show question by question: what stands out, else the first there is."""
    wanted = [one.entry for one in differences] + [by_key[key] for key in own]
    return next((one for one in wanted if spread_places(release, one.key)), None)


def place_words(place: Place) -> str:
    """Return a group with its department; the organisation by its name."""
    name = group_name(*place, text)
    if place[1] == TOTAL:
        return name if place[0] == TOTAL else text("results.beside.whole", department=name)
    return f"{name} ({place[0]})"


def beside_words(one: Beside) -> str:
    """Return what stands beside: a group, or the same group in an earlier wave."""
    if one.wave:
        return text("results.beside.wave", wave=one.wave)
    return place_words(one.place)


def place_of(cell: Cell) -> Place:
    """Return the department and team of a cell."""
    return cell.department, cell.team


def _place_in(first: list[str], key: str) -> int:
    return first.index(key) if key in first else len(first)


text = words()
st.title(text("screens.team.title"))
release = release_choice.chosen()
entries = [
    *shown_measures(release, MeasureRole.FACTOR),
    *shown_measures(release, MeasureRole.OUTCOME),
]
by_key = {entry.key: entry for entry in entries}
places = sorted(
    {
        (cell.department, cell.team)
        for cell in main_cells(release)
        if cell.department != TOTAL and cell.status is not CellStatus.WITHHELD
    },
    key=by_department,
)
if not places:
    lead(text("screens.team.none"))
    st.stop()
answer = st.container()
asked = group_filter(places)
kept_places = [one for one in places if asked.keeps(one)]
if not kept_places:
    paragraph(text("results.filter.none"))
    st.stop()
left, right = st.columns(2)
with left:
    place = choice.selectbox(
        text("screens.team.group"),
        kept_places,
        choice.Part("group", "team_place", group_token, kept=True),
        first=standing_out(),
        format_func=place_words,
    )
earlier = until(release, release_choice.every())[:-1]
others = besides(place, places, earlier)
with right:
    beside = (
        choice.selectbox(
            text("screens.team.beside"),
            others,
            choice.Part("beside", f"team_beside_{place}", lambda one: one.token, kept=True),
            format_func=beside_words,
        )
        if others
        else None
    )

own = {
    entry.key: cell
    for entry in entries
    if (cell := cell_at(release, entry.key, place)) and cell.status is not CellStatus.WITHHELD
}
differences = clear_differences(release, list(own.values()), entries)
with answer:
    lead(
        text(
            "screens.team.lead",
            wave=release.manifest.wave,
            group=place_words(place),
            worse=sum(one.worse for one in differences),
            better=sum(not one.worse for one in differences),
            measures=len(own),
        )
    )
    first = [one.entry.key for one in first_things(release) if place_of(one.cell) == place]
    told = sorted(differences, key=lambda one: (not one.worse, _place_in(first, one.entry.key)))
    findings(difference_words(one, text) for one in told[:3])

headings = (text("screens.team.column.measure"), place_words(place))
rows = [profile_row(by_key[key], cell, beside) for key, cell in own.items()]
chart.draw(
    chart.kept(
        (release.manifest.id, "team", *place, beside.token if beside else ""),
        lambda: interval_rows(rows, AXIS, headings, text, chart.palette()),
    )
)
key = "results.team.marks_beside" if beside else "results.team.marks"
paragraph(text(key, group=place_words(place), beside=beside_words(beside) if beside else ""))
wheres = [Beside(place), *([beside] if beside else []), Beside((TOTAL, TOTAL))]
columns = [headings[0], *(beside_words(where) for where in wheres)]
body = [
    [in_language(entry.name, text.language), *(words_at(entry, where) for where in wheres)]
    for entry in entries
]
with st.expander(text("screens.team.next_to")):
    table.show(text("screens.team.next_to"), columns, body, quiet=True)

show_flags(release, own)
main = differences[0].entry if differences else next(iter(by_key[key] for key in own), None)
st.header(text("screens.team.sure"))
st.markdown(text("screens.team.sure_lead"))
moved = {one.outcome: one for one in changes(release) if (one.department, one.team) == place}
waves = until(release, release_choice.every())
past = history(waves, main, place) if main else []
if main is not None and len(past) > 1:
    measure = in_language(main.name, text.language)
    st.html(f"<h3 class='bearing-small'>{escape(measure)}</h3>")
    chart.draw(
        chart.kept(
            (*(one.manifest.id for one in waves), "group", main.key, *place),
            partial(change, past, main, text, chart.palette()),
        )
    )
before = next((one.category for one in moved.values()), None)
heads = [
    text("screens.team.column.measure"),
    text("screens.team.column.worse"),
    *([text("screens.overview.column.change", wave=before)] if before else []),
]
body = [
    [
        in_language(by_key[key].name, text.language),
        chance_words(worse(release, by_key[key]).get(place), text),
        *([change_words(moved.get(key), by_key[key], text)] if before else []),
    ]
    for key in own
]
with st.expander(text("results.table.folded", rows=len(body))):
    table.show(text("screens.team.sure"), heads, body, quiet=True)

scale = spread_measure()
if scale:
    with st.expander(text("screens.team.spread")):
        paragraph(text("screens.team.spread_lead"))
        where = place[0] if place[0] in spread_places(release, scale.key) else TOTAL
        measure = in_language(scale.name, text.language)
        paragraph(text("results.team.spread", measure=measure, place=place_name(where, text)))
        show_spread(release, scale, where)
st.page_link("hr/factors.py", label=text("screens.team.to_factors"))
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.team.how"))

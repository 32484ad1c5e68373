"""Teams: where do working conditions, or health, differ between groups?"""

import streamlit as st

from analytics.charts.grid import ORGANISATION, row_of
from analytics.charts.words import in_language
from analytics.release.model import TOTAL, CellStatus
from analytics.statistics.chance_reading import chance_sentence
from pages.shell import choice, reference, release_choice
from pages.shell.chance import show_funnel
from pages.shell.compared import compared
from pages.shell.differences import difference_words
from pages.shell.first_things import first_things, priority_words
from pages.shell.flags import show_flags
from pages.shell.group_filter import group_filter
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import findings, lead, paragraph
from pages.shell.not_shown import show_pooled
from pages.shell.probability import worse
from pages.shell.row_pages import shown_rows
from pages.shell.selection import main_outcome, shown_measures
from pages.shell.side_by_side import show_side_by_side
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

PROBABLY = "probably:"

text = words()
st.title(text("screens.teams.title"))
release = release_choice.chosen()
answer = st.container()

role = choice.segmented(
    text("screens.teams.what"),
    list(MeasureRole),
    choice.Part("what", "teams_what"),
    format_func=lambda one: text(f"screens.teams.what.{one}"),
)
measures = shown_measures(release, role)
names = {entry.key: in_language(entry.name, text.language) for entry in measures}
chances = {f"{PROBABLY}{entry.key}": worse(release, entry) for entry in measures}
sorts = {key: text("screens.teams.sort.value", measure=name) for key, name in names.items()} | {
    f"{PROBABLY}{key}": text("screens.teams.sort.worse", measure=name)
    for key, name in names.items()
    if chances[f"{PROBABLY}{key}"]
}
sorting, holding = st.columns(2)
with sorting:
    sort_by = choice.selectbox(
        text("screens.teams.sort"),
        ["", *sorts],
        choice.Part("sort", f"teams_sort_{role}"),
        format_func=lambda key: sorts[key] if key else text("screens.teams.sort.department"),
    )
held = {
    key: one
    for key, one in reference.choices(release, text).items()
    if any(name in one.values for name in names)
}
with holding:
    against = choice.selectbox(
        text("results.reference.label"),
        ["", *held],
        choice.Part("against", "teams_reference"),
        format_func=lambda key: held[key].name if key else text("results.reference.organisation"),
    )
around = held[against] if against else None

found = compared(release, role)
cells, differences = found.groups, found.differences
differing = {(one.cell.department, one.cell.team) for one in differences}
numbers = [one for one in cells if one.status is CellStatus.SHOWN and one.department != TOTAL]
shown = {(one.department, one.team) for one in numbers}

worse_first = sorted(differences, key=lambda one: not one.worse)
told = [difference_words(one, text) for one in worse_first]
if role is MeasureRole.FACTOR:
    told = [priority_words(one, text) for one in first_things(release)] or told
with answer:
    if release_choice.so_soon():
        lead(text("screens.overview.ranges_group"))
    else:
        lead(
            text(
                "screens.teams.lead",
                wave=release.manifest.wave,
                differing=len(differing),
                groups=len(shown),
            )
        )
        findings(told[:3])
        paragraph(chance_sentence(found.by_chance, text))

if around:
    said = (
        f"{names[key]} {reference.value_words(entry, around.values[key], text)}"
        for key, entry in zip(names, measures, strict=True)
        if key in around.values
    )
    values = ", ".join(said)
    paragraph(text("results.reference.said", name=around.name, values=values, source=around.source))

by_name = {entry.key: entry for entry in measures}
order = chances.get(sort_by, sort_by or None)
by_department = not sort_by
asked = group_filter(row_of(one) for one in cells)
rows = [one for one in (found.rows if by_department else cells) if asked.keeps(row_of(one))]
if asked.is_on and not any(row_of(one) != ORGANISATION for one in rows):
    paragraph(text("results.filter.none"))
drawn, part = shown_rows(release, rows, measures, order)
caption = text("screens.teams.caption", wave=release.manifest.wave)
shown_by = (role, sort_by, against, asked.department, asked.search, part)
middle = around.values if around else None
show_side_by_side(release, drawn, measures, caption, shown_by, order=order, around=middle)
show_flags(release, names)
st.page_link("hr/team.py", label=text("screens.teams.to_team"))
outcome = main_outcome(release)
first = by_name.get(sort_by) or (outcome if role is MeasureRole.OUTCOME else None)
if measures:
    show_funnel(release, measures, first or measures[0])
show_pooled(release)
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.teams.how"))

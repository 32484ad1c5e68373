"""All pages give one answer to one question, in plain words; every group is where it belongs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from analytics.charts.words import in_language
from analytics.composing.composition import draft
from analytics.release.content import Release
from analytics.release.model import Reason
from analytics.release.writer import write_release
from analytics.statistics.analysis_reading import analysis_sentence
from analytics.statistics.change_reading import change_words
from analytics.statistics.rows.between_waves import change_rows
from pages.shell.first_things import first_things, priority_words
from pages.shell.screens import READERS, SCREENS
from survey.i18n.catalogue import texts
from survey.settings import Workspace
from survey.vocabulary import Role
from tests.charts_release import made_up_release, withheld
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on
from tests.pages.releases import full_release
from tests.statistics_release import counted, wave

EN = texts("en")
FOLDED = {"expandable", "popover", "expander"}
JARGON = re.compile(
    r"Cochran|tau²|I²|ICC\(|r_wg|\bSD\b|standard deviation|Vega|log odds|ecological|p-value"
    r"|\b[a-z]+_[a-z0-9_]+\b"
)
"""Words of the trade, and the keys of measures, which all have an underscore or a plain name."""


@cache
def sample(at: int) -> Release:
    """Return a wave of the sample organisation as publishing drafts it."""
    return draft(wave(at), counted(at), b"k" * 32).release


def filled(make_workspace: MakeWorkspace, *releases: Release) -> Workspace:
    """Return a workspace with these releases."""
    workspace = make_workspace(released=False)
    for one in releases:
        write_release(workspace.releases / one.manifest.wave, one)
    return workspace


def in_sight(block: Block) -> Iterator[str]:
    """Yield the texts of a page that stand in no fold."""
    for node in block.children.values():
        if isinstance(node, Block):
            if node.type not in FOLDED:
                yield from in_sight(node)
            continue
        if node.type == "html":
            yield re.sub(r"<[^>]*>", " ", unescape(str(node.proto.body)))  # type: ignore[union-attr]
        elif node.type in ("markdown", "title", "header", "subheader", "caption"):
            yield re.sub(r"\]\([^)]*\)", "]", str(getattr(node, "value", "")))
        elif getattr(node, "label", ""):
            yield str(node.label)  # type: ignore[union-attr]


def rows_of(page: AppTest) -> list[tuple[str, bool, list[str]]]:
    """Return the rows of the table of groups: full name, whether it is a department, its words."""
    body = html_on(page).split('class="bearing-heat"')[1].split("<tbody>")[1].split("</tbody>")[0]
    found = []
    for row in body.split("<tr")[1:]:
        name = re.search(r'<a [^>]*title="([^"]*)"', row)
        words = re.findall(r'<td [^>]*title="([^"]*)"', row) or re.findall(r"<span>([^<]*)", row)
        found.append((unescape(name.group(1)) if name else "", 'class="wide"' in row[:20], words))
    return found


def test_what_to_do_first_is_one_list_on_every_page(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    release = sample(2)
    found = first_things(release)
    assert len(found) > 1
    said = [priority_words(one, EN) for one in found]
    workspace = filled(make_workspace, release)
    overview, teams = (
        unescape(html_on(open_page(f"hr/{path}.py", Role.HR, workspace)))
        for path in ("overview", "teams")
    )
    assert [one for one in said if one in overview] == said
    assert [overview.index(one) for one in said] == sorted(overview.index(one) for one in said)
    assert [one for one in said[:3] if one in teams] == said[:3]
    group = open_page("hr/team.py", Role.HR, workspace)
    assert group.selectbox(key="team_place").value == (
        found[0].cell.department, found[0].cell.team
    )  # fmt: skip
    assert unescape(html_on(group)).index(said[0]) > 0


def test_a_tile_and_a_sentence_tell_a_change_alike() -> None:
    first, last = sample(0), sample(2)
    by_key = {one.key: one for one in last.measures}
    rows = [one for one in change_rows(first, last) if one.value is not None]
    assert len(rows) > 20
    for row in rows:
        tile = change_words(row, by_key[row.outcome], EN)
        sentence = analysis_sentence(row, by_key, EN)
        numbers = re.findall(r"-?\d[\d.]*", tile)
        assert [one for one in numbers if one not in sentence] == [], (tile, sentence)
        assert ("about the same" in tile) == ("no clear change" in sentence)
        if "about the same" not in tile:
            assert "-" not in tile.replace("about", ""), "which way is said by a word alone"


def test_a_group_of_other_measures_is_a_row_on_no_page(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    pool = ("Office", "Desk + Post")
    cells = [withheld(key, Reason.SHOWN_TOGETHER, pool) for key in ("workload", "back_pain_12m")]
    release = made_up_release()
    workspace = filled(make_workspace, replace(release, cells=(*release.cells, *cells)))
    for path in ("overview", "teams"):
        page = open_page(f"hr/{path}.py", Role.HR, workspace)
        assert "Desk + 1" not in html_on(page)
    group = open_page("hr/team.py", Role.HR, workspace)
    assert not [one for one in group.selectbox(key="team_place").options if "Desk" in one]


@pytest.mark.parametrize("what", ["factor", "outcome"])
def test_no_row_is_without_numbers_unless_its_words_say_with_whom(
    make_workspace: MakeWorkspace, open_page: Open, what: str
) -> None:
    page = open_page("hr/teams.py", Role.HR, filled(make_workspace, sample(2)))
    page.query_params["what"] = what
    page.run()
    rows = rows_of(page)
    assert len(rows) > 20
    for name, _, words in rows:
        if not any(re.search(r"\d", one) for one in words):
            assert words and all("with " in one or "Too few" in one for one in words), name


def test_in_every_part_a_team_stands_under_its_own_department(
    make_workspace: MakeWorkspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.shell.row_pages.MOST", 7)
    release = sample(2)
    department_of = {(one.department, one.team) for one in release.cells if one.department != "*"}
    page = open_page("hr/teams.py", Role.HR, filled(make_workspace, release))
    starts = page.selectbox(key="rows_part").options
    assert len(starts) > 3
    for at in range(len(starts)):
        page.selectbox(key="rows_part").set_value(at * 7).run()
        under = ""
        for name, wide, _ in rows_of(page)[1:]:
            if wide:
                under = name
            else:
                team, bracket, own = name.removesuffix(")").partition(" (")
                assert (under, name) in department_of or (
                    bracket and own == under and (under, team) in department_of
                ), f"{name} stands under {under}"


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_word_of_the_trade_stands_outside_a_fold(
    make_workspace: MakeWorkspace, open_page: Open, language: str
) -> None:
    workspace = filled(make_workspace, sample(0), sample(2))
    for screen in SCREENS:
        if screen.roles != READERS:
            continue
        page = open_page(screen.file, Role.HR, workspace, language=language)
        assert [one.message for one in page.exception] == []
        read = [one for one in in_sight(page.main) if one.strip()]
        assert read, screen.path
        for said in read:
            assert not JARGON.search(said), f"{screen.path}: {said}"
            if screen.path not in ("links", "levels", "against"):
                assert "dds ratio" not in said, f"{screen.path}: {said}"


def test_change_says_where_every_department_is(
    make_workspace: MakeWorkspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.shell.departments.MOST", 3)
    before, after = sample(0), sample(2)
    fleet = [one for one in after.groups if one.group_department == "Fleet"]
    new = {"team": "Newcomers", "group_team": "Newcomers"}
    after = replace(after, groups=(*after.groups, *(one.model_copy(update=new) for one in fleet)))
    page = open_page("hr/trends.py", Role.HR, filled(make_workspace, before, after))
    key = page.selectbox(key="trend_measure").value
    every = {
        one.department
        for one in after.cells
        if one.measure == key and one.team == "*" and one.breakdown == "*"
    } - {"*"}
    said = unescape(html_on(page))
    drawn = set(re.findall(r"<h3 class='bearing-small'>([^<]*)</h3>", said))
    assert len(drawn) == 3
    for name in every - drawn:
        assert re.search(rf"(: |; ){re.escape(name)}[.;]", said), f"{name} is nowhere"
    assert "Fleet" not in drawn, "it is not made of the same teams"
    [fold] = [one.label for one in page.expander if "have no picture here" in one.label]
    assert fold.startswith(str(len(every - drawn)))


def test_a_page_asks_about_nothing_that_cannot_be_chosen(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/people.py", Role.HR, filled(make_workspace, full_release()))
    offered = {one.casefold() for one in page.selectbox(key="people_by").options}
    title = page.title[0].value.casefold()
    named = {
        in_language(one.name, "en").casefold() for one in sample(2).breakdowns
    } | {"age", "time here", "kind of work"}  # fmt: skip
    assert [one for one in named if one in title and one not in offered] == []


def test_the_overview_has_its_legend_above_and_its_heads_say_which_end_is_good(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    html = html_on(open_page("hr/overview.py", Role.HR, make_workspace()))
    assert html.index('class="bearing-legend"') < html.index('class="bearing-heat"')
    assert 'Workload<span class="good">low is good</span></span></th>' in html
    assert html.count('href="team?group=Production+%2F+%2A"') > 1, "a department leads to its page"


def test_a_group_that_is_better_is_no_finding_while_others_are_worse(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, filled(make_workspace, sample(2)))
    top = html_on(page).split('class="bearing-heat"')[0]
    assert "worse than in the organisation" in top
    assert "better than in the organisation" not in top

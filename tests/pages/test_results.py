"""What the pages of results show: no number without its base, nothing hidden without a word."""

import json
import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from analytics.release.content import Release
from analytics.release.writer import write_release
from analytics.statistics.evidence import counter_evidence
from pages.shell.screens import SCREENS
from survey.i18n.catalogue import texts
from survey.vocabulary import Role
from tests.charts_release import WAVE, made_up_release
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on, words_on
from tests.pages.releases import full_release, ranged_release, withheld_release

EN = texts("en")


def charts_on(page: AppTest) -> list[str]:
    """Return the alternative texts of the charts of a page, from the top."""
    return [one.proto.alt for one in page.get("vega_lite_chart")]


@pytest.fixture
def health(make_workspace: MakeWorkspace, open_page: Open) -> AppTest:
    """Return the teams page as it shows stress and back pain."""
    page = open_page("hr/teams.py", Role.OCCUPATIONAL_HEALTH, make_workspace())
    page.button_group(key="teams_what").set_value("outcome").run()
    return page


def test_withheld_and_bounded_cells_are_marked_in_the_table(health: AppTest) -> None:
    drawn = html_on(health)
    assert 'class="bounded"><span>0–2 of 11</span></td>' in drawn
    assert 'class="withheld"><span>Shown together with Assembly</span></td>' in drawn
    assert 'class="withheld"><span>Too few answers</span></td>' in drawn


def test_a_chart_says_what_it_shows_and_its_table_stands_below(health: AppTest) -> None:
    chance, *_ = charts_on(health)
    assert "Outside the 95 % limits of chance" in chance
    heat, table = re.findall("<caption>(.*?)</caption>", html_on(health))[:2]
    assert "given as a range" in heat and "Heat map of" in heat
    assert table


def test_a_chart_is_sent_published_cells_and_nothing_else(health: AppTest) -> None:
    chart, *_ = health.get("vega_lite_chart")
    spec = json.loads(chart.proto.spec)
    assert "datasets" not in spec or all(
        set(row) <= {"group", "measure", "status", "band", "short", "words", "compared"}
        for rows in spec["datasets"].values()
        for row in rows
    )


def test_the_pooled_teams_are_named_with_the_thresholds(health: AppTest) -> None:
    said = words_on(health)
    assert EN("screens.pooled.lead", conditions=6, health=10) in said
    assert "Night shift + Stores" in said


def test_rows_can_be_sorted_from_the_worse_end(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, make_workspace())

    def order(measure: str) -> list[str]:
        page.selectbox(key="teams_sort_factor").set_value(measure).run()
        drawn = html_on(page)
        return sorted(
            ("Assembly", "Maintenance", "Office"), key=lambda team: drawn.index(f"{team}</th>")
        )

    assert order("control") == ["Assembly", "Maintenance", "Office"], "the lowest is the worst"
    assert order("workload") == ["Assembly", "Maintenance", "Office"], "the highest is the worst"
    assert order("support_manager") == ["Assembly", "Office", "Maintenance"]


def test_links_speak_of_going_with_and_show_the_counter_evidence(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/links.py", Role.HR, make_workspace())
    said = words_on(page)
    assert "goes with" in said
    assert "Odds ratio 1.71 (1.20 to 2.44)" in said
    assert "of 100 people" not in said, "this release has no difference of shares to tell it by"
    said = words_on(open_page("hr/against.py", Role.HR, make_workspace()))
    for found in counter_evidence():
        assert found.cite in said
        assert (found.doi or "") in said


@pytest.mark.parametrize("file", ["hr/links.py", "hr/overview.py"])
def test_a_link_is_told_in_people_before_it_is_told_in_ratios(
    make_workspace: MakeWorkspace, open_page: Open, file: str
) -> None:
    workspace, release = make_workspace(released=False), full_release()
    ratio = next(one for one in release.estimates if one.factor == "physical_load")
    numbers = {"measure": "risk_difference", "estimate": 0.07, "low": 0.02, "high": 0.12}
    apart = ratio.model_copy(update={"contrast": "per 1 SD", **numbers})
    told = replace(release, estimates=(*release.estimates, apart))
    write_release(workspace.releases / "2026", told)
    said = html_on(open_page(file, Role.HR, workspace))
    assert "of 100 people, 41 as they answered and 48 where “Physical load” is" in said
    assert said.index("That is 7 more (2 to 12).") < said.find("Odds ratio") % len(said)


@pytest.mark.parametrize(
    ("file", "told"),
    [("hr/overview.py", "screens.links.none"), ("hr/links.py", "results.few.warning")],
)
def test_too_few_answers_are_not_told_as_the_absence_of_a_link(
    make_workspace: MakeWorkspace, open_page: Open, file: str, told: str
) -> None:
    workspace = make_workspace(released=False)
    write_release(workspace.releases / "2026", withheld_release())
    page = open_page(file, Role.HR, workspace)
    said = words_on(page) + html_on(page)
    assert EN(told) in said
    assert "No working condition" not in said
    assert "0 of" not in said


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_says_that_anything_causes_anything(
    make_workspace: MakeWorkspace, open_page: Open, language: str
) -> None:
    workspace = make_workspace()
    for screen in SCREENS:
        if Role.HR in screen.roles:
            said = words_on(open_page(screen.file, Role.HR, workspace, language=language)).lower()
            for word in ("cause", "risk factor", "drives", "verursach", "risikofaktor"):
                assert word not in said, f"{word} on {screen.path}"


def test_the_overview_begins_with_the_answer_and_links_to_its_proof(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/overview.py", Role.HR, make_workspace())
    lead = html_on(page).split('class="bearing-lead"')[1]
    assert "112 of 276 (41 %, 35 to 46)" in lead.split("</p>")[0]
    assert EN("screens.overview.to_links") in words_on(page)
    assert EN("screens.overview.to_teams") in words_on(page)
    figures = html_on(page).split('class="bearing-figures"')[1]
    assert "70 to 75 %" in figures.split("</li>")[0]
    assert "112 of 276 (41 %, 35 to 46)" in figures


def test_the_promise_shows_the_rules_and_their_hash(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    make_workspace()
    page = open_page("everyone/privacy.py")
    manifest = made_up_release().manifest
    assert manifest.policy_sha256 in html_on(page)
    assert "6 answers" in html_on(page)
    assert "10 answers" in html_on(page)


def test_the_promise_says_which_waves_have_no_staff_list_and_hands_out_an_agreement(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace()
    page = open_page("everyone/privacy.py")
    beginning = EN("promise.no_head_counts", waves="")[:20]
    assert beginning not in words_on(page)
    assert EN("promise.agreement_words") in words_on(page)
    assert [one.label for one in page.get("download_button")] == [EN("promise.agreement")]
    uncounted = replace(renamed("abroad"), participation=())
    write_release(workspace.releases / "abroad", uncounted)
    said = words_on(open_page("everyone/privacy.py"))
    assert beginning in said
    assert "abroad" in said.split(beginning)[1][:40]


def test_two_releases_make_change_visible_on_the_overview_and_its_own_page(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    for wave in ("2025", "2026"):
        write_release(workspace.releases / wave, renamed(wave))
    overview = open_page("hr/overview.py", Role.HR, workspace)
    assert "no clear change since “2025”" in words_on(overview)
    assert "Change since 2025" in html_on(overview)
    overview.sidebar.selectbox(key="wave_choice").set_value("2025").run()
    assert "no clear change" not in html_on(overview)
    assert '<p class="bearing-lead" lang="en">2025:' in html_on(overview)

    trends = open_page("hr/trends.py", Role.HR, workspace)
    assert "about the same in 2026 as in 2025" in html_on(trends)
    assert charts_on(trends)


def test_what_a_team_was_named_is_never_read_as_markup(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    release = made_up_release()
    name = "<b>[x](http://evil)</b>"
    cells = tuple(
        one.model_copy(update={"team": name}) if one.team == "Assembly" else one
        for one in release.cells
    )
    write_release(workspace.releases / WAVE, replace(release, cells=cells))
    for file in ("hr/overview.py", "hr/teams.py"):
        page = open_page(file, Role.HR, workspace)
        assert "&lt;b&gt;[x](http://evil)" in html_on(page)
        assert "<b>" not in html_on(page)
        assert not any("evil" in one.value for one in page.markdown)


def renamed(wave: str) -> Release:
    """Return the made-up release as that of another wave."""
    release = made_up_release()
    return replace(
        release,
        manifest=release.manifest.model_copy(update={"wave": wave}),
        cells=tuple(one.model_copy(update={"wave": wave}) for one in release.cells),
    )


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("hr/overview.py", ["ranges_link", "ranges_group", "ranges_change"]),
        ("hr/teams.py", ["ranges_group"]),
    ],
)
def test_a_release_of_ranges_is_not_said_to_show_no_difference(
    make_workspace: MakeWorkspace, open_page: Open, page: str, said: list[str]
) -> None:
    workspace = make_workspace(released=False)
    for release in (full_release("2025"), ranged_release("2026", 1)):
        write_release(workspace.releases / release.manifest.wave, release)
    shown = words_on(open_page(page, Role.HR, workspace))
    for key in said:
        assert EN(f"screens.overview.{key}") in shown
    assert EN("screens.links.none") not in shown
    assert "0 of 0" not in shown

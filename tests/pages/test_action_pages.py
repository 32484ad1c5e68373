"""Actions on the screens: written down, moved on, drawn on the time line, and compared."""

from datetime import date

from analytics.release.writer import write_release
from pages.shell.dates import day
from pages.shell.suggestions import SUGGESTIONS, in_order
from survey.fieldwork.actions import ActionState, actions, add, draft
from survey.i18n.catalogue import texts
from survey.settings import Workspace
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.pages.releases import FOUR_WAVES, full_release

EN = texts("en")


def with_waves(make_workspace: MakeWorkspace) -> Workspace:
    """Return a workspace of four waves, each a little better than the one before."""
    workspace = make_workspace(released=False)
    for at, wave in enumerate(FOUR_WAVES):
        write_release(workspace.releases / wave, full_release(wave, at, 2.0 * at))
    return workspace


def begun(workspace: Workspace, aim: str, since: str = "2024") -> None:
    fields = {"factor": "workload", "units": [("Production", "Assembly")], "owner": "team"}
    days = {"start": date(2025, 1, 1), "end": date(2025, 3, 1)}
    add(workspace, draft(aim=aim, since=since, **fields, **days), Role.HR)


def test_an_action_is_written_down_on_the_page(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = with_waves(make_workspace)
    page = open_page("hr/actions.py", Role.HR, workspace)
    assert EN("screens.actions.none") in words_on(page)
    page.text_input[0].set_value("Breaks are protected")
    page.multiselect[0].set_value([("Production", "*")])
    page.button[0].click().run()
    assert [one.aim for one in actions(workspace)] == ["Breaks are protected"]
    assert "1. Breaks are protected" in words_on(page)


def test_an_address_that_names_a_group_and_a_condition_fills_them_in(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/actions.py", Role.HR, with_waves(make_workspace))
    for group, units in (
        ("Production / Assembly", [("Production", "Assembly")]),
        ("Production / *", [("Production", "*")]),
        ("Nobody / Nowhere", []),
    ):
        page.query_params["group"], page.query_params["condition"] = group, "control"
        page.run()
        assert page.multiselect[0].value == units
        label = EN("screens.actions.factor")
        assert [one.value for one in page.selectbox if one.label == label] == ["control"]


def test_an_action_without_a_place_is_not_kept_and_the_page_says_why(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = with_waves(make_workspace)
    page = open_page("hr/actions.py", Role.HR, workspace)
    page.text_input[0].set_value("Breaks are protected")
    page.button[0].click().run()
    assert actions(workspace) == ()
    assert [one.value for one in page.error] == [EN("screens.actions.incomplete")]


def test_an_action_moves_on(make_workspace: MakeWorkspace, open_page: Open) -> None:
    workspace = with_waves(make_workspace)
    begun(workspace, "More say over rotas")
    page = open_page("hr/actions.py", Role.OCCUPATIONAL_HEALTH, workspace)
    page.selectbox(key="action_state_1").set_value(ActionState.DONE).run()
    next(one for one in page.button if one.label == EN("screens.actions.keep")).click().run()
    assert actions(workspace)[0].state is ActionState.DONE


def test_what_followed_is_compared_with_groups_without_the_action(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = with_waves(make_workspace)
    begun(workspace, "More say over rotas")
    said = words_on(open_page("hr/actions.py", Role.HR, workspace))
    assert "2026 compared with 2024" in said
    assert "no clear difference between where “More say over rotas” took place" in said
    assert EN("analyses.action.regression") in said
    assert "7 of 11 treated people were free of pain after 26 weeks" in said
    assert "it was a pilot of few people. (Donnino et al. 2021)" in said


def test_an_action_later_than_the_wave_has_no_effect_yet(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = with_waves(make_workspace)
    begun(workspace, "More say over rotas", since="2026")
    said = words_on(open_page("hr/actions.py", Role.HR, workspace))
    assert EN("screens.actions.effect_later", wave="2026") in said


def test_an_action_stands_on_the_time_line_and_its_words_are_no_markup(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = with_waves(make_workspace)
    begun(workspace, "<b>[Rotas](http://evil)</b>")
    page = open_page("hr/trends.py", Role.HR, workspace)
    assert "1: &lt;b&gt;[Rotas](http://evil)&lt;/b&gt; (after 2024)" in words_on(page)
    assert not any("evil" in one.value for one in page.markdown)
    page = open_page("hr/actions.py", Role.HR, workspace)
    assert "<b>" not in words_on(page)


def test_the_page_says_who_changed_an_action_and_when(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = with_waves(make_workspace)
    begun(workspace, "More say over rotas")
    page = open_page("hr/actions.py", Role.OCCUPATIONAL_HEALTH, workspace)
    page.selectbox(key="action_state_1").set_value(ActionState.DONE).run()
    next(one for one in page.button if one.label == EN("screens.actions.keep")).click().run()
    said, today = words_on(page), day(date.today(), "en")
    assert f"Written down on {today} by: HR." in said
    assert f"Ended on {today} by: Occupational health." in said


def test_an_action_is_marked_in_the_departments_where_it_takes_place(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = with_waves(make_workspace)
    begun(workspace, "More say over rotas")
    page = open_page("hr/trends.py", Role.HR, workspace)
    page.selectbox(key="trend_measure").set_value("workload").run()
    marked = ['"xOffset"' in one.proto.spec for one in page.get("vega_lite_chart")]
    assert marked == [True, False, True], "the organisation; Office; Production"


def test_what_goes_with_pain_here_is_suggested_first() -> None:
    release = full_release()
    found = in_order(release)
    assert {one.key for one, _ in found} == {one.key for one in SUGGESTIONS}
    linked = [bool(here) for _, here in found]
    assert linked == sorted(linked, reverse=True), "no suggestion without a link stands before one"
    assert found[0][1], "the made-up release has a clear link"

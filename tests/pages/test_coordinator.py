"""The coordinator's way: open a wave from a list of teams, close it, publish."""

import json
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from analytics.disclosure.policy import policy_for
from analytics.publish import publish
from analytics.release.reader import released
from pages.shell.dates import day
from survey.access.ledger import Action, entries
from survey.fieldwork.crowding import Although
from survey.fieldwork.policy import HORIZON, Policy
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.ways import CODES_ONLY, Ways
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.protocol import CodeStanding, Submission, Unit
from survey.vocabulary import Role, WaveState
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on

EN = texts("en")
UNITS = b"department,team,headcount\r\nHub,Early,14\r\nHub,Late,12\r\nOffice,Desk,4\r\n"
CORE = load("core")


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    """Return a workspace without a wave."""
    return make_workspace(released=False)


def with_open_wave(workspace: Workspace, answers: int = 0, name: str = "autumn") -> None:
    """Open a wave of thirty people of whom the first so many have answered."""
    units = [Unit(0, "Hub", "Early", 14), Unit(1, "Hub", "Late", 12), Unit(2, "Office", "Desk", 4)]
    store = open_store(workspace)
    open_wave(workspace, store, name, instrument=CORE, policy=Policy(), units=units)
    if answers:
        codes = store.issue_codes(name, {unit.id: unit.headcount or 0 for unit in units})
        every = [code for unit in codes.values() for code in unit][:answers]
        options = [CORE.options_of(key).values for key in CORE.item_by_key]
        sent = [
            tuple(values[(person * 7 + item) % len(values)] for item, values in enumerate(options))
            for person in range(answers)
        ]
        standings = store.redeem(
            [Submission(name, code, given) for code, given in zip(every, sent, strict=True)]
        )
        assert set(standings) == {CodeStanding.FRESH}


def open_form(open_page: Open, workspace: Workspace, name: str, raw: bytes = UNITS) -> AppTest:
    """Return the page for opening a wave, with its name and its list of teams filled in."""
    page = open_page("coordinator/open_wave.py", Role.COORDINATOR, workspace)
    page.text_input(key="new_wave_name").set_value(name)
    page.file_uploader(key="new_wave_units").set_value(("units.csv", raw, "text/csv"))
    return page.run()


def test_the_list_of_teams_is_previewed_and_nothing_is_opened_before(
    workspace: Workspace, open_page: Open
) -> None:
    page = open_form(open_page, workspace, "2026 winter")
    said = words_on(page)
    assert EN("screens.open_wave.preview_lead", departments=2, teams=3, people=30) in said
    assert "Early (14), Late (12)" in said
    assert EN("planner.at_rate", percent=70) in said
    assert EN("planner.prospect.meaning") in said
    assert open_store(workspace).waves() == ()


def test_a_wave_is_opened_with_its_teams_and_rules(workspace: Workspace, open_page: Open) -> None:
    page = open_form(open_page, workspace, "2026 winter")
    page.number_input[0].set_value(8).run()
    page.button(key="open_it").click().run()
    assert [one.value for one in page.success] == [
        EN("screens.open_wave.opened", wave="2026 winter")
    ]
    links = [one.proto.label for one in page.get("page_link")]
    assert links[0] == EN("screens.menu.invitations")
    [wave] = open_store(workspace).waves()
    assert (wave.name, wave.state, len(wave.units)) == ("2026 winter", WaveState.OPEN, 3)
    assert (wave.policy.conditions, wave.policy.health) == (8, 10)


def test_no_threshold_below_the_floor_can_be_asked_for(
    workspace: Workspace, open_page: Open
) -> None:
    page = open_form(open_page, workspace, "2026 winter")
    assert [one.min for one in page.number_input] == [6, 10]


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        (b"", "line 1"),
        (b"department,team\nHub,Early\n", "column headcount"),
        (b"department,team,headcount\nHub,Early,many\n", "line 2, column headcount"),
        (b"department,team,headcount\n\xff\xfe,Early,3\n", "UTF-8"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_its_line(
    workspace: Workspace, open_page: Open, raw: bytes, hint: str
) -> None:
    page = open_form(open_page, workspace, "2026 winter", raw)
    [error] = page.error
    assert hint in error.value
    assert not page.button(key="sign_out").disabled
    assert "open_it" not in {one.key for one in page.button}


@pytest.mark.parametrize("name", ["../etc", "a/b", "autumn"])
def test_a_name_that_is_taken_or_cannot_be_a_folder_is_refused(
    workspace: Workspace, open_page: Open, name: str
) -> None:
    with_open_wave(workspace)
    page = open_form(open_page, workspace, name)
    page.button(key="open_it").click().run()
    assert len(page.error) == 1
    assert [wave.name for wave in open_store(workspace).waves()] == ["autumn"]


def test_without_a_wave_the_page_says_what_to_do(workspace: Workspace, open_page: Open) -> None:
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert EN("screens.waves.none") in words_on(page)
    assert EN("screens.waves.open_one") in words_on(page)


def test_participation_is_shown_in_steps_for_departments_and_never_for_teams(
    workspace: Workspace, open_page: Open
) -> None:
    with_open_wave(workspace, answers=13)
    said = words_on(open_page("coordinator/waves.py", Role.COORDINATOR, workspace))
    drawn = said[said.index(EN("screens.waves.participation_caption", wave="autumn")) :]
    assert "40 to 45 %" in drawn, "13 of 30 are 43 %"
    assert "Hub" in drawn
    tomorrow = day(date.today() + timedelta(days=1), "en")
    assert EN("screens.waves.next_on", day=tomorrow, k=6) in drawn
    for hidden in ("Early", "Late", "43", "Office"):
        assert hidden not in drawn.split("</table>")[0]


def test_an_open_wave_leads_to_its_invitations(workspace: Workspace, open_page: Open) -> None:
    with_open_wave(workspace)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert EN("screens.invitations.title") in words_on(page)


MOVES = "from_department,from_team,to_department,to_team,people\n"


def with_two_waves(workspace: Workspace) -> None:
    """Publish a wave, and open another one of the same people, of whom all answered."""
    with_open_wave(workspace, answers=30, name="spring")
    store = open_store(workspace)
    close_wave(workspace, store, "spring")
    publish(workspace, store, "spring")
    with_open_wave(workspace, answers=30)


def test_a_list_of_moves_is_asked_for_checked_and_guards_the_release(
    workspace: Workspace, open_page: Open
) -> None:
    with_two_waves(workspace)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    wrong = (MOVES + "Hub,Early,Hub,Late,1\n").encode()
    page.file_uploader(key="moves_autumn").set_value(("moves.csv", wrong, "text/csv"))
    page.checkbox(key="sure_autumn").check().run()
    assert "does not add up" in page.error[0].value
    assert page.button(key="close_wave").disabled
    right = (MOVES + "Hub,Early,,,14\n,,Hub,Early,14\n").encode()
    page.file_uploader(key="moves_autumn").set_value(("moves.csv", right, "text/csv")).run()
    counted = EN("moves.counted", joined=14, left=14, moved=0, stayed=16)
    assert counted in [one.value for one in page.success]
    page.button(key="close_wave").click().run()
    assert not page.exception
    assert [one.value for one in page.error] == []
    assert entries(workspace)[-1].details["guarded"] == "by moves"
    assert EN("screens.standing.joined", waves="spring") in words_on(page)


def test_no_list_of_moves_is_asked_for_where_nothing_stands(
    workspace: Workspace, open_page: Open
) -> None:
    with_open_wave(workspace, answers=30)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert EN("moves.title") not in words_on(page)
    assert not [one for one in page.get("file_uploader") if one.key == "moves_autumn"]


def with_too_many_answers(workspace: Workspace) -> None:
    """Open a wave in which everybody answered, and one team sent a form more on paper."""
    with_open_wave(workspace, answers=30)
    store = open_store(workspace)
    least = tuple(min(CORE.options_of(key).values) for key in CORE.item_by_key)
    code = store.extra_code("autumn", 1)
    assert store.redeem([Submission("autumn", code, least)]) == [CodeStanding.FRESH]


def test_more_answers_than_people_are_said_at_closing_and_published_with_a_reason(
    workspace: Workspace, open_page: Open
) -> None:
    with_too_many_answers(workspace)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    page.checkbox(key="sure_autumn").check().run()
    page.button(key="close_wave").click().run()
    store = open_store(workspace)
    assert store.wave("autumn").state is WaveState.CLOSED
    missing = EN("screens.waves.failed", reason=EN("screens.waves.although_missing"))
    assert [one.value for one in page.error] == [missing]
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)  # another day
    assert EN("screens.waves.beyond") in [one.value for one in page.warning]
    assert page.button(key="publish_wave").disabled
    page.selectbox(key="although_autumn").select(Although.JOINED).run()
    page.button(key="publish_wave").click().run()
    assert not page.exception
    assert [one.value for one in page.success] == [EN("screens.waves.published", wave="autumn")]
    closed, published = entries(workspace)[-2:]
    assert (closed.action, closed.details) == (Action.WAVE_CLOSED, {"crowded": 1})
    assert published.details["although"] == "joined"


def test_a_wave_is_closed_only_after_a_yes_and_then_published(
    workspace: Workspace, open_page: Open
) -> None:
    with_open_wave(workspace, answers=30)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert page.button(key="close_wave").disabled
    page.checkbox(key="sure_autumn").check().run()
    page.button(key="close_wave").click().run()
    assert not page.exception
    [wave] = open_store(workspace).waves()
    assert [one.value for one in page.error] == []
    assert wave.state is WaveState.RELEASED
    assert released(workspace) == ("autumn",)
    assert [one.value for one in page.success] == [EN("screens.waves.published", wave="autumn")]
    assert wave.release_id in [one.value for one in page.code]


def test_answers_are_destroyed_after_a_yes_and_the_release_stays(
    workspace: Workspace, open_page: Open
) -> None:
    with_open_wave(workspace, answers=30)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    page.checkbox(key="sure_autumn").check().run()
    page.button(key="close_wave").click().run()
    answers = workspace.waves / "autumn" / "answers.duckdb"
    assert answers.is_file()
    assert page.button(key="destroy_answers").disabled
    page.checkbox(key="destroy_sure_autumn").check().run()
    page.button(key="destroy_answers").click().run()
    assert not page.exception
    assert [one.value for one in page.success] == [EN("coordinator.destroyed")]
    assert not answers.exists()
    assert released(workspace) == ("autumn",)
    assert [one.action for one in entries(workspace)][-1] is Action.ANSWERS_PURGED


def test_whether_answers_are_there_is_what_the_store_says_wherever_they_lie(
    workspace: Workspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_open_wave(workspace, answers=30)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    page.checkbox(key="sure_autumn").check().run()
    page.button(key="close_wave").click().run()
    answers = workspace.waves / "autumn" / "answers.duckdb"
    answers.rename(answers.with_name("elsewhere"))  # as in a database
    monkeypatch.setattr(type(open_store(workspace)), "has_answers", lambda *_: True)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert page.button(key="destroy_answers").disabled
    assert EN("coordinator.destroyed") not in words_on(page)


def test_a_wave_with_too_few_answers_is_not_published_and_says_why(
    workspace: Workspace, open_page: Open
) -> None:
    with_open_wave(workspace, answers=3)
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    page.checkbox(key="sure_autumn").check().run()
    page.button(key="close_wave").click().run()
    [error] = page.error
    assert error.value.startswith("Nothing was published.")
    assert released(workspace) == ()


def test_pages_say_beforehand_that_groups_will_be_ranges(
    workspace: Workspace, open_page: Open
) -> None:
    """After a first result, opening, planning and closing say so; after publishing, the count."""
    with_open_wave(workspace, answers=30)
    store = open_store(workspace)
    close_wave(workspace, store, "autumn")
    publish(workspace, store, "autumn")
    will = EN("screens.standing.beside", waves="autumn")
    assert will in words_on(open_form(open_page, workspace, "winter"))
    planner = open_page("coordinator/planner.py", Role.COORDINATOR, workspace)
    assert will in words_on(planner)
    later = date.today() + timedelta(days=HORIZON)
    planner.date_input(key="planner_begins").set_value(later).run()
    assert will not in words_on(planner)
    assert EN("screens.standing.none") in words_on(planner)
    with_open_wave(workspace, answers=30, name="winter")
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert will in words_on(page)
    page.checkbox(key="sure_winter").check().run()
    page.button(key="close_wave").click().run()
    assert released(workspace) == ("autumn", "winter")
    assert "figures of groups are shown as ranges" in words_on(page)


def test_what_the_coordinator_does_stands_in_the_ledger(
    workspace: Workspace, open_page: Open
) -> None:
    page = open_form(open_page, workspace, "2026 winter")
    page.button(key="open_it").click().run()
    entries = [json.loads(line) for line in workspace.ledger.read_text("utf-8").splitlines()]
    assert [(one["action"], one["wave"]) for one in entries] == [("wave opened", "2026 winter")]
    assert entries[0]["day"] == date.today().isoformat()


def test_other_ways_in_are_off_until_chosen_and_then_fixed(
    workspace: Workspace, open_page: Open
) -> None:
    page = open_form(open_page, workspace, "codes only")
    page.button(key="open_it").click().run()
    page = open_form(open_page, workspace, "with links")
    assert "at least 6 answers" in words_on(page)
    page.checkbox(key="new_wave_open_links").check().run()
    assert "at least 12 answers" in words_on(page)
    assert "twice as many answers" in words_on(page)
    page.button(key="open_it").click().run()
    assert not page.exception
    store = open_store(workspace)
    assert store.wave("codes only").ways == CODES_ONLY
    assert store.wave("with links").ways == Ways(open_links=True)
    assert store.wave("codes only").policy == policy_for(workspace)
    assert store.wave("with links").policy.conditions == 12

"""Dates on screens: a time zone once, dates before a wave opens, more time before its end."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from survey.access.ledger import Action, entries
from survey.fieldwork.dates.dates import Dates, utc_now
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.i18n.catalogue import texts
from survey.i18n.dates import moment, weekday
from survey.instruments.catalogue import load
from survey.organisation.profile import Profile, keep_profile, read_profile
from survey.settings import Workspace
from survey.store.duckdb_store import DuckDBStore
from survey.store.opening import open_store
from survey.store.protocol import Unit
from survey.vocabulary import Role, WaveState
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on

EN, DE = texts("en"), texts("de")
UNITS = b"department,team,headcount\r\nHub,Early,14\r\nHub,Late,12\r\nOffice,Desk,4\r\n"
ZONE = "Asia/Tokyo"


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    made = make_workspace(released=False)
    keep_profile(made, Profile(name="Klinik", time_zone=ZONE))
    return made


def opening(open_page: Open, workspace: Workspace, language: str = "en") -> AppTest:
    page = open_page("coordinator/open_wave.py", Role.COORDINATOR, workspace, language=language)
    page.text_input(key="new_wave_name").set_value("winter")
    page.file_uploader(key="new_wave_units").set_value(("units.csv", UNITS, "text/csv"))
    return page.run()


def test_without_a_time_zone_a_wave_has_no_dates(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    page = opening(open_page, workspace)
    assert EN("dates.no_zone") in words_on(page)
    page.button(key="open_it").click().run()
    assert open_store(workspace).wave("winter").dates == Dates()


def test_the_organisation_keeps_a_time_zone_and_loses_none(
    workspace: Workspace, open_page: Open
) -> None:
    page = open_page("coordinator/organisation.py", Role.COORDINATOR, workspace)
    assert page.selectbox(key="organisation_time_zone").value == ZONE
    page.text_input(key="organisation_name").set_value("Klinik Süd")
    page.button(key="save_organisation").click().run()
    assert (read_profile(workspace).name, read_profile(workspace).time_zone) == ("Klinik Süd", ZONE)
    page.selectbox(key="organisation_time_zone").set_value("Europe/Berlin")
    page.button(key="save_organisation").click().run()
    assert read_profile(workspace).time_zone == "Europe/Berlin"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_wave_is_opened_with_dates_that_are_said_before(
    workspace: Workspace, open_page: Open, language: str
) -> None:
    text = texts(language)
    page = opening(open_page, workspace, language)
    page.checkbox(key="new_wave_ends").check().run()
    last = utc_now().date() + timedelta(days=40)
    page.date_input(key="new_wave_closes_day").set_value(last)
    page.time_input(key="new_wave_closes_time").set_value(time(17, 30))
    page.checkbox(key="new_wave_publishes").check()
    page.checkbox(key="new_wave_keeps").check().run()
    closes = datetime(last.year, last.month, last.day, 8, 30, tzinfo=UTC)
    said = words_on(page)
    assert text("dates.said.closes", **moment(closes, ZONE, language)) in said
    kept = last + timedelta(days=90)
    assert text("dates.said.keep_until", day=weekday(kept, language)) in said
    page.button(key="open_it").click().run()
    dates = open_store(workspace).wave("winter").dates
    assert dates == Dates(zone=ZONE, closes=closes, publishes=True, keep_until=kept)


def test_dates_that_cannot_be_open_nothing(workspace: Workspace, open_page: Open) -> None:
    page = opening(open_page, workspace)
    page.checkbox(key="new_wave_ends").check().run()
    page.date_input(key="new_wave_closes_day").set_value(date(2020, 1, 1)).run()
    assert "before it opens" in page.error[0].value
    assert page.button(key="open_it").disabled
    keep_profile(workspace, Profile(time_zone="Europe/Berlin"))
    page.date_input(key="new_wave_closes_day").set_value(date(2028, 3, 26))
    page.time_input(key="new_wave_closes_time").set_value(time(2, 30)).run()
    assert "clocks go forward" in page.error[0].value
    assert open_store(workspace).waves() == ()


def with_dates(workspace: Workspace, dates: Dates) -> DuckDBStore:
    units = (Unit(0, "Hub", "Early", 14), Unit(1, "Hub", "Late", 12))
    store = open_store(workspace)
    assert isinstance(store, DuckDBStore)
    open_wave(workspace, store, "winter", instrument=load("core"), policy=Policy(), units=units,
              dates=dates)  # fmt: skip
    return store


def test_a_wave_gets_more_time_only_after_a_yes(workspace: Workspace, open_page: Open) -> None:
    closes = utc_now() + timedelta(days=5)
    store = with_dates(workspace, Dates(zone=ZONE, closes=closes))
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert EN("dates.said.closes", **moment(closes, ZONE, "en")) in words_on(page)
    assert page.button(key="prolong_wave").disabled
    page.checkbox(key="sure_later_winter").check().run()
    page.button(key="prolong_wave").click().run()
    dates = store.wave("winter").dates
    assert dates.planned_end == closes
    assert dates.closes and dates.closes > closes + timedelta(days=6)
    assert entries(workspace)[-1].action is Action.WAVE_PROLONGED


def test_a_wave_that_is_to_open_later_says_so(workspace: Workspace, open_page: Open) -> None:
    opens = utc_now() + timedelta(days=3)
    store = with_dates(workspace, Dates(zone=ZONE, opens=opens))
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    said = words_on(page)
    assert EN("dates.state.early") in said
    assert EN("dates.said.opens", **moment(opens, ZONE, "en")) in said
    assert store.wave("winter").state is WaveState.OPEN


def test_an_end_that_has_passed_is_not_moved(workspace: Workspace, open_page: Open) -> None:
    store = with_dates(workspace, Dates(zone=ZONE, closes=utc_now() + timedelta(days=1)))
    store.change_dates("winter", Dates(zone=ZONE, closes=utc_now() - timedelta(minutes=1)))
    page = open_page("coordinator/waves.py", Role.COORDINATOR, workspace)
    assert "prolong_wave" not in [one.key for one in page.button]


def test_a_date_that_has_passed_or_came_sooner_is_said_no_more(
    workspace: Workspace, open_page: Open
) -> None:
    now = utc_now()
    kept = (now + timedelta(days=90)).date()
    opens, closes = now - timedelta(days=1), now + timedelta(days=9)
    dates = Dates(zone=ZONE, opens=opens, begun=True, closes=closes, keep_until=kept)
    store = with_dates(workspace, dates)
    ends = EN("dates.said.closes", **moment(closes, ZONE, "en"))
    destroys = EN("dates.said.keep_until", day=weekday(kept, "en"))
    said = words_on(open_page("coordinator/waves.py", Role.COORDINATOR, workspace))
    assert EN("dates.said.opens", **moment(opens, ZONE, "en")) not in said
    assert ends in said and destroys in said
    store.close_wave("winter")
    said = words_on(open_page("coordinator/waves.py", Role.COORDINATOR, workspace))
    assert ends not in said
    assert destroys in said
    store.purge_answers("winter", unpublished=True)
    said = words_on(open_page("coordinator/waves.py", Role.COORDINATOR, workspace))
    assert destroys not in said

"""The form by its wave's dates: until when and in how many days, closed to the second, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.fieldwork.dates.dates import Dates, utc_now
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import prolong_wave
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.form.languages import form_languages
from survey.form.routes import survey_routes
from survey.form.said_dates import kept, kept_in_full, outside, until
from survey.i18n.catalogue import form_texts, texts
from survey.i18n.dates import moment, weekday
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.duckdb_store import DuckDBStore
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding
from survey.store.writer import ResponseWriter
from tests.form_wave import UNITS, WAVE, full_answers

EN = texts("en")
NOW = datetime(2026, 12, 1, 11, 0, tzinfo=UTC)
DATES = Dates(
    zone="Europe/Berlin", closes=datetime(2026, 12, 4, 17, 0, tzinfo=UTC),
    keep_until=date(2027, 3, 31),
)  # fmt: skip


@dataclass
class Asked:
    """A wave with dates and its form, at a moment that a test chooses."""

    workspace: Workspace
    store: DuckDBStore
    client: TestClient
    dates: Dates

    def at(self, now: datetime) -> None:
        """Let the store's clock stand at a moment."""
        self.store.clock = lambda: now


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    assert isinstance(store, DuckDBStore)
    dates = Dates(
        zone="Europe/Berlin", opens=utc_now() + timedelta(days=1),
        closes=utc_now() + timedelta(days=8), keep_until=(utc_now() + timedelta(days=90)).date(),
    )  # fmt: skip
    store.open_wave(WAVE, load("core"), Policy(), UNITS, Ways(open_links=True), dates)
    writer = ResponseWriter(store)
    routes = survey_routes(store, writer, demonstration=False)
    client = TestClient(
        Starlette(routes=routes), follow_redirects=False, headers={"accept-language": "en"}
    )
    yield Asked(workspace, store, client, dates)
    writer.close()
    close_store(workspace)


def moments(dates: Dates) -> tuple[datetime, datetime]:
    assert dates.opens and dates.closes
    return dates.opens, dates.closes


def said_of(value: datetime, key: str) -> str:
    return EN(key, **moment(value, "Europe/Berlin", "en"))


# Words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Open until Friday, 4 December 2026, 18:00 (Berlin time). 3 days left."),
        ("de", "Offen bis Freitag, 4. Dezember 2026, 18:00 Uhr (Zeit in Berlin). Noch 3 Tage."),
        ("fr", "Ouverte jusqu'au vendredi 4 décembre 2026, 18:00 (heure de Berlin)."
               " Il reste 3 jours."),
        ("es", "Abierta hasta el viernes, 4 de diciembre de 2026, 18:00 (hora de Berlín)."
               " Quedan 3 días."),
        ("nl", "Open tot vrijdag 4 december 2026, 18:00 uur (tijd in Berlijn). Nog 3 dagen."),
        ("pl", "Ankieta jest otwarta. Koniec: piątek, 4 grudnia 2026, 18:00 (czas: Berlin)."
               " Zostały 3 dni."),
        ("tr", "Anket açık. Bitiş: 4 Aralık 2026 Cuma, 18:00 (Berlin saati). 3 gün kaldı."),
    ],
)  # fmt: skip
def test_each_language_says_until_when_and_in_how_many_days(language: str, said: str) -> None:
    assert " ".join(until(DATES, language, NOW)) == said


@pytest.mark.parametrize("language", form_languages())
def test_every_date_is_said_in_every_language(language: str) -> None:
    longer = DATES.model_copy(update={"planned_end": DATES.closes, "opens": NOW})
    for days, sentences in ((0, 3), (1, 3), (2, 3), (11, 3)):
        now = longer.closes - timedelta(days=days, hours=1) if longer.closes else NOW
        assert len(until(longer, language, now)) == sentences
    last = weekday(date(2027, 3, 31), language)
    assert last in kept(DATES, language)
    assert last in kept_in_full(DATES, language)
    assert kept(Dates(), language) == form_texts(language)("form.kept.long")
    for standing in (CodeStanding.EARLY, CodeStanding.CLOSED):
        assert "2026" in outside(standing, longer, language)
        assert outside(standing, Dates(), language) == ""
    assert until(Dates(), language, NOW) == ()


# Pages -----------------------------------------------------------------------------------------


def test_the_first_page_says_until_when_and_until_when_answers_are_kept(asked: Asked) -> None:
    (code, *_) = asked.store.issue_codes(WAVE, {1: 2})[1]
    opens, closes = moments(asked.dates)
    asked.at(opens)
    for page in (asked.client.get(f"/s/{code}").text, asked.client.get("/s/promise").text):
        assert said_of(closes, "form.until.text") in page
        assert asked.dates.keep_until
        assert f"kept until {weekday(asked.dates.keep_until, 'en')}" in page or (
            f"server until {weekday(asked.dates.keep_until, 'en')}" in page
        )
        assert EN("form.kept.long") not in page


def test_a_prolonged_wave_says_so_on_forms_that_were_opened_before(asked: Asked) -> None:
    (code, *_) = asked.store.issue_codes(WAVE, {1: 2})[1]
    opens, closes = moments(asked.dates)
    asked.at(opens)
    assert "There is more time now" not in asked.client.get(f"/s/{code}").text
    prolong_wave(asked.workspace, asked.store, WAVE, closes + timedelta(days=2))
    page = asked.client.get(f"/s/{code}").text
    assert EN("form.until.prolonged", day=moment(closes, "Europe/Berlin", "en")["day"]) in page
    assert said_of(closes + timedelta(days=2), "form.until.text") in page


def test_before_its_opening_a_code_is_told_when_to_come_back(asked: Asked) -> None:
    (code, *_) = asked.store.issue_codes(WAVE, {1: 2})[1]
    opens, _ = moments(asked.dates)
    page = asked.client.get(f"/s/{code}")
    assert page.status_code == 403
    assert EN("form.early.title") in page.text
    assert said_of(opens, "form.early.opens") in page.text
    answers = full_answers(load("core"))
    sent = asked.client.post("/s", data={"code": code, "at": "5", "go": "on", **answers})
    assert EN("form.early.title") in sent.text
    assert sum(asked.store.response_counts(WAVE).values()) == 0
    asked.at(opens)
    assert asked.client.get(f"/s/{code}").status_code == 200


def test_from_the_end_on_nothing_is_taken_of_a_form_that_was_open(asked: Asked) -> None:
    (code, *_) = asked.store.issue_codes(WAVE, {1: 2})[1]
    opens, closes = moments(asked.dates)
    asked.at(opens)
    assert asked.client.get(f"/s/{code}").status_code == 200
    asked.at(closes)
    answers = full_answers(load("core"))
    sent = asked.client.post("/s", data={"code": code, "at": "5", **answers})
    assert sent.status_code == 410
    assert EN("form.closed.title") in sent.text
    assert said_of(closes, "form.closed.since") in sent.text
    assert sum(asked.store.response_counts(WAVE).values()) == 0
    asked.store.close_wave(WAVE)
    assert said_of(closes, "form.closed.since") in asked.client.get(f"/s/{code}").text


def test_a_teams_link_makes_no_code_outside_of_the_dates(asked: Asked) -> None:
    token = asked.store.team_links(WAVE)[1]
    opens, closes = moments(asked.dates)
    for now, key in ((opens - timedelta(minutes=1), "form.early.opens"),
                     (closes, "form.closed.since")):  # fmt: skip
        asked.store._over.clear()
        asked.at(now)
        address, language = f"/s/team/{token}", {"language": "en"}
        for page in (asked.client.get(address), asked.client.post(address, data=language)):
            assert said_of(opens if key == "form.early.opens" else closes, key) in page.text
    asked.store._over.clear()
    asked.at(opens)
    begun = asked.client.post(f"/s/team/{token}", data={"language": "en"})
    assert begun.status_code == 200

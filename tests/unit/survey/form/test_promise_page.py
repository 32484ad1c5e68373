"""The promise for those who answer: in every language of the form, with nothing but HTML."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import Ways
from survey.form.languages import form_languages
from survey.form.routes import survey_routes
from survey.i18n.catalogue import form_texts
from survey.instruments.catalogue import load
from survey.store.opening import close_store
from survey.store.writer import ResponseWriter
from tests.form_wave import UNITS, WAVE, Field, open_field

EN = form_texts("en")
STRICT = Policy(conditions=8, health=12)
OTHER = "Frühling & Herbst <2027>"


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    made = open_field(tmp_path_factory.mktemp("promise") / "workspace", codes=6)
    ways = Ways(open_links=True, blind_tickets=True)
    made.store.open_wave(OTHER, load("core"), STRICT, UNITS, ways)
    yield made
    close_store(made.workspace)


@pytest.fixture(scope="module")
def client(field: Field) -> Iterator[TestClient]:
    writer = ResponseWriter(field.store)
    routes = survey_routes(field.store, writer, False)
    yield TestClient(Starlette(routes=routes), headers={"accept-language": "en"})
    writer.close()


def read(client: TestClient, **query: str) -> str:
    page = client.get("/s/promise", params=query)
    assert page.status_code == 200
    return unescape(page.text)


@pytest.mark.parametrize("language", form_languages())
def test_each_language_says_who_asks_the_rules_what_is_kept_how_long_and_the_limits(
    client: TestClient, field: Field, language: str
) -> None:
    say, page = form_texts(language), read(client, wave=WAVE, lang=language)
    policy = field.store.wave(WAVE).policy
    assert f'<html lang="{language}"' in page
    assert WAVE in page
    for said in (
        say("promise.title"),
        say("form.shown.text", conditions=policy.conditions, health=policy.health),
        say("form.promise.meanwhile.text", step=5, cap=90),
        policy.sha256,
        say("form.kept.text"),
        say("form.promise.long"),
        *(say(f"promise.limit.{limit}") for limit in ("combine", "hints", "server", "lists")),
    ):
        assert said in page
    assert f'href="/privacy?lang={language}"' in page


@pytest.mark.parametrize("language", [one for one in form_languages() if one != "en"])
def test_no_sentence_of_it_is_left_in_english(client: TestClient, language: str) -> None:
    def sentences(page: str) -> set[str]:
        (main,) = re.findall(r"<main.*?</main>", page, re.DOTALL)
        return set(re.findall(r">([^<>]{25,})<", main))

    other, english = (read(client, wave=WAVE, lang=one) for one in (language, "en"))
    assert len(sentences(english)) > 20
    assert sentences(other) & sentences(english) == {Policy().sha256}


def test_a_wave_is_shown_by_its_own_rules_and_ways(client: TestClient) -> None:
    page = read(client, wave=OTHER)
    assert STRICT.sha256 in page
    assert Policy().sha256 not in page
    assert EN("form.promise.ways.links") in page
    assert EN("form.promise.ways.tickets") in page
    assert EN("form.promise.ways.links") not in read(client, wave=WAVE)


def test_whoever_names_no_wave_sees_all_that_are_open(client: TestClient) -> None:
    for query in ({}, {"wave": "no such wave"}):
        page = read(client, **query)
        assert Policy().sha256 in page
        assert STRICT.sha256 in page


def test_switching_the_language_stays_with_the_wave(client: TestClient) -> None:
    raw = client.get("/s/promise", params={"wave": OTHER}).text
    (german,) = re.findall(r'href="(\?lang=de[^"]*)"', raw)
    page = unescape(client.get(f"/s/promise{unescape(german)}").text)
    assert form_texts("de")("promise.title") in page
    assert STRICT.sha256 in page
    assert Policy().sha256 not in page


def test_a_name_is_text_and_never_markup(client: TestClient) -> None:
    raw = client.get("/s/promise", params={"wave": OTHER}).text
    assert "<2027>" not in raw
    assert "&lt;2027&gt;" in raw


def test_the_first_page_the_start_and_a_preview_lead_there(
    client: TestClient, field: Field
) -> None:
    first = client.get(f"/s/{field.codes[0]}").text
    (address,) = re.findall(r'href="(/s/promise[^"]*)"', first)
    assert address == f"/s/promise?lang=en&amp;wave={WAVE}"
    for page in (client.get("/s").text, client.get("/s/preview/core").text):
        assert 'href="/s/promise?lang=en"' in page


def test_it_is_small_keeps_nothing_and_is_no_wrong_try(client: TestClient) -> None:
    page = client.get("/s/promise", params={"lang": "ar"})
    assert len(page.content) < 30_000
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers


def test_without_an_open_survey_it_says_the_least_strict_rules(tmp_path) -> None:
    made = open_field(tmp_path / "workspace", codes=3)
    made.store.close_wave(WAVE)
    writer = ResponseWriter(made.store)
    client = TestClient(Starlette(routes=survey_routes(made.store, writer, False)))
    page = read(client, lang="en")
    writer.close()
    close_store(made.workspace)
    assert EN("form.promise.none") in page
    assert EN("form.shown.text", conditions=6, health=10) in page

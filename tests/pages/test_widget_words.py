"""What comes with the widgets is said in the reader's language, and is what Streamlit has."""

import re
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from pages.shell.widget_words import script, widget_routes, words
from survey.i18n.catalogue import known_languages
from survey.settings import WorkspaceKind
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open

OWN = Path(streamlit.__file__).parent / "static" / "static" / "js"


def test_the_english_words_are_those_that_streamlit_has() -> None:
    """Where an upgrade words them otherwise, they would stay in English on German screens."""
    said = "".join(path.read_text("utf-8") for path in OWN.glob("*.js"))
    for english in words("de"):
        pieces = re.split(r"\{\w+\}|(?= • )", english)
        assert all(piece.strip(" •") in said for piece in pieces), english


@pytest.mark.parametrize("language", known_languages())
def test_the_page_is_told_its_language_and_the_way_that_it_is_written(language: str) -> None:
    with TestClient(Starlette(routes=widget_routes())) as client:
        answer = client.get(f"/widgets/{language}.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    direction = "rtl" if language == "ar" else "ltr"
    assert f'"language": "{language}", "direction": "{direction}"' in answer.text
    assert ("Datei wählen" in answer.text) is (language == "de")


def test_a_language_that_nobody_has_is_english() -> None:
    with TestClient(Starlette(routes=widget_routes())) as client:
        assert client.get("/widgets/xx.js").text == script("en")


def switched(page: AppTest, language: str) -> AppTest:
    [switch] = [one for one in page.get("button_group") if str(one.key).startswith("language_")]
    return switch.set_value(language).run()


def test_a_questionnaire_is_read_on_in_the_language_that_was_chosen_for_it(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(WorkspaceKind.DEMONSTRATION)
    page = open_page("coordinator/questionnaire.py", Role.COORDINATOR, workspace)
    page = switched(page, "de")
    assert page.selectbox(key="questionnaire_language_de").value == "de"
    page.selectbox(key="questionnaire_language_de").set_value("pl").run()
    page = switched(page, "en")
    assert page.selectbox(key="questionnaire_language_en").value == "pl"

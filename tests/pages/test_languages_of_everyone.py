"""What everyone may read stands in each language of the form; staff read English or German."""

from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from analytics.release.receipts import with_receipts
from analytics.release.writer import write_release
from pages.shell.guard import SESSION_KEY, SignedIn
from survey.fieldwork.receipts import new_receipt, receipt_hash, shown_receipt
from survey.form.languages import form_languages
from survey.i18n.catalogue import PROMISE_PARTS, languages, texts
from survey.i18n.writing import direction, isolated
from survey.vocabulary import Role
from tests.charts_release import WAVE, made_up_release
from tests.pages.conftest import MAIN_SCRIPT, MakeWorkspace, Open
from tests.pages.reading import words_on

PROMISE = "everyone/privacy.py"
SWITCH = "button_group"


def opened(lang: str | None = None, locale: str = "en-GB", role: SignedIn | None = None) -> AppTest:
    """A session that begins on the home page, as a link with ?lang= or a browser brings it."""
    test = AppTest.from_file(str(MAIN_SCRIPT), default_timeout=30)
    test.context = {"locale": locale, "theme": "light"}
    if lang:
        test.query_params["lang"] = lang
    if role:
        test.session_state[SESSION_KEY] = role
    return test.run()


def promise_in(page: AppTest) -> str:
    page.switch_page(PROMISE).run()
    assert [one.message for one in page.exception] == []
    return str(page.title[0].value)


@pytest.mark.parametrize("language", form_languages())
def test_a_link_from_the_form_opens_the_promise_in_its_language(
    make_workspace: MakeWorkspace, language: str
) -> None:
    make_workspace()
    page = opened(lang=language)
    say = texts(language, *PROMISE_PARTS)
    assert page.title[0].value == say("screens.home.title")
    assert promise_in(page) == say("promise.title")
    said = unescape(words_on(page))
    for key in (
        "promise.point.codes", "promise.limit.server", "promise.limit.after",
        "promise.limit.links", "promise.agreement_words", "common.demonstration",
    ):  # fmt: skip
        assert say(key) in said, key
    assert "receipts." not in said
    assert "rivals." not in said


@pytest.mark.parametrize(("locale", "language"), [("pl-PL", "pl"), ("ar-EG", "ar"), ("ja", "en")])
def test_without_a_link_the_browser_says_the_language(
    make_workspace: MakeWorkspace, locale: str, language: str
) -> None:
    make_workspace()
    assert promise_in(opened(locale=locale)) == texts(language, *PROMISE_PARTS)("promise.title")


def test_a_language_that_nobody_has_is_passed_over(make_workspace: MakeWorkspace) -> None:
    make_workspace()
    assert promise_in(opened(lang="../xx")) == texts("en")("promise.title")


def test_everyone_chooses_among_all_languages_and_keeps_the_choice(
    make_workspace: MakeWorkspace,
) -> None:
    make_workspace()
    page = opened(lang="de")
    page.get(SWITCH)[0].set_value("tr").run()
    say = texts("tr", *PROMISE_PARTS)
    assert page.title[0].value == say("screens.home.title")
    assert promise_in(page) == say("promise.title")


def test_staff_screens_are_in_each_language_that_the_form_has(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace()
    staff = SignedIn(Role.HR, str(workspace.root))
    page = opened(lang="pl", locale="de-AT", role=staff)
    assert promise_in(page) == texts("pl", *PROMISE_PARTS)("promise.title")
    page.switch_page("hr/overview.py").run()
    assert page.title[0].value == texts("pl")("screens.overview.title")
    assert set(languages()) == set(form_languages())


@pytest.mark.parametrize("language", form_languages())
def test_a_receipt_is_checked_in_the_language_of_whoever_kept_it(
    make_workspace: MakeWorkspace, language: str
) -> None:
    workspace = make_workspace(released=False)
    kept, foreign = new_receipt(), new_receipt()
    release = with_receipts(made_up_release(), [receipt_hash(kept)])
    write_release(workspace.releases / WAVE, release)
    page, say = opened(lang=language), texts(language, *PROMISE_PARTS)
    promise_in(page)
    wave = isolated(WAVE, language)
    for typed, answer in (
        (kept, say("receipts.included", of=1, wave=wave)),
        (foreign, say("receipts.missing", wave=wave)),
        ("nothing", say("receipts.malformed")),
    ):
        page.text_input[0].set_value(shown_receipt(typed))
        page.button[0].click().run()
        assert [one.value for one in [*page.success, *page.warning]] == [answer]


@pytest.mark.parametrize("language", ["ar", "pl"])
def test_only_a_language_from_right_to_left_turns_the_page(
    make_workspace: MakeWorkspace, language: str
) -> None:
    make_workspace()
    page = opened(lang=language)
    turned = any("direction: rtl" in str(block.proto.body) for block in page.get("html"))
    assert turned == (direction(language) == "rtl")

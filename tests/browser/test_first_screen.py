"""A phone's first screen holds all that is needed to begin: no scrolling down to the button."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from survey.fieldwork.dates.dates import Dates, utc_now
from survey.i18n.catalogue import FORM_PARTS, texts
from survey.organisation.profile import Profile, keep_profile
from survey.store.opening import close_store
from tests.browser.form_pages import CORE, PHONE
from tests.form_wave import WAVE, open_field
from tests.running import running

pytestmark = pytest.mark.browser


def looks_whole(page: Page, language: str) -> None:
    """Check the first screen in one language: the promise in short, the button, the rest folded."""
    say = texts(language, *FORM_PARTS)
    button = page.locator("#answers .send").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= PHONE["height"], language
    for key in ("voluntary", "no_name", "groups"):
        expect(page.get_by_text(say(f"common.promise.{key}"), exact=True)).to_be_visible()
    expect(page.get_by_text(say("form.consent.text"))).to_be_visible()
    full = page.get_by_text(say("form.kept.text"))
    expect(full).to_be_hidden()
    page.get_by_text(say("form.full")).click()
    expect(full).to_be_visible()


def test_the_button_is_on_a_phones_first_screen_in_each_language(
    chromium: Browser, tmp_path: Path
) -> None:
    field = open_field(tmp_path / "workspace")
    keep_profile(field.workspace, Profile("Klinikum der Stadt am Fluss"))
    now = utc_now()
    kept = (now + timedelta(days=120)).date()
    field.store.change_dates(
        WAVE, Dates(zone="Europe/Berlin", closes=now + timedelta(days=20), keep_until=kept)
    )
    close_store(field.workspace)
    with running(tmp_path, field.workspace) as server:
        context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
        page = context.new_page()
        for language in CORE.languages:
            page.goto(f"{server.address}/s/{field.codes[0]}?lang={language}")
            looks_whole(page, language)
        context.close()

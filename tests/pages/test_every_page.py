"""Every page, for every role, in both languages, with and without results: it draws, unbroken."""

import pytest

from analytics.release.content import Release
from analytics.release.writer import write_release
from pages.shell.screens import READERS, SCREENS, Screen
from survey.i18n.catalogue import texts
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.pages.releases import FOUR_WAVES, full_release, ranged_release, withheld_release

ROLES = (None, *Role)
OPEN_TO = [(screen, role) for screen in SCREENS for role in ROLES if screen.open_to(role)]
CLOSED_TO = [(screen, role) for screen in SCREENS for role in ROLES if not screen.open_to(role)]
RESULTS = [screen for screen in SCREENS if screen.roles == READERS]


def named(value: object) -> str:
    """Return a short name for a case of a parametrised test."""
    return value.path if isinstance(value, Screen) else str(value)


RANGES = "ranges since an earlier wave"
STATES: dict[str, tuple[Release, ...]] = {
    "nothing published": (),
    "one wave": (full_release(),),
    "four waves": tuple(full_release(wave, at, 2.0 * at) for at, wave in enumerate(FOUR_WAVES)),
    "everything withheld": (withheld_release(),),
    RANGES: (full_release("2025"), ranged_release("2026", 1)),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("screen", "role"), OPEN_TO, ids=named)
def test_a_page_draws_for_each_role_that_may_see_it(
    make_workspace: MakeWorkspace,
    open_page: Open,
    screen: Screen,
    role: Role | None,
    language: str,
    state: str,
) -> None:
    workspace = make_workspace(released=False)
    for release in STATES[state]:
        write_release(workspace.releases / release.manifest.wave, release)
    page = open_page(screen.file, role, workspace, language=language)
    assert [one.message for one in page.exception] == []
    assert len(page.title) == 1
    title = {"privacy": "promise.title"}.get(screen.path, f"screens.{screen.path}.title")
    assert page.title[0].value == texts(language)(title)
    assert texts(language)("common.demonstration") in words_on(page)


@pytest.mark.parametrize(("screen", "role"), CLOSED_TO, ids=named)
def test_a_page_is_in_no_menu_of_a_role_that_may_not_see_it(
    make_workspace: MakeWorkspace, open_page: Open, screen: Screen, role: Role | None
) -> None:
    workspace = make_workspace()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_page(screen.file, role, workspace)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("screen", RESULTS, ids=named)
def test_without_a_release_a_page_of_results_says_what_to_do_next(
    make_workspace: MakeWorkspace, open_page: Open, screen: Screen, language: str
) -> None:
    workspace = make_workspace(released=False)
    page = open_page(screen.file, Role.HR, workspace, language=language)
    assert texts(language)("screens.no_release") in words_on(page)


def test_the_language_follows_the_browser_and_then_the_switch(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    make_workspace()
    page = open_page(language="de")
    assert page.title[0].value == texts("de")("screens.home.title")
    page.get("button_group")[0].set_value("en").run()
    assert page.title[0].value == texts("en")("screens.home.title")
    page.switch_page("everyone/privacy.py").run()
    assert page.title[0].value == texts("en")("promise.title")


def test_both_languages_word_the_same_keys_with_the_same_placeholders() -> None:
    def shape(language: str) -> dict[str, list[str]]:
        return {
            key: sorted(part.split("}")[0] for part in wording.split("{")[1:])
            for key, wording in texts(language).singular.items()
            if key.startswith("screens.")
        }

    assert shape("en") == shape("de")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("state", "told"), [("one wave", False), (RANGES, True)])
def test_a_page_says_why_there_are_only_ranges(
    make_workspace: MakeWorkspace, open_page: Open, language: str, state: str, told: bool
) -> None:
    workspace = make_workspace(released=False)
    for release in STATES[state]:
        write_release(workspace.releases / release.manifest.wave, release)
    page = open_page("hr/overview.py", Role.HR, workspace, language=language)
    assert (texts(language)("screens.so_soon") in words_on(page)) is told

"""Words in charts: none lies over another, none is cut off, each is nearest to what it names.

Charts are laid out as the browser is sent them, at the width that a phone and a desk give them.
"""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.composing.composition import draft
from analytics.release.content import Release
from analytics.release.writer import write_release
from survey.settings import Workspace
from survey.vocabulary import Role
from tests.few_answers_release import small_release
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.releases import full_release
from tests.pages.sent_charts import sent_charts
from tests.real_waves import SURVEY, closed_wave
from tests.statistics_release import counted, wave
from tests.text_boxes import Layout, laid_out

WINDOWS = (390, 1280)
PAGES = {
    "teams": {"what": "outcome"}, "team": {}, "factors": {}, "people": {},
    "links": {}, "strain": {}, "what_if": {}, "levels": {}, "trends": {},
}  # fmt: skip
"""The pages with charts, and what is chosen on them beside the first choice."""
Make = Callable[[], tuple[Release, ...]]
WAVES_BY_NAME = ("2024 spring", "2025 spring", "2026 spring", "2026 autumn, again")


@cache
def demonstration() -> tuple[Release, ...]:
    """Return the sample organisation's last wave, as publishing drafts it."""
    return (draft(wave(2), counted(2), b"k" * 32).release,)


@cache
def four_waves() -> tuple[Release, ...]:
    """Return four waves with long names, so that there is change and an axis full of words."""
    return tuple(full_release(name, at, 2.0 * at) for at, name in enumerate(WAVES_BY_NAME))


def fill(workspace: Workspace, releases: tuple[Release, ...]) -> Workspace:
    """Put releases into a workspace."""
    for release in releases:
        write_release(workspace.releases / release.manifest.wave, release)
    return workspace


def faults(page: AppTest, layouts: list[tuple[int, Layout]]) -> Iterator[str]:
    """Yield what is wrong with the words of a page's charts."""
    assert [one.message for one in page.exception] == []
    for at, (window, layout) in enumerate(layouts):
        for one, other in layout.overprinted():
            yield f"chart {at // 2} at {window}: {one!r} lies over {other!r}"
        for words in layout.cut_off():
            yield f"chart {at // 2} at {window}: {words!r} is cut off"


def layouts_of(page: AppTest) -> list[tuple[int, Layout]]:
    """Return every chart of a page laid out in every window."""
    return [
        (window, laid_out(one.specification, one.width(window)))
        for one in sent_charts(page)
        for window in WINDOWS
    ]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("releases", [demonstration, four_waves], ids=lambda one: one.__name__)
def test_no_words_of_a_chart_lie_over_others_or_are_cut_off(
    make_workspace: MakeWorkspace, open_page: Open, releases: Make, path: str, language: str
) -> None:
    workspace = fill(make_workspace(released=False), releases())
    page = open_page(f"hr/{path}.py", Role.HR, workspace, language=language)
    for name, value in PAGES[path].items():
        page.query_params[name] = value
    if PAGES[path]:
        page.run()
    layouts = layouts_of(page)
    assert layouts or len(releases()) == 1, "a page without change has no picture of it"
    assert list(faults(page, layouts)) == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_nor_where_there_are_too_few_answers_for_a_model(
    make_workspace: MakeWorkspace, open_page: Open, language: str
) -> None:
    workspace = fill(make_workspace(released=False), (small_release(),))
    page = open_page("hr/links.py", Role.HR, workspace, language=language)
    layouts = layouts_of(page)
    assert layouts
    assert list(faults(page, layouts)) == []


@pytest.fixture(scope="module")
def real_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Return a year of the real survey, as publishing drafts it."""
    real, tally = closed_wave(tmp_path_factory.mktemp("real"), "2018")
    return draft(real, tally, b"k" * 32).release


@pytest.mark.shared
@pytest.mark.skipif(not Path(SURVEY).exists(), reason="needs the survey in ../shared/data")
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("path", [path for path in PAGES if path != "trends"])
def test_nor_in_the_real_survey(
    make_workspace: MakeWorkspace,
    open_page: Open,
    real_release: Release,
    path: str,
    language: str,
) -> None:
    workspace = fill(make_workspace(released=False), (real_release,))
    page = open_page(f"hr/{path}.py", Role.HR, workspace, language=language)
    layouts = layouts_of(page)
    assert layouts
    assert list(faults(page, layouts)) == []

"""What a page sends to draw its charts holds released numbers and nothing else."""

import json
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from analytics.charts.forest_rows import PUBLISHED
from analytics.release.content import Release
from analytics.release.writer import write_release
from pages.shell.screens import READERS, SCREENS, Screen
from survey.i18n.numbers import decimal
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on
from tests.pages.releases import FOUR_WAVES, full_release

PLACES = {"row", "place", "run", "left", "band"}
"""Where a mark stands or which way it leans: made of the order of rows and of step numbers."""

TABLES = ("overview", "teams")
"""The pages that show groups as a table of the page's own, not as a picture."""

WITHOUT_CHART = {"reports"}
CHARTED = [
    screen for screen in SCREENS if screen.roles == READERS and screen.path not in WITHOUT_CHART
]
WAVES = tuple(full_release(wave, at, 2.0 * at) for at, wave in enumerate(FOUR_WAVES))


def frames_of(page: AppTest) -> Iterator[dict[str, Any]]:
    """Yield every row that the charts of a page are sent, but for figures of published papers."""
    yield from (row for row in _rows(page) if row.get("kind") != PUBLISHED)


def _rows(page: AppTest) -> Iterator[dict[str, Any]]:
    for chart in page.get("vega_lite_chart"):
        spec = json.loads(chart.proto.spec)
        for rows in spec.get("datasets", {}).values():
            yield from rows
        for dataset in chart.proto.datasets:
            with pa.ipc.open_stream(dataset.data.data) as stream:
                yield from stream.read_all().to_pylist()


def numbers_of(releases: Iterable[Release]) -> set[float]:
    """Return every number of the releases, shares in per cent as well, to nine digits."""
    found: set[float] = set()
    for release in releases:
        rows = [*release.cells, *release.participation, *release.estimates, *release.analyses]
        for row in rows:
            for name in ("n", "value", "low", "high", "estimate", "events", "p"):
                number = getattr(row, name, None)
                if number is not None:
                    found |= {round(float(number), 9), round(100.0 * float(number), 9)}
        for part in release.distributions:
            found |= {float(part.count), float(part.n), float(part.low_step), float(part.high_step)}
    return found


def words_of(releases: Iterable[Release]) -> set[str]:
    """Return every way in which a number of the releases may be written, and counts of shares."""
    releases = tuple(releases)
    found = {
        decimal(sign * number, digits, language)
        for number in numbers_of(releases)
        for digits in (0, 1, 2)
        for language in ("en", "de")
        for sign in (1, -1)
    }
    for release in releases:
        for cell in release.cells:
            for share in (cell.value, cell.low, cell.high):
                if share is not None and cell.n is not None:
                    found.add(str(round(share * cell.n)))
        for part in release.distributions:
            found.add(decimal(100 * part.count / part.n, 0, "en"))
    return found


def sent_numbers(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    """Yield the numbers of rows with their columns, those that only place a mark left out."""
    for row in rows:
        for column, value in row.items():
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if number and column not in PLACES and not math.isnan(value):
                yield column, round(float(value), 9)


@pytest.fixture
def open_waves(make_workspace: MakeWorkspace, open_page: Open) -> Iterator[Any]:
    """Return a way to open a page of four waves."""
    workspace = make_workspace(released=False)
    for release in WAVES:
        write_release(workspace.releases / release.manifest.wave, release)
    yield lambda screen: open_page(screen.file, Role.HR, workspace)


@pytest.mark.parametrize("screen", CHARTED, ids=lambda screen: screen.path)
def test_every_number_in_a_chart_is_a_number_of_a_release(open_waves: Any, screen: Screen) -> None:
    rows = list(frames_of(open_waves(screen)))
    if screen.path not in ("actions", *TABLES):  # the numbers of tables are held below
        assert rows, "the page draws a chart"
    known = numbers_of(WAVES)
    strangers = {pair for pair in sent_numbers(rows) if pair[1] not in known}
    assert strangers == set()


@pytest.mark.parametrize("screen", CHARTED, ids=lambda screen: screen.path)
def test_every_number_in_the_words_of_a_chart_is_a_number_of_a_release(
    open_waves: Any, screen: Screen
) -> None:
    known = words_of(WAVES) | set(FOUR_WAVES)
    for row in frames_of(open_waves(screen)):
        for column in ("words", "short", "line", "percent"):
            for number in re.findall(r"-?\d+(?:[.,]\d+)?", str(row.get(column) or "")):
                assert number in known, f"{number} in {row[column]!r} on {screen.path}"


@pytest.mark.parametrize("path", TABLES)
def test_every_number_in_a_table_of_groups_is_a_number_of_a_release(
    open_waves: Any, path: str
) -> None:
    [screen] = [one for one in SCREENS if one.path == path]
    heat = html_on(open_waves(screen)).split('class="bearing-heat"')[1].split("</tbody>")[0]
    cells = re.findall(r'<td class="[^"]*" title="([^"]*)">', heat)
    assert len(cells) > 15
    known = words_of(WAVES) | set(FOUR_WAVES)
    for said in cells:
        for number in re.findall(r"-?\d+(?:[.,]\d+)?", said):
            assert number in known, f"{number} in {said!r}"

"""A report of a later wave: what changed, what became of actions, and pages that are full."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell
from analytics.reports.background import Background, days_of
from analytics.reports.blocks import Bullets, Figure, Paragraph, Table
from analytics.reports.contents import blocks
from analytics.reports.kinds import write_report
from analytics.reports.over_time import changes, own_place
from analytics.reports.scope import Scope
from analytics.statistics.change_reading import is_clear
from survey.access.ledger import GENESIS, Action, Entry
from survey.fieldwork.actions import ActionState, Owner, PlannedAction
from survey.i18n.catalogue import texts
from survey.vocabulary import Role
from tests.charts_release import made_up_release, mean

NOW = made_up_release()
EN = texts("en")
FOOT, HEAD = 785.0, 62.0
"""Points from the top of the page between which its text stands."""
SMALLEST = 8.5
HEIGHT_A_POINT = 1.36
"""How high pdftotext takes a word of the shipped font to be, a point of its size."""
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


def earlier(wave: str, points: float) -> Release:
    """The same organisation a year before, every mean of the organisation so much higher."""

    def then(cell: Cell) -> Cell:
        moved = {"wave": wave}
        if cell.measure == "workload" and cell.value is not None and cell.low is not None:
            new = {"value": cell.value + points, "low": cell.low + points}
            moved |= {**new, "high": (cell.high or 0.0) + points}
        return cell.model_copy(update=moved)

    manifest = NOW.manifest.model_copy(update={"wave": wave})
    return replace(NOW, manifest=manifest, cells=tuple(map(then, NOW.cells)))


ACTION = PlannedAction(
    number=1, aim="Two more people at the ramp", factor="workload",
    units=(("Production", TOTAL),), owner=Owner.LINE_MANAGER, start=date(2025, 6, 1),
    end=date(2025, 12, 31), since="2025", state=ActionState.DONE,
)  # fmt: skip
LATER = ACTION.model_copy(
    update={"number": 2, "aim": "Quieter office", "units": (("Office", TOTAL),),
            "since": NOW.manifest.wave}
)  # fmt: skip
BESIDE = Background(
    (earlier("2024", 12), earlier("2025", 20)),
    (ACTION, LATER),
    (date(2026, 3, 2), date(2026, 3, 20)),
    Role.OCCUPATIONAL_HEALTH,
)


def scope(department: str | None = None, beside: Background = BESIDE) -> Scope:
    return Scope.of(NOW, EN, department, beside)


def said(of: Scope) -> Iterator[str]:
    for block in blocks(of):
        if isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Table):
            yield from (one.text for row in block.rows for one in row)
            yield from block.columns
        elif not isinstance(block, Figure):
            yield block.text


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("over-time") / "third.pdf"
    write_report(NOW, path, "en", beside=BESIDE)
    return path


def test_the_first_page_says_what_changed_and_what_became_of_actions() -> None:
    told = list(said(scope()))
    before_all_figures = told[: told.index(EN("reading.caution"))]
    clear = [one for one in changes(scope()) if is_clear(one)]
    assert clear
    assert any("“Workload”: 20 points lower" in one and "2025" in one for one in before_all_figures)
    assert any(ACTION.aim in one and "done" in one for one in before_all_figures)
    assert any(LATER.aim in one and EN("report.became.later") in one for one in before_all_figures)


def test_every_wave_stands_in_the_table_of_changes() -> None:
    tables = [one for one in blocks(scope()) if isinstance(one, Table)]
    [over_time] = [one for one in tables if "2024" in one.columns]
    assert over_time.columns[1:4] == ("2024", "2025", NOW.manifest.wave)
    workload = next(row for row in over_time.rows if row[0].text.startswith("Workload"))
    assert "20 lower, better" in workload[-1].text


def test_the_first_wave_says_that_there_is_nothing_to_compare_with() -> None:
    told = list(said(scope(beside=Background())))
    assert told.count(EN("results.finding.first_wave")) == 2
    assert EN("report.became") not in told


def test_a_departments_report_has_its_own_actions_alone() -> None:
    told = " ".join(said(scope("Office")))
    assert LATER.aim in told
    assert ACTION.aim not in told


def test_a_department_with_a_new_team_is_not_held_against_itself() -> None:
    assert own_place(scope("Office")) == ("Office", TOTAL)
    [office, *_] = [one for one in NOW.groups if one.department == "Office"]
    joined = office.model_copy(update={"team": "New", "group_team": "New"})
    grown = replace(NOW, groups=(*NOW.groups, joined))
    assert own_place(Scope.of(grown, EN, "Office", BESIDE)) == (TOTAL, TOTAL)


def test_a_large_organisation_compares_the_rows_that_it_shows() -> None:
    many = tuple(mean("workload", 50, 5, 20, ("Production", f"Line {at}")) for at in range(70))
    large = Scope.of(replace(NOW, cells=(*NOW.cells, *many)), EN, None, BESIDE)
    assert {one.team for one in changes(large)} == {TOTAL}


def test_the_days_are_those_of_the_ledger() -> None:
    def entry(action: Action, day: int, **details: str) -> Entry:
        return Entry(number=1, day=date(2026, 3, day), action=action, wave="w",
                     details=dict(details), previous=GENESIS)  # fmt: skip

    opened, begun, closed = (
        entry(Action.WAVE_OPENED, 1), entry(Action.WAVE_BEGUN, 2), entry(Action.WAVE_CLOSED, 20)
    )  # fmt: skip
    assert days_of([opened, begun, closed]) == (date(2026, 3, 2), date(2026, 3, 20))
    assert days_of([opened]) == ()
    imported = entry(Action.ANSWERS_IMPORTED, 28, given_on="2026-02-03")
    assert days_of([imported]) == (date(2026, 2, 3),)


@needs_pdftotext
def test_the_cover_says_when_and_for_whom(pdf: Path) -> None:
    done = subprocess.run(["pdftotext", "-l", "1", str(pdf), "-"], capture_output=True, check=True)
    first = " ".join(done.stdout.decode().split())
    assert "Answers from 2 March 2026 to 20 March 2026 · Written for: Occupational health" in first


WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">')


def pages(path: Path) -> list[list[tuple[float, float]]]:
    """The top and the bottom of every word of the text, page by page, in points."""
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    found = []
    for page in done.stdout.decode().split("<page ")[1:]:
        words = [(float(top), float(end)) for _, top, end in WORD.findall(page)]
        found.append([one for one in words if one[0] > HEAD and one[1] < FOOT])
    return found


@needs_pdftotext
def test_no_page_is_a_third_empty(pdf: Path) -> None:
    found = pages(pdf)
    assert 6 <= len(found) <= 12
    ends = [max(end for _, end in page) for page in found]
    assert all(end > HEAD + 2 / 3 * (FOOT - HEAD) for end in ends), ends


@needs_pdftotext
def test_no_letter_is_smaller_than_the_eye_can_read(pdf: Path) -> None:
    heights = [end - top for page in pages(pdf) for top, end in page]
    assert len(heights) > 1000
    assert min(heights) >= SMALLEST * HEIGHT_A_POINT


def test_words_of_the_report_are_told_as_paragraphs_lists_or_tables() -> None:
    kinds = {type(one) for one in blocks(scope())}
    assert {Paragraph, Bullets, Table, Figure} <= kinds

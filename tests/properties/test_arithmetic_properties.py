"""Whatever is added up of a release concerns k people or nobody, and exports hold nothing else."""

import csv
import random
import tempfile
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composing.sums import UNSAID
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.release.content import Release
from analytics.release.model import TOTAL
from analytics.reports.exports import export_release
from tests.divided import divided_organisation
from tests.organisations import Organisation, organisations, release_of, tally_of

NUMBERS = ("n", "value", "low", "high")


@st.composite
def divided(draw: st.DrawFn) -> Organisation:
    """Organisations of two or three departments whose questionnaire has two breakdowns."""
    teams = st.lists(st.integers(3, 22), min_size=1, max_size=3)
    sizes = draw(st.lists(teams, min_size=1, max_size=3))
    return divided_organisation([[14, *sizes[0]], *sizes[1:]], seed=draw(st.integers(0, 10_000)))


def concerned(
    organisation: Organisation, release: Release, measure: str, seed: int
) -> Iterator[int]:
    """Yield how many people random sums and differences of a measure's rows concern.

    Rows are drawn a few at a time, and a row is often taken off by those within it.
    """
    draw = random.Random(seed)  # noqa: S311 - which sums are tried
    tally = tally_of(organisation.wave, organisation.rows)
    table = next(t for t in release_tables(release, None) if t.measure == measure)
    place = {unit.id: (unit.department, unit.team) for unit in organisation.wave.units}
    keys = table.breakdowns
    names = {entry.key: {at: one.name for at, one in enumerate(entry.categories)}
             for entry in release.breakdowns}  # fmt: skip
    counted = tally.attendance
    said = [counted.categories[key].tolist() for key in keys]
    steps = zip(*said, strict=True) if keys else repeat(())
    places = zip(counted.unit.tolist(), steps, counted.answered[measure].tolist(), strict=False)
    people = [
        (place[unit], tuple(map(_category, map(names.__getitem__, keys), own)), count)
        for unit, own, count in places
        if count
    ]
    for _ in range(300):
        rows = draw.sample(table.rows, min(len(table.rows), draw.randint(1, 6)))
        weights = [draw.choice([-1, 1]) for _ in rows]
        whole = draw.choice(table.rows)
        rows, weights = [whole, *rows], [1, *(w if draw.random() < 0.5 else -1 for w in weights)]
        yield sum(
            count
            for team, categories, count in people
            if sum(
                weight
                for row, weight in zip(rows, weights, strict=True)
                if team in row.teams
                and (row.breakdown == TOTAL
                     or categories[keys.index(row.breakdown)] in row.categories)
            )
        )  # fmt: skip


def _category(names: dict[int, str], step: int) -> str:
    """The category's name; the last one is of those who did not say."""
    return names[len(names) - 1 if step == UNSAID else step]


@settings(max_examples=8, deadline=None)
@given(divided(), st.integers(0, 2**32))
def test_any_sum_of_cells_concerns_k_people_or_more_or_nobody(
    organisation: Organisation, seed: int
) -> None:
    release = release_of(organisation)
    for entry in release.measures:
        if any(cell.measure == entry.key and cell.n for cell in release.cells):
            k = release.manifest.policy[entry.sensitivity.value]
            for people in concerned(organisation, release, entry.key, seed):
                assert people == 0 or people >= k


def numbers_of(release: Release) -> set[float]:
    """Every number that a release holds, in its cells and its estimates."""
    cells = [getattr(cell, name) for cell in (*release.cells, *release.participation)
             for name in NUMBERS]  # fmt: skip
    estimates = [
        value
        for estimate in release.estimates
        for value in estimate.model_dump().values()
        if isinstance(value, int | float)
    ]
    # The codebook says the rules and how many answered.
    rules = [*release.manifest.policy.values(), release.manifest.responses]
    return {float(number) for number in [*cells, *estimates, *rules] if number is not None}


def exported(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield the numbers of an export with the file that holds them."""
    for name in ("cells.csv", "estimates.csv"):
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            for line in csv.DictReader(file):
                yield from ((name, float(v)) for v in line.values() if _is_number(v))
    book = openpyxl.load_workbook(folder / "cells.xlsx")
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from ((sheet.title, float(v)) for v in row if isinstance(v, int | float))
    for line in pq.read_table(folder / "cells.parquet").to_pylist():
        yield from (("parquet", float(v)) for v in line.values() if isinstance(v, int | float))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text not in ("2026",)


@settings(max_examples=6, deadline=None)
@given(organisations())
def test_no_export_holds_a_number_that_the_release_does_not(organisation: Organisation) -> None:
    release = release_of(organisation)
    with tempfile.TemporaryDirectory() as folder:
        export_release(release, Path(folder))
        found = list(exported(Path(folder)))
    known = numbers_of(release)
    assert found
    assert {one for one in found if one[1] not in known} == set()

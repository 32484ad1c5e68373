"""The real survey as three products would publish it, with what the audit finds in each.

Not part of Bearing: the file lies in ../shared/data, and what needs it skips where it is missing.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from analytics.composing.composition import compose
from analytics.composing.tally import Tally, count_patterns
from analytics.disclosure.audit import Finding, inspect
from analytics.disclosure.audit.prover.verdict import verdict_on
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus
from survey.fieldwork import waves
from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.policy import Policy
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.store.bulk import open_answers
from survey.store.opening import open_store
from survey.store.protocol import Wave
from survey.vocabulary import Sensitivity
from tests.competitors import Competitor, five_and_two, hide_below_5

ROOT: Final = Path(__file__).parents[1]
SURVEY: Final = ROOT.parent / "shared" / "data" / "gss_qwl_2006_2010_2018.csv"
MAPPING: Final = ROOT / "sample_data" / "mappings" / "gss_qwl.toml"
YEARS: Final = ("2006", "2010", "2018")


@dataclass(frozen=True)
class Product:
    """What one product shows of a wave, and what follows from it.

    Attributes
    ----------
    rows
        Team rows with a number, for some measure.
    own
        People who see the figure of their own team alone.
    bounded, withheld
        Cells between bounds, and rows of the staff list without a number.
    seconds
        How long the audit took.
    """

    name: str
    rows: int
    own: int
    bounded: int
    withheld: int
    findings: tuple[Finding, ...]
    seconds: float


def closed_wave(folder: Path, year: str) -> tuple[Wave, Tally]:
    """Return a year of the survey as a closed wave, with its counts."""
    workspace = Workspace(folder)
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    imported = read_answers(SURVEY, load_mapping(MAPPING), ("year", year))
    waves.import_wave(workspace, store, year, imported, Policy())
    wave = store.wave(year)
    with open_answers(workspace, wave) as answers:
        return wave, count_patterns(answers, wave.instrument)


def products(wave: Wave, tally: Tally) -> Iterable[Product]:
    """Yield the threshold-only product, the one that also hides the next smallest, and ours."""
    for name, make in (("hide below 5", hide_below_5), ("5 and 2", five_and_two)):
        yield _competitor(name, make(wave, tally), wave)
    yield _ours(compose(wave, tally, b"a key of the benchmark"), tally, wave)


def _competitor(name: str, made: Competitor, wave: Wave) -> Product:
    began = time.perf_counter()
    found = [finding for table in made.tables() for finding in verdict_on(table).findings]
    seconds = time.perf_counter() - began
    shown = {(cell.department, cell.team) for cell in made.cells if cell.team != TOTAL}
    own = sum(n for team, n in made.answers.items() if team in shown)
    teams = len({(cell.department, cell.team, cell.measure)
                 for cell in made.cells if cell.team != TOTAL})  # fmt: skip
    withheld = len(wave.units) * len(wave.instrument.measures) - teams
    return Product(name, len(shown), own, 0, withheld, tuple(found), seconds)


def _ours(release: Release, tally: Tally, wave: Wave) -> Product:
    began = time.perf_counter()
    found = inspect(release).findings
    seconds = time.perf_counter() - began
    responses = tally.patterns.groupby("unit")["count"].sum()
    answers = {(u.department, u.team): int(responses.get(u.id, 0)) for u in wave.units}
    alone = {
        (member.department, member.team)
        for member in release.groups
        if member.sensitivity is Sensitivity.CONDITIONS and member.group_team == member.team
    }
    status = [cell.status for cell in release.cells]
    rows = {
        (cell.department, cell.team)
        for cell in release.cells
        if cell.team != TOTAL and cell.status is not CellStatus.WITHHELD
    }
    return Product(
        "Bearing", len(rows), sum(answers[team] for team in alone),
        status.count(CellStatus.BOUNDED), status.count(CellStatus.WITHHELD), tuple(found), seconds,
    )  # fmt: skip

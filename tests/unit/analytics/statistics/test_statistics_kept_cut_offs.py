"""Cut-offs of the first released wave are kept by every later one."""

from datetime import date
from pathlib import Path

from analytics.disclosure.policy import default_policy
from analytics.publish import publish
from analytics.release.reader import open_release
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.waves import import_wave
from survey.fieldwork.workspaces import create
from survey.instruments.model import Instrument
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Unit
from tests.statistics_survey import instrument

UNITS = tuple(Unit(at, "Works", f"Team {at}", 40) for at in range(1, 7))


def answers(more: int) -> list[tuple[int, tuple[int | None, ...]]]:
    """Return 180 answers of 30 a team; ``more`` moves workload and control up by so many steps."""
    return [
        (unit.id, (min(5, 1 + (person + more) % 4 + more // 2), min(5, 2 + person % 3 + more),
                   person % 2, 1 + person % 5,
                   int((person + unit.id) % 3 == 0), 1 + person % 6, 1 + person % 5))
        for unit in UNITS
        for person in range(30)
    ]  # fmt: skip


def cut_offs(workspace: Workspace, wave: str) -> dict[str, tuple[float | None, str]]:
    return {
        row.factor: (row.value, row.method)
        for row in open_release(workspace.releases / wave).analyses
        if row.statistic == "cut_off"
    }


def test_the_second_wave_is_divided_where_the_first_was(tmp_path: Path) -> None:
    workspace, asked = Workspace(tmp_path / "workspace"), instrument()
    create(workspace, WorkspaceKind.REAL)
    try:
        for name, more in (("first", 0), ("second", 2)):
            put(workspace, asked, name, more, date(2024 + more, 5, 1))
        kept = cut_offs(workspace, "first")
    finally:
        close_store(workspace)
    assert set(kept) == {"workload", "control"}
    assert all(method == "median of wave first, kept" for _, method in kept.values())
    assert cut_offs(workspace, "second") == kept


def put(workspace: Workspace, asked: Instrument, name: str, more: int, day: date) -> None:
    store = open_store(workspace)
    imported = ImportedAnswers(asked, UNITS, tuple(answers(more)), left_out=0, notes=())
    import_wave(workspace, store, name, imported, default_policy(), day)
    publish(workspace, store, name)

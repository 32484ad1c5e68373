"""``python -m analytics audit NAME`` checks what is sealed, and with ``--again`` attacks anew."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.__main__ import app
from analytics.disclosure.audit.prover import verdict
from analytics.publish import publish
from analytics.release.content import Release
from analytics.release.model import Proof
from analytics.release.reader import open_certificate, open_release
from analytics.release.writer import write_release
from survey.command_line import run
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.waves import import_wave
from survey.settings import Workspace
from survey.store.duckdb_store import DuckDBStore
from survey.store.opening import close_store, open_store
from tests.divided import divided_organisation

WAVE = "2026"
ROOT = Path(__file__).parents[4]


@pytest.fixture
def sealed(workspace: Workspace) -> Workspace:
    """A workspace with a wave that was published, divided in two ways."""
    organisation = divided_organisation([[12, 14, 11, 15], [19, 20, 17], [30, 12, 10]])
    wave, store = organisation.wave, open_store(workspace)
    imported = ImportedAnswers(wave.instrument, wave.units, organisation.rows, left_out=0, notes=())
    import_wave(workspace, store, WAVE, imported, wave.policy, None)
    publish(workspace, store, WAVE)
    close_store(workspace)
    return workspace


def audit(workspace: Workspace, *arguments: object) -> int:
    return run(app, ["audit", WAVE, *map(str, arguments), "--workspace", str(workspace.root)])


def resealed(workspace: Workspace, change: Callable[[Release], Release]) -> None:
    """Seal the release anew, changed: its hashes are right, whatever it says."""
    folder = workspace.releases / WAVE
    release = replace(open_release(folder), proofs=tuple(open_certificate(folder).proofs))
    store = open_store(workspace)
    assert isinstance(store, DuckDBStore)
    folder.rename(workspace.releases / ".before")
    write_release(folder, change(release))
    resealed_id = open_release(folder).manifest.id
    store._registry.mark_released(WAVE, resealed_id)
    store._belongings.change(WAVE, release=resealed_id)
    close_store(workspace)


def test_what_was_sealed_is_counted_again_and_nothing_is_searched(
    sealed: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched(*_arguments: object) -> None:
        raise AssertionError("the checker asked the prover")

    monkeypatch.setattr(verdict, "verdict_on", searched)
    assert audit(sealed) == 0
    said = capsys.readouterr().out
    assert "nothing leaks" in said and "counted again in" in said
    assert said.count("\n") == 1


def test_what_two_releases_say_together_is_counted_too(
    sealed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    store, later = open_store(sealed), "2027"
    wave = store.wave(WAVE)
    organisation = divided_organisation([[12, 14, 11, 15], [19, 20, 17], [30, 12, 10]])
    rows = organisation.rows[1:]
    imported = ImportedAnswers(wave.instrument, wave.units, rows, left_out=0, notes=())
    import_wave(sealed, store, later, imported, wave.policy, None)
    publish(sealed, store, later)
    close_store(sealed)
    assert run(app, ["audit", later, "--workspace", str(sealed.root)]) == 0
    assert f"Beside {WAVE}:" in capsys.readouterr().out
    assert audit(sealed) == 0
    assert "Beside" not in capsys.readouterr().out


def test_again_attacks_anew_and_finds_the_same_certificate(
    sealed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(sealed, "--again") == 0
    assert "as sealed" in capsys.readouterr().out


def test_the_certificate_is_written_as_it_is_sealed(sealed: Workspace, tmp_path: Path) -> None:
    assert audit(sealed, "--certificate", tmp_path / "proof.json") == 0
    document = (tmp_path / "proof.json").read_text("utf-8")
    assert document == open_certificate(sealed.releases / WAVE).document


def test_a_certificate_that_proves_nothing_is_listed_and_exits_1(
    sealed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    resealed(sealed, lambda release: replace(release, proofs=release.proofs[1:]))
    assert audit(sealed) == 1
    said = capsys.readouterr()
    assert said.out.startswith("CERTIFICATE-REFUSED\t")
    assert said.err.startswith("error: ") and said.err.count("\n") == 1


def test_a_certificate_of_an_older_kind_says_how_to_attack_anew(
    sealed: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    def older(proof: Proof) -> Proof:
        return proof.model_copy(
            update={"document": json.dumps(json.loads(proof.document) | {"format": 2})}
        )

    resealed(sealed, lambda release: replace(release, proofs=tuple(map(older, release.proofs))))
    assert audit(sealed) == 1
    error = capsys.readouterr().err
    assert "older kind" in error and "--again" in error and error.count("\n") == 1
    assert audit(sealed, "--again") == 0


def test_again_needs_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, ["audit", "--again", "--cells", "a.csv", "--staff", "b.csv"]) == 1
    assert "NAME" in capsys.readouterr().err


def test_another_process_finds_the_same_certificate(sealed: Workspace) -> None:
    """Sets are walked through in another order there: nothing may follow from it."""
    said = {
        subprocess.run(
            [sys.executable, "-m", "analytics", "audit", WAVE, "--again",
             "--workspace", str(sealed.root)],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, timeout=120,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(said) == 1
    assert "as sealed" in said.pop()

"""The command-line contracts: a line of what was done and 0, or one line on stderr and 1."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
UNITS = "department,team,headcount\nStores,Day,9\nStores,Night,8\nBoard,Office,3\n"


def run(
    *arguments: str, workspace: Path, module: str = "survey"
) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "BEARING_WORKSPACE"}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments, "--workspace", str(workspace)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".duckdb"
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    assert run("init", workspace=folder).returncode == 0
    (tmp_path / "units.csv").write_text(UNITS)
    return folder


def failed(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_wave_goes_from_open_to_closed(workspace: Path, tmp_path: Path) -> None:
    units, codes = tmp_path / "units.csv", tmp_path / "codes.csv"
    opened = run("wave", "open", "2026", "--units", str(units), workspace=workspace)
    assert (opened.returncode, opened.stdout) == (0, "Opened wave 2026 for 20 people in 3 teams.\n")
    invited = run("invite", "2026", "--out", str(codes), workspace=workspace)
    assert invited.returncode == 0
    with codes.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["team"] for row in rows].count("Night") == 8
    assert len({row["code"] for row in rows}) == 20
    assert all(row["link"].endswith("/s/" + row["code"]) for row in rows)
    assert codes.stat().st_mode & 0o077 == 0
    assert "2026\topen\tcore" in run("wave", "list", workspace=workspace).stdout
    closed = run("wave", "close", "2026", workspace=workspace)
    assert closed.stdout == "Closed wave 2026. Publish it with: python -m analytics publish 2026\n"
    too_few = run("publish", "2026", workspace=workspace, module="analytics")
    assert "nothing can be published" in failed(too_few)
    verified = run("verify", workspace=workspace)
    assert (verified.returncode, "3 entries" in verified.stdout) == (0, True)


def test_codes_are_issued_once(workspace: Path, tmp_path: Path) -> None:
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    run("invite", "2026", "--out", str(tmp_path / "codes.csv"), workspace=workspace)
    again = run("invite", "2026", "--out", str(tmp_path / "more.csv"), workspace=workspace)
    assert "cannot be shown again" in failed(again)
    assert not (tmp_path / "more.csv").exists()


def test_codes_that_cannot_be_written_do_not_exist(workspace: Path, tmp_path: Path) -> None:
    """A folder, a file named twice and a disk that is full; then it works as if nothing was."""
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    out = str(tmp_path / "codes.csv")
    folder = run("invite", "2026", "--out", str(tmp_path), workspace=workspace)
    assert str(tmp_path) in failed(folder)
    address = ("--base-url", "https://survey.example.org")
    twice = run("invite", "2026", "--out", out, "--letters", out, *address, workspace=workspace)
    assert "named twice" in failed(twice)
    full = run("invite", "2026", "--out", "/dev/full", workspace=workspace)
    assert "No space left" in failed(full)
    assert not Path(out).exists()
    assert run("invite", "2026", "--out", out, workspace=workspace).returncode == 0
    with Path(out).open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 20
    assert "codes taken back" in (workspace / "ledger.jsonl").read_text()


def test_a_name_that_no_letter_can_hold_is_refused_before_a_wave_opens(
    workspace: Path, tmp_path: Path
) -> None:
    units = tmp_path / "u.csv"
    units.write_text("department,team,headcount\nStores,夜班,20\n", "utf-8")
    before = snapshot(workspace)
    said = failed(run("wave", "open", "2026", "--units", str(units), workspace=workspace))
    assert "u.csv, line 2, column team" in said
    assert "U+591C" in said
    named = ("wave", "open", "秋", "--units", str(tmp_path / "units.csv"))
    assert "U+79CB" in failed(run(*named, workspace=workspace))
    assert snapshot(workspace) == before


@pytest.mark.parametrize("command", ["invite", "posters"])
def test_nothing_is_printed_with_an_address_that_leads_nowhere(
    workspace: Path, tmp_path: Path, command: str
) -> None:
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    out, address = tmp_path / "out", "survey.example.org"
    done = run(command, "2026", "--out", str(out), "--base-url", address, workspace=workspace)
    assert "https://survey.example.org" in failed(done)
    assert not out.exists()


def test_a_question_that_nobody_answers_fails_in_a_line(workspace: Path) -> None:
    done = run("staff", "add", "Nora", "hr", workspace=workspace)
    assert done.returncode == 1
    assert "error: Stopped" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_ledger_line_holds_a_code(workspace: Path, tmp_path: Path) -> None:
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    run("invite", "2026", "--out", str(tmp_path / "codes.csv"), workspace=workspace)
    with (tmp_path / "codes.csv").open(newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    ledger = (workspace / "ledger.jsonl").read_text()
    assert "codes issued" in ledger
    assert not [code for code in codes if code in ledger or code.replace("-", "") in ledger]


def test_a_changed_ledger_fails_and_names_the_entry(workspace: Path, tmp_path: Path) -> None:
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    ledger = workspace / "ledger.jsonl"
    ledger.write_text(ledger.read_text().replace('"people":20', '"people":21'))
    assert "Entry 1" in failed(run("verify", workspace=workspace))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("init",), "is not empty"),
        (("wave", "close", "2031"), "There is no wave '2031'"),
        (("wave", "open", "../x", "--units", "{units}"), "cannot be a wave's name"),
        (("wave", "open", "2026", "--units", "missing.csv"), "missing.csv"),
        (("wave", "open", "2026", "--units", "{units}", "--instrument", "none"), "none"),
        (("wave", "open", "2026"), "units"),
        (("import", "2026", "missing.csv", "--map", "missing.toml"), "missing"),
        (("walk",), "No such command"),
        (("demo",), "not empty"),
    ],
)
def test_what_fails_says_why_in_one_line_and_changes_nothing(
    workspace: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = snapshot(workspace)
    filled = [argument.format(units=tmp_path / "units.csv") for argument in arguments]
    assert said in failed(run(*filled, workspace=workspace))
    assert snapshot(workspace) == before


@pytest.mark.parametrize(
    "command", [("publish",), ("export", "--to", "x"), ("report", "--to", "x.pdf"), ("audit",)]
)
def test_a_wave_that_was_not_released_fails_in_one_line(
    workspace: Path, command: tuple[str, ...]
) -> None:
    name, *rest = command
    assert "2031" in failed(run(name, "2031", *rest, workspace=workspace, module="analytics"))


def test_a_folder_that_is_no_workspace_is_not_made_into_one(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    assert "survey init" in failed(run("wave", "list", workspace=folder))
    assert not folder.exists()


def test_the_environment_names_the_workspace_too(workspace: Path) -> None:
    environment = os.environ | {"BEARING_WORKSPACE": str(workspace)}
    done = subprocess.run(
        [sys.executable, "-m", "survey", "wave", "list"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("No waves yet")


@pytest.mark.parametrize("base_url", [(), ("--base-url", "http://127.0.0.1:8501")])
@pytest.mark.parametrize("command", ["invite", "posters", "mail"])
def test_nobody_is_sent_to_the_computer_of_the_program(
    workspace: Path, tmp_path: Path, command: str, base_url: tuple[str, ...]
) -> None:
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    out, letters = tmp_path / "out", tmp_path / "letters.pdf"
    asked = {
        "invite": ("--out", str(out), "--letters", str(letters)),
        "posters": ("--out", str(out)),
        "mail": ("--to", str(out), "--smtp", "127.0.0.1:1"),
    }
    said = failed(run(command, "2026", *asked[command], *base_url, workspace=workspace))
    assert "https://survey.example.org" in said
    assert not out.exists()
    assert "codes issued" not in (workspace / "ledger.jsonl").read_text()


def test_a_bare_list_says_where_its_links_lead(workspace: Path, tmp_path: Path) -> None:
    units, out = tmp_path / "units.csv", tmp_path / "codes.csv"
    units.write_text("department,team,headcount\nKüche,=1+1,9\nKüche,@home,8\n", "utf-8")
    run("wave", "open", "2026", "--units", str(units), workspace=workspace)
    done = run("invite", "2026", "--out", str(out), workspace=workspace)
    assert "only this computer finds" in done.stdout
    assert out.read_bytes().startswith("\ufeffdepartment,team".encode())
    with out.open(newline="", encoding="utf-8-sig") as file:
        assert {(row["department"], row["team"]) for row in csv.DictReader(file)} == {
            ("Küche", "'=1+1"),
            ("Küche", "'@home"),
        }


def test_codes_never_overwrite_a_file(workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "codes.csv"
    out.write_text("codes of last year")
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    assert "codes.csv is there already" in failed(
        run("invite", "2026", "--out", str(out), workspace=workspace)
    )
    assert out.read_text() == "codes of last year"
    other = str(tmp_path / "other.csv")
    assert run("invite", "2026", "--out", other, workspace=workspace).returncode == 0


@pytest.mark.parametrize("command", ["posters", "paper"])
def test_a_folder_where_a_pdf_should_go_is_named(
    workspace: Path, tmp_path: Path, command: str
) -> None:
    run("wave", "open", "2026", "--units", str(tmp_path / "units.csv"), workspace=workspace)
    address = ("--base-url", "https://survey.example.org") if command == "posters" else ()
    done = run(command, "2026", "--out", str(tmp_path), *address, workspace=workspace)
    assert f"{tmp_path} is a folder" in failed(done)
    assert not list(tmp_path.glob(".typesetting*"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_lacks_a_letter_ends_nothing_in_the_middle(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Each command does what it was asked for, and says so; none ends in a traceback."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    units, out = tmp_path / "u.csv", tmp_path / "codes-Łodz.csv"
    units.write_text("department,team,headcount\nŁodz,Noc,9\n", "utf-8")
    opened = run("wave", "open", "zima", "--units", str(units), workspace=workspace)
    assert (opened.returncode, opened.stderr) == (0, "")
    invited = run("invite", "zima", "--out", str(out), workspace=workspace)
    assert (invited.returncode, invited.stderr) == (0, "")
    assert "Issued 9 codes" in invited.stdout
    with out.open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 9
    refused = failed(run("invite", "zima", "--out", str(out), workspace=workspace))
    assert "codes-" in refused

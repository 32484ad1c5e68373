"""What is given for deployment names what is there: folders, commands, addresses, settings."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

from survey.configuration import read_settings
from tests.running import ROOT

FOLDER = ROOT / "deployment"
UNITS = sorted(path.name for path in FOLDER.glob("*.service"))


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string((FOLDER / name).read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_starts_a_command_that_there_is(name: str) -> None:
    start = unit(name)["Service"]["ExecStart"]
    assert unit(name)["Service"]["User"] == "bearing"
    assert unit(name)["Service"]["UMask"] == "0077"
    if "streamlit run" in start:
        assert (ROOT / "app.py").is_file() and "run app.py" in start
        return
    module, command = re.findall(r"python -m (\w+) (\w+)", start)[0]
    helped = subprocess.run(
        [sys.executable, "-m", module, command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert helped.returncode == 0
    for option in re.findall(r"(--[a-z-]+)", start):
        assert option in helped.stdout


def test_the_image_holds_what_the_server_imports_and_nothing_of_a_workspace() -> None:
    lines = (FOLDER / "Dockerfile").read_text("utf-8").splitlines()
    copied = {name for line in lines if line.startswith("COPY") for name in line.split()[1:-1]}
    assert all((ROOT / name).exists() for name in copied)
    imported = {
        name
        for path in (ROOT / "app.py", *(ROOT / "pages").rglob("*.py"))
        for name in re.findall(r"^from (\w+)", path.read_text("utf-8"), re.MULTILINE)
        if (ROOT / name).is_dir()
    }
    assert imported | {"app.py", ".streamlit", "requirements.txt"} <= copied
    assert not any("workspace" in name or name == "." for name in copied)
    assert any(line.startswith("USER ") for line in lines)


def test_the_settings_in_the_examples_are_settings(tmp_path: Path) -> None:
    named = {}
    for name in ("Dockerfile", "compose.yaml"):
        text = (FOLDER / name).read_text("utf-8")
        named |= dict(re.findall(r"(BEARING_[A-Z_]+)[=:] ?(\S+)", text))
    assert read_settings(named).hosts == ("survey.example.org", "localhost")
    example = (ROOT / "docs" / "settings.md").read_text("utf-8").partition("```toml\n")[2]
    file = tmp_path / "bearing.toml"
    file.write_text(example.partition("```")[0])
    assert str(read_settings({"BEARING_SETTINGS": str(file)}).workspace) == "/srv/bearing"


def test_each_failure_that_the_operations_page_names_is_one() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    source = "".join(path.read_text("utf-8") for path in (ROOT / "survey").rglob("*.py"))
    named = set(re.findall(r"`([A-Z]+-[A-Z]+)`", page))
    assert len(named) >= 7
    assert {code for code in named if f'"{code}"' not in source} == set()

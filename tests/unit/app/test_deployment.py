"""What is given for deployment names what is there: folders, commands, addresses, settings."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

from survey.configuration import read_settings
from tests.browser.test_behind_nginx import NGINX, certificate
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


@pytest.mark.skipif(NGINX is None, reason="needs an nginx: apt-get install nginx")
@pytest.mark.parametrize("name", ["nginx.conf", "nginx-several.conf"])
def test_nginx_takes_the_example_as_it_is(name: str, tmp_path: Path) -> None:
    """But for the certificate: here it lies elsewhere, and the example's own need not be there."""
    certificate(tmp_path)
    example = (FOLDER / name).read_text("utf-8")
    example = example.replace("/etc/ssl/bearing", str(tmp_path))
    example = example.replace("/var/log/nginx", str(tmp_path))
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path / 'pid'};\nevents {{}}\nhttp {{\n{example}\n}}\n"
    )
    checked = subprocess.run(
        [str(NGINX), "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr


def test_both_examples_of_nginx_keep_no_address() -> None:
    for name in ("nginx.conf", "nginx-several.conf"):
        example = (FOLDER / name).read_text("utf-8")
        assert "access_log off;" in example
        assert "error_log /var/log/nginx/bearing.log crit;" in example
        assert example.count("proxy_pass ") == example.count("proxy_request_buffering off;")

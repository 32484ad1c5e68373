"""Settings: where they are read, what a wrong one says, and that the documentation has them all."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from survey.configuration import LogFormat, SettingWrong, read_settings, settings_table
from survey.settings import Workspace
from tests.running import ROOT, free_port, start


def test_the_environment_goes_before_the_file_and_the_file_before_what_is_usual(
    tmp_path: Path,
) -> None:
    file = tmp_path / "own.toml"
    file.write_text('workspace = "/w"\nlog_format = "json"\nhosts = ["Survey.example.org"]\n')
    named = {"BEARING_SETTINGS": str(file), "BEARING_WORKSPACE": "/other", "HOME": "/"}
    found = read_settings(named)
    assert (found.workspace, found.log_format) == (Path("/other"), LogFormat.JSON)
    assert (found.hosts, found.request_seconds) == (("survey.example.org",), 20)
    assert Workspace.resolve(None, {"BEARING_SETTINGS": str(file)}).root == Path("/w")
    assert read_settings({"BEARING_HOSTS": "a.org, *.B.org,[::1]"}).hosts == (
        "a.org", "*.b.org", "[::1]",
    )  # fmt: skip


def test_a_file_where_the_program_starts_is_read_without_being_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bearing.toml").write_text("request_seconds = 7\n")
    assert read_settings({}).request_seconds == 7


@pytest.mark.parametrize(
    ("name", "value", "may_be"),
    [
        ("BEARING_LOG_FORMAT", "xml-secret", "text or json"),
        ("BEARING_REQUEST_SECONDS", "0", "a whole number from 1 to 600"),
        ("BEARING_REQUEST_SECONDS", "soon", "a whole number from 1 to 600"),
        ("BEARING_HOSTS", "https://secret.org", "host names without port"),
        ("BEARING_SMTP_SERVER", "secret", "host:port"),
        ("BEARING_SMTP_STARTTLS", "secret", "true or false"),
        ("BEARING_SMTP_PASWORD", "secret", "BEARING_SMTP_PASSWORD"),
        ("BEARING_OIDC_ISSUER", "http://secret.example.org", "with https"),
        ("BEARING_OIDC_ISSUER", "https://secret.example.org/?a=b", "with https"),
        ("BEARING_OIDC_CLAIM", "", "a claim that staff cannot change"),
        ("BEARING_OIDC_ONLY", "secret", "true or false"),
    ],
)
def test_a_wrong_setting_is_said_by_name_with_what_it_may_be(
    name: str, value: str, may_be: str
) -> None:
    with pytest.raises(SettingWrong) as refused:
        read_settings({name: value})
    assert refused.value.message.startswith(f"{name} ") and may_be in refused.value.message
    assert "secret" not in refused.value.message and refused.value.__cause__ is None


SERVICE = {
    "BEARING_OIDC_ISSUER": "https://login.example.org/realm",
    "BEARING_OIDC_CLIENT_ID": "bearing",
    "BEARING_OIDC_CLIENT_SECRET": "hush hush",
    "BEARING_OIDC_ONLY": "true",
}


@pytest.mark.parametrize("missing", list(SERVICE)[:3])
def test_a_sign_in_service_is_set_whole_or_not_at_all(missing: str) -> None:
    assert read_settings(SERVICE).oidc
    with pytest.raises(SettingWrong, match=missing) as refused:
        read_settings({name: one for name, one in SERVICE.items() if name != missing})
    assert "login.example.org" not in refused.value.message
    assert "hush" not in repr(read_settings(SERVICE))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("log_format = 5", "log_format in"),
        ("workspase = 'x'", "workspase in"),
        ("hosts = [", "cannot be read"),
    ],
)
def test_a_wrong_file_is_said_by_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "bearing.toml"
    file.write_text(text)
    with pytest.raises(SettingWrong, match=said) as refused:
        read_settings({"BEARING_SETTINGS": str(file)})
    assert str(file) in refused.value.message
    with pytest.raises(SettingWrong, match="no file is there"):
        read_settings({"BEARING_SETTINGS": str(tmp_path / "none.toml")})


def test_a_wrong_setting_stops_server_and_commands_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEARING_LOG_FORMAT", "xml")
    server = start(tmp_path, Workspace(tmp_path / "none"), free_port())
    command = subprocess.run(
        [sys.executable, "-m", "survey", "wave", "list"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (command.returncode, server.process.wait(60)) == (1, 1)
    line = "BEARING_LOG_FORMAT has a value that it may not have. It may be: text or json."
    assert command.stderr == f"error: {line}\n"
    assert server.output.read_text().strip() == line


def test_the_documentation_has_each_setting_as_the_code_has_it() -> None:
    assert settings_table() in Path("docs/settings.md").read_text("utf-8")


def test_every_variable_that_the_program_names_is_a_setting() -> None:
    known = set(re.findall(r"BEARING_[A-Z_]+", settings_table())) | {"BEARING_SETTINGS"}
    folders = ("survey", "analytics", "pages", "deployment", "docs")
    inside = [path for folder in folders for path in Path(folder).rglob("*")]
    places = [Path("app.py"), *(one for one in inside if one.suffix not in {".pyc", ".png"})]
    found = {
        name
        for path in places
        if path.is_file()
        for name in re.findall(r"BEARING_[A-Z_]*[A-Z]", path.read_text("utf-8", errors="ignore"))
    }
    assert found <= known

"""The coordinator's whole job, in both languages of staff, as somebody does it who is new to it."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from playwright.sync_api import Browser
from typer.testing import CliRunner

from survey.__main__ import app
from survey.settings import WORKSPACE_VARIABLE, Workspace
from survey.store.opening import close_store, open_store
from survey.vocabulary import WaveState
from tests.browser import coordinators_job as by_screens
from tests.browser.conftest import NAMED
from tests.browser.coordinators_job import WAVE, Job
from tests.running import free_port, running

pytestmark = pytest.mark.browser


class Mailbox(Message):
    """Takes every message and keeps it."""

    def __init__(self) -> None:
        super().__init__(EmailMessage)
        self.subjects: list[str] = []

    def handle_message(self, message: EmailMessage) -> None:
        """Keep the subject of a message."""
        self.subjects.append(str(message["subject"]))


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    monkeypatch.setenv("BEARING_SMTP_SERVER", f"127.0.0.1:{controller.port}")
    monkeypatch.setenv("BEARING_SMTP_FROM", "survey@klinik.example")
    yield box
    controller.stop()


def first_link(workspace: Workspace) -> str:
    """Make an empty workspace, as is done once at a command line, and return its link."""
    command = ["init", "--coordinator", "Ada Berg"]
    made = CliRunner().invoke(app, command, env={WORKSPACE_VARIABLE: str(workspace.root)})
    assert made.exit_code == 0, made.output
    close_store(workspace)
    return next(line for line in made.output.splitlines() if "new_password?" in line)


@pytest.mark.parametrize("language", ["en", "de"])
def test_from_the_first_password_to_the_last_answer_destroyed(
    chromium: Browser, tmp_path: Path, mailbox: Mailbox, language: str
) -> None:
    workspace = Workspace(tmp_path / "workspace")
    link = first_link(workspace)
    locale = {"en": "en-GB", "de": "de-DE"}[language]
    with running(tmp_path, workspace) as server:
        pages = [chromium.new_context(locale=locale).new_page() for _ in range(2)]
        job, reader = (Job(page, language, tmp_path, lambda _: None) for page in pages)
        by_screens.begin(job, f"{server.address}/{link.rpartition('/')[2]}")
        by_screens.prepare(job, f"http://{NAMED}:{server.port}")
        by_screens.open_wave(job)
        codes = by_screens.invite(job)
        by_screens.answer(server.address, codes[:22])
        by_screens.enter_paper(job)
        by_screens.remind(job)
        by_screens.close(job)
        by_screens.read_and_act(reader, by_screens.let_in(job, "Hanna"))
        by_screens.destroy(job)
        for page in pages:
            page.context.close()
    wave = open_store(workspace).wave(WAVE)
    assert wave.state is WaveState.RELEASED
    assert not open_store(workspace).has_answers(WAVE)
    assert len(mailbox.subjects) == 2 * 9
    close_store(workspace)

"""Reminders at a moment: to all, in each language, their lists in memory and on no disk."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller

from survey.access.ledger import Action, entries
from survey.fieldwork.dates.dates import Dates, utc_now
from survey.fieldwork.mailing import Addressee, Post, read_addresses
from survey.fieldwork.mailing import later as module
from survey.fieldwork.mailing.later import (
    PATIENCE,
    LaterReminder,
    ReminderInvalid,
    call_off,
    lost,
    plan,
    send_due,
    waiting,
)
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.i18n.catalogue import MAIL_PARTS, languages, texts
from survey.i18n.dates import moment
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.protocol import Store, Wave
from tests.instruments import small_instrument
from tests.unit.survey.fieldwork.test_mailing import (
    BASE_URL,
    PEOPLE,
    UNITS,
    Mailbox,
    every_byte,
    free_port,
    listed,
)

pytestmark = pytest.mark.both_stores

NOW = utc_now()
AT = NOW + timedelta(days=2)
CLOSES = NOW + timedelta(days=10)
ADDRESSEES = read_addresses(listed(), "list.csv", UNITS)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def post(mailbox: Mailbox) -> Iterator[Post]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield Post(controller.hostname, controller.port, "survey@example.org")
    controller.stop()


@pytest.fixture
def store(workspace: Workspace) -> Store:
    store = open_store(workspace)
    open_wave(workspace, store, "2026", instrument=small_instrument(), policy=Policy(), units=UNITS,
              dates=Dates(zone="Europe/Berlin", closes=CLOSES))  # fmt: skip
    return store


@pytest.fixture
def wave(store: Store) -> Wave:
    return store.wave("2026")


def planned(post: Post, at: datetime = AT, spoken: tuple[str, ...] = ("en",)) -> LaterReminder:
    return LaterReminder("2026", at, post, BASE_URL, spoken, ADDRESSEES)


def nowhere() -> Post:
    return Post("127.0.0.1", free_port(), "survey@example.org")


def test_a_reminder_goes_to_all_at_its_moment_and_once(
    workspace: Workspace, store: Store, wave: Wave, post: Post, mailbox: Mailbox
) -> None:
    plan(workspace, wave, planned(post), NOW)
    assert send_due(workspace, store, AT - timedelta(minutes=1)) == []
    assert mailbox.received == []
    assert send_due(workspace, store, AT) == []
    assert len(mailbox.received) == len(PEOPLE)
    assert send_due(workspace, store, AT) == []
    assert len(mailbox.received) == len(PEOPLE)
    assert (waiting(workspace, "2026"), lost(workspace, "2026")) == ((), ())
    last = entries(workspace)[-1]
    minute = AT.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    assert last.action is Action.REMINDER_SENT
    assert last.details == {"messages": len(PEOPLE), "at": minute}


def test_one_message_says_it_in_each_language_and_until_when(
    workspace: Workspace, store: Store, wave: Wave, post: Post, mailbox: Mailbox
) -> None:
    every = languages(*MAIL_PARTS)
    plan(workspace, wave, planned(post, spoken=every), NOW)
    send_due(workspace, store, AT)
    (said,) = {message.get_content() for _, _, message in mailbox.received}
    for language in every:
        say = texts(language, *MAIL_PARTS)
        assert say("mail.reminder.done") in said
        assert say("mail.closes", **moment(CLOSES, "Europe/Berlin", language)) in said
    subject = str(mailbox.received[0][2]["Subject"])
    assert texts("en")("mail.reminder.subject") in subject
    assert texts("de")("mail.reminder.subject") in subject


def test_a_list_that_waits_is_in_no_file_and_is_gone_after_sending(
    workspace: Workspace, store: Store, wave: Wave, post: Post
) -> None:
    plan(workspace, wave, planned(post), NOW)
    assert "example.org" not in repr(waiting(workspace, "2026")[0].addressees)
    assert b"@example.org" not in every_byte(workspace)
    send_due(workspace, store, AT)
    assert not [one for one in module._waiting[workspace.root] if one.addressees]
    assert b"@example.org" not in every_byte(workspace)


def test_a_server_that_was_started_anew_says_what_was_lost(
    workspace: Workspace, wave: Wave, post: Post
) -> None:
    plan(workspace, wave, planned(post), NOW)
    minute = planned(post).minute
    assert lost(workspace, "2026") == ()
    module._waiting.clear()  # as in a new process
    assert lost(workspace, "2026") == (minute,)
    call_off(workspace, "2026", minute)
    assert lost(workspace, "2026") == ()


def test_a_reminder_that_is_called_off_is_never_sent(
    workspace: Workspace, store: Store, wave: Wave, post: Post, mailbox: Mailbox
) -> None:
    plan(workspace, wave, planned(post), NOW)
    call_off(workspace, "2026", planned(post).minute)
    send_due(workspace, store, AT)
    assert mailbox.received == []
    assert entries(workspace)[-1].action is Action.REMINDER_CALLED_OFF


def test_nobody_is_reminded_of_a_wave_that_was_closed_meanwhile(
    workspace: Workspace, store: Store, wave: Wave, post: Post, mailbox: Mailbox
) -> None:
    plan(workspace, wave, planned(post), NOW)
    store.close_wave("2026")
    assert send_due(workspace, store, AT) == []
    assert mailbox.received == []
    assert waiting(workspace, "2026") == ()


def test_a_mail_server_that_is_away_is_tried_again_for_some_hours(
    workspace: Workspace, store: Store, wave: Wave
) -> None:
    plan(workspace, wave, planned(nowhere()), NOW)
    assert send_due(workspace, store, AT) == ["MAIL-REFUSED"]
    assert len(waiting(workspace, "2026")) == 1
    assert send_due(workspace, store, AT + PATIENCE) == ["MAIL-REFUSED"]
    assert waiting(workspace, "2026") == ()
    assert lost(workspace, "2026") == (planned(nowhere()).minute,)


@pytest.mark.parametrize("at", [NOW - timedelta(minutes=1), CLOSES, CLOSES + timedelta(days=1)])
def test_a_reminder_needs_a_moment_at_which_the_wave_takes_answers(
    workspace: Workspace, wave: Wave, post: Post, at: datetime
) -> None:
    with pytest.raises(ReminderInvalid, match="still"):
        plan(workspace, wave, planned(post, at), NOW)
    plan(workspace, wave, planned(post), NOW)
    with pytest.raises(ReminderInvalid, match="already"):
        plan(workspace, wave, planned(post), NOW)


def test_an_address_is_not_in_what_a_program_prints_of_it(post: Post) -> None:
    assert isinstance(ADDRESSEES[0], Addressee)
    assert "@" not in repr(planned(post)).replace("survey@example.org", "")

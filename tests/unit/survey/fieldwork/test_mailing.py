"""E-mail: a code an address, a reminder to all, and no address anywhere but in the message."""

import email
import email.policy
import re
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from survey.access.ledger import entries
from survey.fieldwork.codes import normal_form
from survey.fieldwork.invitations import CodesIssued, codes_left, issue
from survey.fieldwork.mailing import (
    AddressesInvalid,
    MailIncomplete,
    Mailing,
    MailRefused,
    Post,
    TooManyAddresses,
    post_from_environment,
    read_addresses,
)
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.settings import Workspace
from survey.store.errors import WaveStateWrong
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Store, Unit
from tests.instruments import small_instrument
from tests.unit.app.test_command_line import failed, run

pytestmark = pytest.mark.both_stores

BASE_URL = "https://survey.example.org"
UNITS = (Unit(0, "Stores", "Day", 6), Unit(1, "Stores", "Night", 4))
PEOPLE = [("Day", f"day-{n}@example.org") for n in range(6)] + [
    ("Night", f"Night.{n}@example.org") for n in range(4)
]
CODE = re.compile(r"type this code: ([0-9A-Z-]{19})")


def listed(people: list[tuple[str, str]] = PEOPLE) -> bytes:
    lines = [f"Stores,{team},{address}" for team, address in people]
    return "\r\n".join(["department,team,email", *lines]).encode()


class Mailbox:
    """A mail server's handler that keeps what it gets and refuses whom it is told to refuse."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str, EmailMessage]] = []
        self.refused: set[str] = set()
        self.hang_up_after = 1000

    async def handle_RCPT(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return f"550 no such user: {address}"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if len(self.received) >= self.hang_up_after:
            server.transport.close()
            return "421 gone"
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        (recipient,) = envelope.rcpt_tos
        self.received.append((recipient, envelope.mail_from or "", message))
        return "250 OK"

    @property
    def codes(self) -> dict[str, str]:
        """The code that each address got."""
        return {
            recipient: normal_form(code)
            for recipient, _, message in self.received
            for code in CODE.findall(message.get_content())[:1]
        }


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Controller]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def store(workspace: Workspace) -> Store:
    store = open_store(workspace)
    open_wave(workspace, store, "2026", instrument=small_instrument(), policy=Policy(), units=UNITS)
    return store


@pytest.fixture
def mailing(workspace: Workspace, store: Store, server: Controller) -> Mailing:
    post = Post(server.hostname, server.port, "survey@example.org")
    return Mailing(workspace, store, store.wave("2026"), post, BASE_URL, pause=lambda _: None)


def every_byte(workspace: Workspace) -> bytes:
    files = [path for path in workspace.root.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files).lower()


# Codes -----------------------------------------------------------------------------------------


def test_each_address_gets_one_code_of_its_team(
    mailing: Mailing, mailbox: Mailbox, store: Store
) -> None:
    assert mailing.send_codes(read_addresses(listed(), "list.csv", UNITS)) == len(PEOPLE)
    codes = mailbox.codes
    assert sorted(codes) == sorted(address for _, address in PEOPLE)
    assert len(set(codes.values())) == len(PEOPLE)
    assert {store.check_code(code).standing for code in codes.values()} == {CodeStanding.FRESH}
    assert store.codes_by_unit("2026") == {0: 6, 1: 4}
    for _, sender, message in mailbox.received:
        assert sender == message["from"] == "survey@example.org"
        assert f"{BASE_URL}/s/" in message.get_content()


def test_the_order_of_the_list_is_not_the_order_of_sending(
    mailing: Mailing, mailbox: Mailbox
) -> None:
    mailing.send_codes(read_addresses(listed(), "list.csv", UNITS))
    arrived = [recipient for recipient, _, _ in mailbox.received]
    assert arrived != [address for _, address in PEOPLE]  # by chance: once in 10! tries


def test_no_address_is_in_any_file_of_the_workspace(mailing: Mailing, workspace: Workspace) -> None:
    addressees = read_addresses(listed(), "list.csv", UNITS)
    mailing.send_codes(addressees)
    mailing.remind(addressees)
    close_store(workspace)
    raw = every_byte(workspace)
    assert b"reminder sent" in raw
    assert b"example.org" not in raw
    assert b"day-" not in raw


def test_an_address_is_not_even_in_what_a_program_prints_of_it() -> None:
    (one, *_) = read_addresses(listed(), "list.csv", UNITS)
    assert "example.org" not in repr(one)


def test_a_message_names_neither_the_machine_nor_the_hundredth_of_a_second(
    mailing: Mailing, mailbox: Mailbox
) -> None:
    mailing.send_codes(read_addresses(listed(), "list.csv", UNITS))
    message = mailbox.received[0][2]
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["message-id"])
    assert message["auto-submitted"] == "auto-generated"
    assert socket.gethostname() not in message["message-id"]


def test_letters_go_to_those_whom_no_mail_reached(
    mailing: Mailing, workspace: Workspace, store: Store
) -> None:
    wave = store.wave("2026")
    mailing.send_codes(read_addresses(listed(PEOPLE[:4]), "list.csv", UNITS))
    assert codes_left(store, wave) == {0: 2, 1: 4}
    letters = issue(workspace, store, wave)
    assert Counter(issued.team for issued in letters) == {"Day": 2, "Night": 4}
    with pytest.raises(CodesIssued):
        issue(workspace, store, wave)


def test_a_team_gets_no_more_codes_than_it_has_people(
    mailing: Mailing, mailbox: Mailbox, store: Store
) -> None:
    too_many = [*PEOPLE, ("Night", "one-more@example.org")]
    with pytest.raises(TooManyAddresses, match=r"'Night'.*5 addresses.*4 people"):
        mailing.send_codes(read_addresses(listed(too_many), "list.csv", UNITS))
    assert (mailbox.received, store.codes_issued("2026")) == ([], 0)


def test_refused_addresses_are_named_by_line_and_their_codes_are_void(
    mailing: Mailing, mailbox: Mailbox, store: Store, workspace: Workspace
) -> None:
    mailbox.refused = {PEOPLE[1][1], PEOPLE[7][1]}
    with pytest.raises(MailIncomplete, match=r"8 of 10 .* line 3, 9 ") as refusal:
        mailing.send_codes(read_addresses(listed(), "list.csv", UNITS))
    assert "example.org" not in refusal.value.message
    assert store.codes_by_unit("2026") == {0: 5, 1: 3}
    assert entries(workspace)[-1].details == {"codes": 2}
    mailbox.refused = set()
    mailing.send_codes(read_addresses(listed([PEOPLE[1], PEOPLE[7]]), "list.csv", UNITS))
    assert store.codes_by_unit("2026") == {0: 6, 1: 4}


def test_a_server_that_hangs_up_leaves_the_rest_to_be_sent_again(
    mailing: Mailing, mailbox: Mailbox, store: Store
) -> None:
    mailbox.hang_up_after = 4
    with pytest.raises(MailIncomplete, match="4 of 10"):
        mailing.send_codes(read_addresses(listed(), "list.csv", UNITS))
    assert store.codes_issued("2026") == 4


def test_no_server_no_codes(workspace: Workspace, store: Store) -> None:
    post = Post("127.0.0.1", free_port(), "survey@example.org")
    mailing = Mailing(workspace, store, store.wave("2026"), post, BASE_URL)
    with pytest.raises(MailRefused, match="no code was made"):
        mailing.send_codes(read_addresses(listed(), "list.csv", UNITS))
    assert store.codes_issued("2026") == 0


def test_a_password_never_goes_in_clear(server: Controller) -> None:
    post = Post(server.hostname, server.port, "a@example.org", user="u", password="secret")
    with pytest.raises(MailRefused, match="--starttls"), post.opened():
        pass
    assert "secret" not in repr(post)


def test_an_account_that_the_server_refuses_is_not_quoted(mailbox: Mailbox) -> None:
    def refuse(*_: object) -> AuthResult:
        return AuthResult(success=False)

    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), authenticator=refuse)
    controller.start()
    try:
        post = Post("127.0.0.1", controller.port, "a@b.example", True, "clerk", "secret")
        with pytest.raises(MailRefused) as refusal, post.opened():
            pass
    finally:
        controller.stop()
    assert "clerk" not in refusal.value.message
    assert "secret" not in refusal.value.message


# Reminders -------------------------------------------------------------------------------------


def test_a_reminder_goes_to_all_and_has_no_code(
    mailing: Mailing, mailbox: Mailbox, store: Store
) -> None:
    assert mailing.remind(read_addresses(listed(), "list.csv", UNITS)) == len(PEOPLE)
    assert sorted(recipient for recipient, _, _ in mailbox.received) == sorted(
        address for _, address in PEOPLE
    )
    texts = {message.get_content() for _, _, message in mailbox.received}
    assert len(texts) == 1, "everybody gets the same words"
    (text,) = texts
    assert "nobody knows who has answered" in text
    assert "If you have not answered yet" in text
    assert f"{BASE_URL}/s " in text
    assert f"{BASE_URL}/s/" not in text
    assert store.codes_issued("2026") == 0


def test_nobody_is_reminded_of_a_closed_wave(mailing: Mailing, mailbox: Mailbox) -> None:
    mailing.store.close_wave("2026")
    with pytest.raises(WaveStateWrong):
        mailing.remind(read_addresses(listed(), "list.csv", UNITS))
    assert mailbox.received == []


# The list --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"department,team\nStores,Day\n", "column email is missing"),
        (b"department,team,email\n", "no addresses"),
        (b"department,team,email\nStores,Dusk,a@b.example\n", "line 2: no such team"),
        (b"department,team,email\na@b.example,Stores,Day\n", "line 2: no such team"),
        (b"department,team,email\nStores,Day,a b@b.example\n", "line 2, column email"),
        (b"department,team,email\nStores,Day,a@b.example;c@b.example\n", "line 2, column email"),
        (b'department,team,email\nStores,Day,"a@b.example\nBcc: c@b.example"\n', "column email"),
        (b"department,team,email\nStores,Day,\n", "line 2, column email"),
        (b"department,team,email\nStores,Day,a@b.example\nStores,Day,A@b.example\n", "of line 2"),
        (b"department,team,email\nStores,Day,\xff@b.example\n", "line 2: not UTF-8"),
    ],
)
def test_what_is_wrong_with_a_list_is_said_without_quoting_it(raw: bytes, said: str) -> None:
    with pytest.raises(AddressesInvalid, match=said) as refusal:
        read_addresses(raw, "list.csv", UNITS)
    assert "b.example" not in refusal.value.message


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("anna.@example.org", "full stop before the @"),
        (".anna@example.org", "full stop before the @"),
        ("anna..berg@example.org", "full stop before the @"),
        ("jürgen@example.org", "beyond a to z before the @"),
        ("anna@example..org", "domain behind the @"),
        (f"anna@{'x' * 64}.org", "domain behind the @"),
    ],
)
def test_an_address_that_no_mail_can_go_to_is_said_before_any_code_is_made(
    address: str, said: str, store: Store, mailing: Mailing, mailbox: Mailbox
) -> None:
    *others, _ = PEOPLE
    with pytest.raises(AddressesInvalid, match=f"line 11, column email.*{said}") as refusal:
        read_addresses(listed([*others, ("Night", address)]), "list.csv", UNITS)
    assert address not in refusal.value.message
    assert store.codes_by_unit("2026") == {}
    assert mailing.send_codes(read_addresses(listed(), "list.csv", UNITS)) == len(PEOPLE)
    assert len(mailbox.codes) == len(PEOPLE)


def test_an_international_domain_is_sent_to(mailing: Mailing, mailbox: Mailbox) -> None:
    mailing.send_codes(read_addresses(listed([("Day", "anna@exämple.de")]), "list.csv", UNITS))
    assert list(mailbox.codes) == ["anna@xn--exmple-cua.de"]


def test_one_address_in_two_forms_is_one_person() -> None:
    twice = listed([("Day", "anna@exämple.de"), ("Day", "anna@xn--exmple-cua.de")])
    with pytest.raises(AddressesInvalid, match="line 3: the address of line 2 again"):
        read_addresses(twice, "list.csv", UNITS)


@pytest.mark.parametrize("sender", ["survey@example.org\nBcc: all@example.org", "survey@exa\rmple"])
def test_a_message_that_cannot_be_written_makes_no_code(
    sender: str, mailing: Mailing, store: Store, mailbox: Mailbox
) -> None:
    mailing = replace(mailing, post=replace(mailing.post, sender=sender))
    with pytest.raises(MailRefused, match="--from"):
        mailing.send_codes(read_addresses(listed(), "list.csv", UNITS))
    assert store.codes_by_unit("2026") == {}
    assert mailbox.received == []


@pytest.mark.parametrize("plain", [True, False])
def test_a_password_beyond_ascii_gets_in_where_the_server_takes_utf_8(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, plain: bool
) -> None:
    """AUTH PLAIN is UTF-8 (RFC 4616); no other way to sign in is known to be."""
    said: list[Any] = []

    def authenticator(*arguments: Any) -> AuthResult:
        said.append(arguments[-1])
        return AuthResult(success=True)

    monkeypatch.setattr("smtplib.SMTP.starttls", lambda *_args, **_named: None)
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=free_port(), auth_require_tls=False,
        authenticator=authenticator, auth_exclude_mechanism=[] if plain else ["PLAIN"],
    )  # fmt: skip
    controller.start()
    try:
        post = Post("127.0.0.1", controller.port, "a@b.example", True, "clärk", "geheimnis-ä")
        if plain:
            with post.opened():
                assert (said[0].login, said[0].password) == (
                    "clärk".encode(),
                    "geheimnis-ä".encode(),
                )
            return
        with pytest.raises(MailRefused, match="beyond ASCII") as refusal, post.opened():
            pass
    finally:
        controller.stop()
    assert "geheimnis" not in refusal.value.message


# The command line ------------------------------------------------------------------------------


def test_codes_and_reminders_go_out_from_the_command_line(
    tmp_path: Path, server: Controller, mailbox: Mailbox
) -> None:
    workspace, units, addresses = (tmp_path / name for name in ("w", "units.csv", "list.csv"))
    units.write_text("department,team,headcount\nStores,Day,6\nStores,Night,4\n")
    addresses.write_bytes(listed())
    run("init", workspace=workspace)
    run("wave", "open", "2026", "--units", str(units), workspace=workspace)
    where = ["--to", str(addresses), "--smtp", f"{server.hostname}:{server.port}"]
    sent = run("mail", "2026", *where, "--base-url", BASE_URL, workspace=workspace)
    assert (sent.returncode, "Sent 10 codes" in sent.stdout, sent.stderr) == (0, True, "")
    again = run("mail", "2026", *where, "--base-url", BASE_URL, workspace=workspace)
    assert "0 people who have no code yet" in failed(again)
    reminded = run(
        "remind", "2026", *where, "--from", "hr@example.org", "--language", "de",
        "--base-url", BASE_URL,
        workspace=workspace,
    )  # fmt: skip
    assert (reminded.returncode, "all 10 addresses" in reminded.stdout) == (0, True)
    assert [sender for _, sender, _ in mailbox.received] == [
        *["no-reply@survey.example.org"] * 10,
        *["hr@example.org"] * 10,
    ]
    assert "host:port" in failed(
        run(
            "mail",
            "2026",
            "--to",
            str(addresses),
            "--smtp",
            "mail",
            "--base-url",
            BASE_URL,
            workspace=workspace,
        )
    )


# The server from the environment ------------------------------------------------------------------


def test_the_environment_names_the_whole_server_or_none() -> None:
    assert post_from_environment(BASE_URL, {}) is None
    plain = post_from_environment(BASE_URL, {"BEARING_SMTP_SERVER": "mail:587"})
    assert plain == Post("mail", 587, "no-reply@survey.example.org")
    given = {
        "BEARING_SMTP_SERVER": "mail:587",
        "BEARING_SMTP_FROM": "survey@example.org",
        "BEARING_SMTP_STARTTLS": "Yes",
        "BEARING_SMTP_USER": "bearing",
        "BEARING_SMTP_PASSWORD": "pass-phrase",
    }
    whole = post_from_environment(BASE_URL, given)
    assert whole == Post("mail", 587, "survey@example.org", True, "bearing", "pass-phrase")
    assert "pass-phrase" not in repr(whole)
    with pytest.raises(MailRefused):
        post_from_environment(BASE_URL, {"BEARING_SMTP_SERVER": "mail"})

"""Sending through servers that are busy, closing, or encrypted; stopped in the middle."""

import os
import signal
import ssl
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from survey.access.ledger import entries
from survey.fieldwork.invitations import OrderRefused, issue
from survey.fieldwork.mailing import (
    MailIncomplete,
    Mailing,
    MailRefused,
    Post,
    delivery,
    post,
    read_addresses,
)
from survey.fieldwork.policy import Policy
from survey.fieldwork.rounds import Reason
from survey.fieldwork.waves import open_wave
from survey.settings import Workspace
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Store, Submission
from tests.instruments import small_instrument
from tests.unit.survey.fieldwork.test_mailing import (
    BASE_URL,
    PEOPLE,
    UNITS,
    Mailbox,
    free_port,
    listed,
)

LOCAL = ip_address("127.0.0.1")
LIST = read_addresses(listed(), "list.csv", UNITS)


@dataclass
class Moody(Mailbox):
    """A mail server that has its ways.

    Attributes
    ----------
    a_connection
        Messages that it takes over one connection; then it answers with ``enough``.
    busy
        Addresses that it takes at their second time only.
    """

    a_connection: int = 1000
    enough: str = "421 enough"
    busy: set[str] = field(default_factory=set)
    no_login: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self.taken: Counter[Any] = Counter()
        self.connections: set[Any] = set()

    async def handle_MAIL(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        self.connections.add(session.peer)
        if self.no_login:
            return self.no_login
        if self.taken[session.peer] >= self.a_connection:
            return self.enough
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.busy:
            self.busy.discard(address)
            return "450 greylisted, come again"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.taken[session.peer] += 1
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def moody() -> Moody:
    return Moody()


@pytest.fixture
def start() -> Iterator[Callable[..., Controller]]:
    running: list[Controller] = []

    def started(handler: Mailbox, **options: Any) -> Controller:
        controller = Controller(handler, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return controller

    yield started
    for controller in running:
        controller.stop()


@pytest.fixture
def store(workspace: Workspace) -> Store:
    store = open_store(workspace)
    open_wave(workspace, store, "2026", instrument=small_instrument(), policy=Policy(), units=UNITS)
    return store


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def mailing(
    workspace: Workspace,
    store: Store,
    moody: Moody,
    start: Callable[..., Controller],
    waited: list[float],
) -> Mailing:
    server = Post("127.0.0.1", start(moody).port, "survey@example.org")
    return Mailing(workspace, store, store.wave("2026"), server, BASE_URL, pause=waited.append)


def fresh(store: Store, box: Mailbox) -> bool:
    """Whether everybody on the list got one message, with a code of their own that opens."""
    opens = {store.check_code(code).standing for code in box.codes.values()}
    got = Counter(recipient for recipient, _, _ in box.received)
    return opens == {CodeStanding.FRESH} and got == Counter(address for _, address in PEOPLE)


# Servers that take so many, are busy, or go away -------------------------------------------------


@pytest.mark.parametrize("enough", ["421 enough", "452 too many", "550 too many messages"])
def test_a_server_that_takes_three_messages_a_connection_gets_four_connections(
    mailing: Mailing, moody: Moody, store: Store, waited: list[float], enough: str
) -> None:
    moody.a_connection, moody.enough = 3, enough
    assert mailing.send_codes(LIST) == len(PEOPLE)
    assert fresh(store, moody)
    assert len(moody.connections) >= 4
    assert waited == []


def test_whom_a_server_takes_at_the_second_time_only_gets_the_same_code(
    mailing: Mailing, moody: Moody, store: Store
) -> None:
    moody.busy = {address for _, address in PEOPLE[::2]}
    assert mailing.send_codes(LIST) == len(PEOPLE)
    assert fresh(store, moody)
    assert len({message["message-id"] for _, _, message in moody.received}) == len(PEOPLE)


def test_a_server_that_takes_no_more_is_waited_for_and_then_left(
    mailing: Mailing, moody: Moody, store: Store, waited: list[float], workspace: Workspace
) -> None:
    moody.hang_up_after = 4
    with pytest.raises(MailIncomplete, match="4 of 10"):
        mailing.send_codes(LIST)
    assert waited == list(delivery.WAITS)
    assert store.codes_issued("2026") == 4
    moody.hang_up_after = 1000
    assert mailing.send_codes(LIST) == 6, "the same list again: those who have a code get no other"
    assert fresh(store, moody)
    assert entries(workspace)[-1].details == {"codes": 6}


def test_a_server_that_wants_a_login_is_named_and_no_code_is_left(
    mailing: Mailing, moody: Moody, store: Store
) -> None:
    moody.no_login = "530 authentication required"
    with pytest.raises(MailRefused, match="BEARING_SMTP_USER"):
        mailing.send_codes(LIST)
    assert store.codes_by_unit("2026") == {}
    moody.no_login = ""
    assert mailing.send_codes(LIST) == len(PEOPLE)
    assert fresh(store, moody)


def test_a_reminder_goes_on_over_further_connections(mailing: Mailing, moody: Moody) -> None:
    moody.a_connection = 4
    assert mailing.remind(LIST) == len(PEOPLE)
    assert len(moody.received) == len(PEOPLE)


# Stopped in the middle ---------------------------------------------------------------------------


def test_a_list_that_was_stopped_is_gone_on_with(
    mailing: Mailing, moody: Moody, store: Store, workspace: Workspace
) -> None:
    """Ctrl+C after four: a message of each line, a code of each, and no address in any file."""
    calls = iter(range(100))

    def stop(step: str, _done: float) -> None:
        if next(calls) == 4:
            raise KeyboardInterrupt(step)

    stopped = Mailing(
        workspace, store, mailing.wave, mailing.post, BASE_URL, progress=stop, pause=mailing.pause
    )
    with pytest.raises(KeyboardInterrupt):
        stopped.send_codes(LIST)
    assert store.codes_issued("2026") == len(moody.received) == 4
    assert mailing.send_codes(LIST) == 6
    assert fresh(store, moody)
    close_store(workspace)
    raw = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert b"example.org" not in raw.lower()


KILLED = """
import sys
from survey.fieldwork.mailing import Mailing, Post, read_addresses
from survey.settings import Workspace
from survey.store.opening import open_store
from pathlib import Path
import os, signal
place = Workspace(Path(sys.argv[1]))
store = open_store(place)
wave = store.wave("2026")
calls = iter(range(100))
def progress(step, done):
    if next(calls) == 4:
        begin = store.begin_mail
        def and_die(*arguments):
            begin(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)
        store.begin_mail = and_die
post = Post("127.0.0.1", int(sys.argv[2]), "survey@example.org")
people = read_addresses(sys.stdin.buffer.read(), "list.csv", wave.units)
mailing = Mailing(place, store, wave, post, "https://survey.example.org", progress=progress)
mailing.send_codes(people)
"""


def test_a_process_that_is_killed_leaves_nobody_without_a_code(
    mailing: Mailing, moody: Moody, workspace: Workspace
) -> None:
    """After four it dies with the fifth under way, whose code shares its place with the next."""
    close_store(workspace)
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(workspace.root), str(mailing.post.port)],
        input=listed(), cwd=Path(__file__).parents[4], env=os.environ, check=False, timeout=120,
    )  # fmt: skip
    assert died.returncode == -signal.SIGKILL
    assert len(moody.received) == 4
    again = open_store(workspace)
    assert again.codes_issued("2026") == 5
    wave = again.wave("2026")
    gone_on = Mailing(workspace, again, wave, mailing.post, BASE_URL, pause=mailing.pause)
    assert gone_on.send_codes(LIST) == 6
    assert fresh(again, moody)
    spent = again.redeem([Submission("2026", code, (3, 1)) for code in moody.codes.values()])
    assert set(spent) == {CodeStanding.FRESH}
    assert sum(again.response_counts("2026").values()) == 10


# Again, and for who joined -----------------------------------------------------------------------


def test_mail_that_bounced_is_sent_again_with_a_new_code(
    mailing: Mailing, moody: Moody, store: Store, workspace: Workspace
) -> None:
    mailing.send_codes(LIST)
    bounced = read_addresses(listed([("Night", "new.night.0@example.org")]), "list.csv", UNITS)
    assert mailing.send_codes(bounced, Reason.NOT_DELIVERED) == 1
    assert entries(workspace)[-1].details == {
        "codes": 1, "reason": "not-delivered", "department": "Stores", "team": "Night",
    }  # fmt: skip
    codes = list(moody.codes.values())
    store.redeem([Submission("2026", code, (3, 1)) for code in codes])
    assert store.response_counts("2026") == {0: 6, 1: 4}
    assert mailing.send_codes(bounced, Reason.NOT_DELIVERED) == 1, "it bounced once more"


def test_who_joined_gets_a_message(mailing: Mailing, store: Store, workspace: Workspace) -> None:
    issue(workspace, store, store.wave("2026"))
    joined = read_addresses(listed([("Day", "eve@example.org")]), "list.csv", UNITS)
    assert mailing.send_codes(joined, Reason.JOINED) == 1
    assert store.people_joined("2026") == {0: 1}


def test_more_than_a_team_has_people_are_not_sent_codes_again(
    mailing: Mailing, moody: Moody
) -> None:
    with pytest.raises(OrderRefused, match="0 people have got one"):
        mailing.send_codes(LIST, Reason.LOST)
    assert moody.received == []


# Encrypted, with a login -------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Return the server's side of a certificate for 127.0.0.1 that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(LOCAL)]), False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    both = tmp_path / "server.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    both.write_bytes(key.private_bytes(pem, form, plain) + made.public_bytes(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context


def only_clerk(*arguments: Any) -> AuthResult:
    given: LoginPassword = arguments[-1]
    return AuthResult(success=(given.login, given.password) == (b"clerk", b"secret"))


def encrypted(
    start: Callable[..., Controller], moody: Moody, context: ssl.SSLContext, *, from_the_start: bool
) -> Controller:
    login = {"authenticator": only_clerk, "auth_required": True}
    if from_the_start:
        return start(moody, ssl_context=context, **login, auth_require_tls=False)
    return start(moody, tls_context=context, require_starttls=True, **login)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("from_the_start", [True, False])
def test_codes_go_over_an_encrypted_connection_with_a_login(  # noqa: PLR0917 - fixtures
    mailing: Mailing,
    moody: Moody,
    store: Store,
    workspace: Workspace,
    start: Callable[..., Controller],
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    from_the_start: bool,
) -> None:
    server = encrypted(start, moody, certificate, from_the_start=from_the_start)
    if from_the_start:
        monkeypatch.setattr(post, "TLS_FROM_THE_START", server.port)
    account = Post(
        "127.0.0.1", server.port, "a@b.example", not from_the_start, user="clerk", password="secret"
    )
    encoded = Mailing(workspace, store, mailing.wave, account, BASE_URL)
    assert encoded.send_codes(LIST) == len(PEOPLE)
    assert fresh(store, moody)


def test_a_certificate_that_nobody_vouches_for_gets_no_code(  # noqa: PLR0917 - fixtures
    mailing: Mailing,
    moody: Moody,
    store: Store,
    workspace: Workspace,
    start: Callable[..., Controller],
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = encrypted(start, moody, certificate, from_the_start=False)
    monkeypatch.delenv("SSL_CERT_FILE")
    account = Post("127.0.0.1", server.port, "a@b.example", True, user="clerk", password="secret")
    with pytest.raises(MailRefused, match="SSLCertVerificationError"):
        Mailing(workspace, store, mailing.wave, account, BASE_URL).send_codes(LIST)
    assert (moody.received, store.codes_by_unit("2026")) == ([], {})


@pytest.mark.parametrize(
    ("sender", "written"),
    [("info@müller.example", "info@xn--mller-kva.example"), ("büro@example.org", None)],
)
def test_a_sender_beyond_ascii_is_written_in_ascii_or_refused(
    sender: str, written: str | None
) -> None:
    if written:
        assert Post.at("mail:25", sender, starttls=False, user="", password="").sender == written
        return
    with pytest.raises(MailRefused, match="before the @"):
        Post.at("mail:25", sender, starttls=False, user="", password="")

"""How people get in, from the screen while the server runs: each code once, each list forgotten."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from openpyxl import Workbook
from pikepdf import Pdf
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from pages.shell.desk import KEY, Desk
from survey.access.staff import add
from survey.fieldwork.codes import normal_form
from survey.fieldwork.form_address import FILE, keep_address, keep_root
from survey.fieldwork.mailing.later import waiting
from survey.fieldwork.policy import Policy
from survey.fieldwork.rounds import Reason
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.ways import CODES_ONLY, Ways
from survey.i18n.catalogue import texts
from survey.i18n.dates import moment
from survey.instruments.catalogue import load
from survey.organisation import trial
from survey.organisation.profile import keep_profile, read_profile
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Unit
from survey.vocabulary import Role
from survey.web_address import host_of
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.unit.survey.fieldwork.test_mailing import Mailbox, free_port

EN = texts("en")
UNITS = (Unit(0, "Hub", "Early", 6), Unit(1, "Hub", "Late", 4))
PEOPLE = [("Early", f"early{n}@example.org") for n in range(6)] + [
    ("Late", f"late{n}@example.org") for n in range(4)
]
LIST = "\r\n".join(
    ["department,team,email", *(f"Hub,{team},{address}" for team, address in PEOPLE)]
).encode()

SERVER, SENDER = "BEARING_SMTP_SERVER", "BEARING_SMTP_FROM"


def with_wave(workspace: Workspace, ways: Ways = CODES_ONLY) -> Workspace:
    """Open a wave of ten people in two teams."""
    store = open_store(workspace)
    open_wave(
        workspace, store, "autumn",
        instrument=load("core"), policy=Policy(), units=UNITS, ways=ways,
    )  # fmt: skip
    return workspace


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    return with_wave(make_workspace(released=False))


@pytest.fixture
def real(make_workspace: MakeWorkspace) -> Workspace:
    workspace = make_workspace(WorkspaceKind.REAL, released=False)
    add(workspace, "Ada", "a long enough password", Role.COORDINATOR)
    keep_address(workspace, "https://survey.example.net")
    return with_wave(workspace)


def opened(open_page: Open, workspace: Workspace, name: str | None = None) -> AppTest:
    page = open_page("coordinator/invitations.py", Role.COORDINATOR, workspace, name=name)
    assert not page.exception
    return page


def keys(page: AppTest, kind: str) -> set[str]:
    return {str(one.key) for one in page.get(kind)}


def desk(page: AppTest) -> Desk:
    found = page.session_state[KEY]
    assert isinstance(found, Desk)
    return found


def downloads(page: AppTest) -> set[str]:
    return {one.proto.label for one in page.get("download_button")}


def pages_of(pdf: bytes) -> int:
    with Pdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


# Codes and letters -----------------------------------------------------------------------------


def test_codes_and_letters_are_made_once_and_gone_when_they_are_saved(
    workspace: Workspace, open_page: Open
) -> None:
    page = opened(open_page, workspace)
    assert EN("invitations.lead", people=10, teams=2, without=10) in words_on(page)
    page.button(key="make_letters").click().run()
    made = desk(page).made
    assert made is not None
    assert pages_of(made.letters) == made.count == 10
    rows = list(csv.DictReader(io.StringIO(made.codes.decode("utf-8-sig"))))
    store = open_store(workspace)
    assert {store.check_code(normal_form(row["code"])).standing for row in rows} == {
        CodeStanding.FRESH
    }
    shown = words_on(page)
    assert not any(row["code"] in shown for row in rows), "in the files alone, not on the page"
    assert rows[0]["code"] not in repr(made)
    assert {EN("invitations.save_letters"), EN("invitations.save_codes")} <= downloads(page)

    page.button(key="files_saved").click().run()
    assert desk(page) == Desk()
    assert "make_letters" not in keys(page, "button")
    assert EN("invitations.all_made") in words_on(page)
    assert EN("invitations.save_letters") not in downloads(page)


def test_letters_can_be_made_a_team_at_a_time(workspace: Workspace, open_page: Open) -> None:
    page = opened(open_page, workspace)
    page.multiselect(key="letter_teams_autumn").set_value([1]).run()
    page.button(key="make_letters").click().run()
    assert open_store(workspace).codes_by_unit("autumn") == {1: 4}
    page.button(key="files_saved").click().run()
    assert EN("invitations.lead", people=10, teams=2, without=6) in words_on(page)
    page.button(key="make_letters").click().run()
    assert open_store(workspace).codes_by_unit("autumn") == {0: 6, 1: 4}


def test_a_page_that_is_loaded_anew_has_the_codes_until_they_are_saved(
    workspace: Workspace, open_page: Open
) -> None:
    page = opened(open_page, workspace)
    page.button(key="make_letters").click().run()
    made = desk(page).made
    assert made is not None
    page.button(key="sign_out").click().run()
    assert KEY not in page.session_state

    again = opened(open_page, workspace)
    assert desk(again).made is made
    assert EN("invitations.save_letters") in downloads(again)
    again.button(key="files_saved").click().run()
    assert desk(opened(open_page, workspace)).made is None


def test_codes_of_a_wave_that_closed_are_forgotten(workspace: Workspace, open_page: Open) -> None:
    opened(open_page, workspace).button(key="make_letters").click().run()
    close_wave(workspace, open_store(workspace), "autumn")
    page = opened(open_page, workspace)
    assert desk(page).made is None
    assert downloads(page) == set()


def test_what_was_done_is_in_the_ledger_and_no_code_in_any_file(
    workspace: Workspace, open_page: Open
) -> None:
    page = opened(open_page, workspace)
    page.button(key="make_letters").click().run()
    made = desk(page).made
    assert made is not None
    rows = list(csv.DictReader(io.StringIO(made.codes.decode("utf-8-sig"))))
    last = json.loads(workspace.ledger.read_text("utf-8").splitlines()[-1])
    assert (last["action"], last["details"]) == ("codes issued", {"codes": 10})
    close_store(workspace)
    raw = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert not any(normal_form(row["code"]).encode() in raw for row in rows)
    assert not any(row["code"].encode() in raw for row in rows)


# Where it leads --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://survey.example.org", "survey.example.org"),
        ("http://10.0.0.7:8501/bearing", "10.0.0.7"),
        ("survey.example.org", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://[", None),
        ("https://x.org?next=1", None),
        ("https://x.org:99999", None),
        ("https://survey example.org", None),
        ("https://a:b@x.org", None),
    ],
)
def test_an_address_has_to_be_a_whole_one(address: str, host: str | None) -> None:
    assert host_of(address) == host


def test_an_address_that_leads_nowhere_is_said_before_anything_is_printed(
    workspace: Workspace, open_page: Open
) -> None:
    page = opened(open_page, workspace)
    assert EN("invitations.address_here", host="localhost") in words_on(page)
    page.text_input(key="address_autumn").set_value("https://survey.example.org/").run()
    assert EN("invitations.address_here", host="localhost") not in words_on(page)
    page.button(key="make_letters").click().run()
    made = desk(page).made
    assert made is not None
    assert made.codes.count(b",https://survey.example.org/s/") == 10
    page.text_input(key="address_autumn").set_value("example").run()
    assert [one.value for one in page.error] == [EN("invitations.address_wrong")]
    keep_root(workspace, "/bearing")
    page.text_input(key="address_autumn").set_value("https://survey.example.org/other").run()
    assert [one.value for one in page.error] == [
        EN("invitations.address_elsewhere", path="/bearing")
    ]


def test_an_address_that_was_typed_is_there_again(workspace: Workspace, open_page: Open) -> None:
    page = opened(open_page, workspace)
    page.text_input(key="address_autumn").set_value("https://survey.example.org/s").run()
    again = opened(open_page, workspace)
    assert again.text_input(key="address_autumn").value == "https://survey.example.org"


def test_nobody_is_sent_to_this_computer(real: Workspace, open_page: Open) -> None:
    (real.root / FILE).unlink()
    page = opened(open_page, real, "Ada")
    assert [one.value for one in page.error] == [EN("invitations.address_here", host="localhost")]
    assert "make_letters" not in keys(page, "button")


def test_a_real_address_is_tried_before_it_is_kept(
    real: Workspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(open_page, real, "Ada")
    page.text_input(key="address_autumn").set_value("https://nowhere.invalid").run()
    assert "make_letters" not in keys(page, "button")
    page.button(key="keep_address").click().run()
    assert "Nothing answers at https://nowhere.invalid" in page.error[0].value
    assert read_profile(real).address == "https://survey.example.net"
    page.checkbox(key="vouched_https://nowhere.invalid").check()
    page.button(key="keep_address").click().run()
    assert read_profile(real).address == "https://nowhere.invalid"
    assert "make_letters" in keys(page, "button")
    tried: list[str] = []
    monkeypatch.setattr(trial, "require_answer", tried.append)
    page.text_input(key="address_autumn").set_value("https://other.invalid/s").run()
    page.button(key="keep_address").click().run()
    assert tried == [read_profile(real).address] == ["https://other.invalid"]


def test_a_damaged_file_of_the_organisation_is_said_and_nothing_is_made(
    workspace: Workspace, open_page: Open
) -> None:
    (workspace.root / FILE).write_text("name = ", "utf-8")
    page = opened(open_page, workspace)
    assert [one.value for one in page.error] == [
        'organisation.toml cannot be read: it needs lines such as name = "Example Hospital" and'
        ' address = "https://survey.example.org".'
    ]
    assert "make_letters" not in keys(page, "button")


# Posters and paper -----------------------------------------------------------------------------


@pytest.mark.parametrize("open_links", [False, True])
def test_posters_say_which_way_they_lead(
    make_workspace: MakeWorkspace, open_page: Open, open_links: bool
) -> None:
    ways = Ways(open_links=open_links)
    page = opened(open_page, with_wave(make_workspace(released=False), ways))
    said = words_on(page)
    assert (EN("invitations.posters_open") in said) is open_links
    assert (EN("invitations.posters_code") in said) is not open_links
    assert {EN("invitations.save_posters"), EN("invitations.save_paper")} <= downloads(page)


def test_without_an_open_wave_the_page_says_what_to_do(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = opened(open_page, make_workspace(released=False))
    assert EN("invitations.none") in words_on(page)
    assert downloads(page) == set()


# E-mail ----------------------------------------------------------------------------------------


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def mail_server(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Controller]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    monkeypatch.setenv(SERVER, f"127.0.0.1:{controller.port}")
    monkeypatch.setenv(SENDER, "survey@example.org")
    yield controller
    controller.stop()


def with_list(page: AppTest, raw: bytes = LIST, round_: int = 0, name: str = "list.csv") -> AppTest:
    page.file_uploader(key=f"address_list_{round_}").set_value((name, raw, ""))
    return page.run()


def send(page: AppTest, kind: str, round_: int = 0) -> AppTest:
    page.radio(key=f"what_{round_}").set_value(kind)
    page.checkbox(key=f"sure_{round_}").check().run()
    return page.button(key=f"send_{round_}").click().run()


@pytest.mark.usefixtures("mail_server")
def test_each_address_gets_a_code_after_a_yes_and_the_list_is_gone(
    real: Workspace, open_page: Open, mailbox: Mailbox
) -> None:
    page = with_list(opened(open_page, real, "Ada"))
    assert EN.plural("invitations.listed", 10) in words_on(page)
    assert page.button(key="send_0").disabled
    send(page, "codes")
    assert [one.value for one in page.success] == [EN.plural("invitations.sent_codes", 10)]
    assert sorted(mailbox.codes) == sorted(address for _, address in PEOPLE)
    assert open_store(real).codes_by_unit("autumn") == {0: 6, 1: 4}
    assert "send_0" not in keys(page, "button"), "another press sends nothing twice"
    assert page.file_uploader(key="address_list_1").value is None
    assert "example.org" not in repr(page.session_state).replace("survey@example.org", "")


@pytest.mark.usefixtures("mail_server")
def test_a_list_of_addresses_may_be_a_workbook(real: Workspace, open_page: Open) -> None:
    book = Workbook()
    for line in LIST.decode().splitlines():
        book.worksheets[0].append(line.split(","))
    raw = io.BytesIO()
    book.save(raw)
    page = with_list(opened(open_page, real, "Ada"), raw.getvalue(), name="list.xlsx")
    assert EN.plural("invitations.listed", 10) in words_on(page)


@pytest.mark.usefixtures("mail_server")
def test_a_list_that_was_used_is_taken_out_of_the_servers_memory_at_once(
    real: Workspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_out: list[bytes] = []
    remove = MemoryUploadedFileManager.remove_file

    def watched(manager: MemoryUploadedFileManager, session: str, file: str) -> None:
        taken_out.append(manager.file_storage[session][file].data)
        remove(manager, session, file)
        assert not manager.file_storage[session]

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", watched)
    page = with_list(opened(open_page, real, "Ada"))
    assert taken_out == []
    send(page, "reminder")
    assert taken_out == [LIST]


@pytest.mark.usefixtures("mail_server")
def test_a_reminder_goes_to_all_without_codes(
    real: Workspace, open_page: Open, mailbox: Mailbox
) -> None:
    page = send(with_list(opened(open_page, real, "Ada")), "reminder")
    assert [one.value for one in page.success] == [EN.plural("invitations.sent_reminder", 10)]
    assert len(mailbox.received) == 10
    assert open_store(real).codes_by_unit("autumn") == {}
    last = json.loads(real.ledger.read_text("utf-8").splitlines()[-1])
    assert last["action"] == "reminder sent"


@pytest.mark.usefixtures("mail_server")
def test_lines_that_were_not_taken_are_named_without_their_addresses(
    real: Workspace, open_page: Open, mailbox: Mailbox
) -> None:
    mailbox.refused = {"late0@example.org"}
    page = send(with_list(opened(open_page, real, "Ada")), "codes")
    [error] = page.error
    assert "line 8" in error.value
    assert "late0" not in error.value
    again = b"department,team,email\r\nHub,Late,late0@example.org\r\n"
    mailbox.refused = set()
    send(with_list(page, again, 1), "codes", 1)
    assert [one.value for one in page.success] == [EN.plural("invitations.sent_codes", 1)]


@pytest.mark.usefixtures("mail_server")
def test_a_list_that_cannot_be_used_is_refused_by_its_line(
    real: Workspace, open_page: Open, mailbox: Mailbox
) -> None:
    page = with_list(opened(open_page, real, "Ada"), b"department,team,email\nHub,Noon,a@b.org\n")
    [error] = page.error
    assert "line 2" in error.value
    assert "a@b.org" not in error.value
    assert mailbox.received == []


def test_without_a_mail_server_the_page_says_who_can_set_one(
    real: Workspace, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SERVER, raising=False)
    page = opened(open_page, real, "Ada")
    assert EN("invitations.mail_off") in words_on(page)
    assert not page.get("file_uploader")


@pytest.mark.usefixtures("mail_server")
def test_from_a_demonstration_no_mail_goes_out(workspace: Workspace, open_page: Open) -> None:
    """Whoever finds a demonstration may choose to be its coordinator."""
    page = opened(open_page, workspace)
    assert EN("invitations.mail_demonstration") in words_on(page)
    assert not page.get("file_uploader")


@pytest.mark.usefixtures("mail_server")
def test_a_message_that_bounced_is_sent_again_with_a_new_code(
    real: Workspace, open_page: Open, mailbox: Mailbox
) -> None:
    page = send(with_list(opened(open_page, real, "Ada")), "codes")
    bounced = b"department,team,email\r\nHub,Late,new.late0@example.org\r\n"
    send(with_list(page, bounced, 1), "codes_again", 1)
    assert [one.value for one in page.success] == [EN.plural("invitations.sent_codes", 1)]
    assert "new.late0@example.org" in mailbox.codes
    last = json.loads(real.ledger.read_text("utf-8").splitlines()[-1])
    assert last["details"]["reason"] == "not-delivered"


# Lost codes and new people ---------------------------------------------------------------------


def test_lost_codes_are_given_out_again_by_team_and_number(
    workspace: Workspace, open_page: Open
) -> None:
    page = opened(open_page, workspace)
    assert "make_more" not in keys(page, "button"), "nobody has a code yet"
    page.button(key="make_letters").click().run()
    assert "make_more" not in keys(page, "button"), "first the files that lie there are saved"
    page.button(key="files_saved").click().run()
    assert page.button(key="make_more").disabled
    page.radio(key="more_why").set_value(Reason.LOST).run()
    page.multiselect(key="more_teams_lost_autumn").set_value([1]).run()
    people = page.number_input(key="more_people_lost_autumn_1")
    assert (people.value, people.min, people.max) == (1, 1, 4)
    people.set_value(3).run()
    page.button(key="make_more").click().run()
    made = desk(page).made
    assert made is not None
    assert pages_of(made.letters) == made.count == 3
    rows = list(csv.DictReader(io.StringIO(made.codes.decode("utf-8-sig"))))
    assert {row["team"] for row in rows} == {"Late"}
    last = json.loads(workspace.ledger.read_text("utf-8").splitlines()[-1])
    assert (last["action"], last["details"]["codes"]) == ("codes given out again", 3)


def test_who_joins_gets_a_code(workspace: Workspace, open_page: Open) -> None:
    page = opened(open_page, workspace)
    page.button(key="make_letters").click().run()
    page.button(key="files_saved").click().run()
    page.radio(key="more_why").set_value(Reason.JOINED).run()
    page.multiselect(key="more_teams_joined_autumn").set_value([0]).run()
    page.button(key="make_more").click().run()
    made = desk(page).made
    assert made is not None
    assert made.count == 1
    assert open_store(workspace).people_joined("autumn") == {0: 1}
    last = json.loads(workspace.ledger.read_text("utf-8").splitlines()[-1])
    assert last["action"] == "people joined"


@pytest.mark.usefixtures("mail_server")
def test_a_reminder_is_planned_shown_and_called_off(
    real: Workspace, open_page: Open, mailbox: Mailbox
) -> None:
    keep_profile(real, replace(read_profile(real), time_zone="Europe/Berlin"))
    page = with_list(opened(open_page, real, "Ada"))
    page.radio(key="what_0").set_value("reminder").run()
    page.checkbox(key="later_0").check().run()
    day = date.today() + timedelta(days=5)
    page.date_input(key="remind_0_day").set_value(day)
    page.multiselect(key="remind_languages_0").set_value(["de", "en"])
    page.checkbox(key="sure_0").check().run()
    page.button(key="send_0").click().run()
    at = datetime(day.year, day.month, day.day, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    said = EN.plural("reminders.planned", 10, **moment(at, "Europe/Berlin", "en"))
    assert [one.value for one in page.success] == [said]
    assert said in words_on(page)
    assert mailbox.received == []
    (one,) = waiting(real, "autumn")
    assert (one.languages, len(one.addressees)) == (("de", "en"), 10)
    page.button(key=f"call_off_{one.minute}").click().run()
    assert waiting(real, "autumn") == ()
    assert said not in words_on(page)

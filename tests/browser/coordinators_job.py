"""A coordinator's whole job on screens alone, from the first password to the last answer destroyed.

What is looked for are the words of the catalogue, so that the way is the same in each language that
staff have. Nothing but the answers of employees, and the opening of links, comes from outside.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect

from survey.form.answers import field_name
from survey.i18n.catalogue import Texts, texts
from survey.instruments.catalogue import load
from tests.browser.staff_pages import drawn

CORE: Final = load("core")
LIST: Final = "Abteilung;Team;Anzahl\r\nPflege;Früh;14\r\nPflege;Spät;12\r\nKüche;Küche;9\r\n;;\r\n"
MAILED: Final = "Küche"
ADDRESSES: Final = "Abteilung;Team;E-Mail\r\n" + "".join(
    f"Küche;Küche;k{number}@klinik.example\r\n" for number in range(9)
)
PASSWORD: Final = "four words in a row"
NAME: Final = "Klinik Süd"
WAVE: Final = "Herbst"
STEPS: Final = (
    "organisation", "staff_list", "plan", "questionnaire", "open", "invite", "remind", "close",
    "publish", "read", "act", "destroy",
)  # fmt: skip


@dataclass
class Job:
    """Somebody who does the job: a browser page, a language, and a folder for what is saved.

    ``look`` is called with the name of each place that is reached, to take a picture of it.
    """

    page: Page
    language: str
    folder: Path
    look: Callable[[str], None]

    @property
    def say(self) -> Texts:
        """The words of the screens."""
        return texts(self.language)

    def screen(self, key: str) -> None:
        """Wait until a screen is drawn."""
        drawn(self.page, self.say(f"screens.{key}.title"))

    def follow(self, key: str, screen: str) -> None:
        """Press a link of the page's main part that names a screen."""
        label = re.compile(re.escape(self.say(key)))
        self.page.get_by_test_id("stMain").get_by_role("link", name=label).first.click()
        self.screen(screen)

    def menu(self, screen: str) -> None:
        """Go to a screen by the menu."""
        name = self.say(f"screens.menu.{screen}")
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True).click()
        self.screen(screen)

    def press(self, key: str, **values: object) -> None:
        """Press a button and wait until the page stands still."""
        self.page.get_by_role("button", name=self.say(key, **values), exact=True).first.click()
        self.still()

    def still(self) -> None:
        """Wait until what was pressed is done."""
        self.page.wait_for_timeout(150)
        self.page.locator("[data-test-script-state='notRunning']").wait_for()

    def type_in(self, key: str, value: str) -> None:
        """Type into a field and leave it."""
        field = self.page.get_by_label(self.say(key), exact=True).first
        field.fill(value)
        field.press("Tab")
        self.still()

    def tick(self, words: str) -> None:
        """Tick a box by its words."""
        self.page.get_by_text(words, exact=True).first.click()
        self.still()

    def bring(self, name: str, content: str) -> None:
        """Bring a file to the last field for one."""
        path = self.folder / name
        path.write_text(content, "utf-8")
        self.page.locator("input[type=file]").last.set_input_files(path)
        self.still()

    def reads(self, words: str) -> None:
        """Wait until a sentence stands on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=60_000)

    def next_is(self, step: str) -> None:
        """Open the list of what to do and check what it calls the next step."""
        self.menu("checklist")
        self.reads(self.say("coordinator.lead", step=self.say(f"coordinator.step.{step}")))


def begin(job: Job, link: str, password: str = PASSWORD) -> None:
    """Set the first password by a link."""
    job.page.goto(link)
    job.screen("new_password")
    job.look("password")
    for key in ("staff.account.new", "staff.account.again"):
        job.page.get_by_label(job.say(key), exact=True).fill(password)
    job.page.get_by_role("button", name=job.say("staff.account.send")).click()
    job.screen("account")


def prepare(job: Job, address: str) -> None:
    """Enter the organisation and its staff list, and see what could be shown."""
    job.follow("screens.menu.checklist", "checklist")
    job.look("empty")
    job.follow("screens.menu.organisation", "organisation")
    job.type_in("coordinator.name", NAME)
    job.type_in("coordinator.address", address)
    zone = job.page.get_by_label(job.say("dates.zone"))
    zone.fill("Berlin")
    zone.press("Enter")
    job.still()
    job.press("coordinator.save")
    job.reads(job.say("coordinator.unsaved"))  # nothing answers there, seen from the server
    job.tick(job.say("coordinator.vouch"))
    job.press("coordinator.save")
    job.reads(job.say("coordinator.saved"))
    job.look("organisation")
    job.follow("screens.menu.checklist", "checklist")
    job.follow("screens.menu.staff_list", "staff_list")
    job.bring("personal.csv", LIST)
    job.look("staff-list")
    job.press("coordinator.confirm")
    job.follow("screens.menu.planner", "planner")
    job.look("plan")
    job.menu("questionnaire")


def open_wave(job: Job) -> None:
    """Open a wave with an end, and a day on which its answers are destroyed."""
    job.next_is("open")
    job.follow("screens.menu.open_wave", "open_wave")
    job.type_in("screens.open_wave.name", WAVE)
    job.tick(job.say("dates.ends"))
    job.tick(job.say("dates.keeps"))
    job.look("open")
    job.press("screens.open_wave.open")
    job.reads(job.say("screens.open_wave.opened", wave=WAVE))


def invite(job: Job) -> list[str]:
    """Send codes to one department, make letters for the others and return the codes on them."""
    job.next_is("invite")
    job.follow("screens.menu.invitations", "invitations")
    job.look("invitations")
    mail(job, "codes")
    job.press("invitations.make_letters")
    with job.page.expect_download() as saving:
        job.page.get_by_role("button", name=job.say("invitations.save_letters")).click()
    saving.value.save_as(job.folder / "letters.pdf")
    with job.page.expect_download() as saving:
        job.page.get_by_role("button", name=job.say("invitations.save_codes")).click()
    saving.value.save_as(job.folder / "codes.csv")
    job.look("codes")
    job.press("invitations.saved")
    job.reads(job.say("invitations.all_made"))
    with job.page.expect_download() as saving:
        job.page.get_by_role("button", name=job.say("invitations.save_posters")).click()
    saving.value.save_as(job.folder / "posters.pdf")
    with (job.folder / "codes.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def mail(job: Job, kind: str) -> None:
    """Send codes or a reminder to the list of addresses."""
    job.bring("adressen.csv", ADDRESSES)
    job.tick(job.say(f"invitations.{kind}"))
    job.tick(job.say.plural("invitations.sure", 9))
    job.press("invitations.send")
    job.reads(job.say.plural(f"invitations.sent_{kind}", 9))


def answer(address: str, codes: list[str]) -> None:
    """Answer as employees, each with other answers."""
    for number, code in enumerate(codes):
        body = urlencode({"code": code, "language": "en"} | dict(fields(number)))
        request = Request(f"{address}/s", body.encode())  # noqa: S310  - this test's own server
        with urlopen(request, timeout=60) as thanks:  # noqa: S310
            assert thanks.status == 200


def fields(number: int) -> Iterator[tuple[str, str]]:
    """Yield a whole form that varies with a number."""
    for at, item in enumerate(CORE.items):
        values = CORE.options_of(item.key).values
        yield field_name(item.key), str(values[(number * 7 + at * at + number // 3) % len(values)])


def enter_paper(job: Job) -> None:
    """Enter a form on paper by clicking."""
    job.menu("paper_entry")
    job.tick(job.say("screens.paper_entry.clicked"))
    groups = job.page.locator("form, [data-testid=stForm]").last.get_by_role("radiogroup")
    expect(groups).to_have_count(len(CORE.items))
    for number in range(len(CORE.items)):
        groups.nth(number).locator("label").first.click()
    job.look("paper")
    team = job.say("screens.paper_entry.team_of", team=MAILED, department=MAILED)
    job.page.get_by_role("button", name=job.say("screens.paper_entry.store", team=team)).click()
    job.still()
    job.reads(job.say("screens.paper_entry.stored"))


def remind(job: Job) -> None:
    """Send a reminder, after which nothing waits for anybody until the end comes."""
    job.menu("invitations")
    mail(job, "reminder")
    job.menu("checklist")
    job.reads(job.say("coordinator.lead_waits"))
    job.look("running")


def close(job: Job) -> None:
    """See how many have answered, close and publish."""
    job.menu("waves")
    job.look("waves")
    job.tick(job.say("screens.waves.confirm", wave=WAVE))
    job.press("screens.waves.close")
    expect(job.page.get_by_text(job.say("screens.waves.published", wave=WAVE))).to_be_visible(
        timeout=120_000
    )
    job.look("published")


def let_in(job: Job, name: str) -> str:
    """Let HR in, since the list says that nobody may read results, and return the link."""
    job.next_is("read")
    job.reads(job.say("coordinator.note.no_readers"))
    job.follow("screens.menu.staff", "staff")
    job.type_in("staff.name", name)
    job.press("staff.add_send")
    link = job.page.locator("code").first
    expect(link).to_contain_text("new_password")
    job.look("access")
    return link.inner_text()


def read_and_act(reader: Job, link: str) -> None:
    """Read the result as HR, and write down an action."""
    begin(reader, link, "four other words here")
    reader.follow("screens.menu.overview", "overview")
    reader.look("overview")
    reader.menu("actions")
    reader.look("actions")


def destroy(job: Job) -> None:
    """Destroy the single answers, after which nothing is left to do for this wave."""
    job.menu("waves")
    job.tick(job.say("coordinator.destroy_sure", wave=WAVE))
    job.press("coordinator.destroy")
    job.reads(job.say("coordinator.destroyed"))
    job.look("destroyed")

"""The list of screens: which file, under which address, for whom, in the order of the menu."""

from dataclasses import dataclass, field
from typing import Final

from survey.access.permissions import WHO_MAY, Doing
from survey.i18n.catalogue import PROMISE_PARTS
from survey.vocabulary import Role

COORDINATOR: Final = WHO_MAY[Doing.RUN_WAVES]
READERS: Final = WHO_MAY[Doing.READ_RESULTS]
EVERYONE: Final[frozenset[Role]] = frozenset()


@dataclass(frozen=True)
class Screen:
    """A screen. ``roles`` is empty where everyone may see it, signed in or not.

    ``by_wave`` says that it shows one wave, which the reader chooses in the side bar. ``parts``
    are the parts of the catalogue that it is worded in, where employees read it in each language
    that has them; a screen without is for staff, in the languages that have every part.
    ``listed`` is False where only a link leads to it.
    """

    file: str
    path: str
    roles: frozenset[Role] = field(default=EVERYONE)
    by_wave: bool = False
    parts: tuple[str, ...] = ()
    listed: bool = True

    @property
    def results(self) -> bool:
        """Whether it shows results, and so whether a limited reader sees a part of them."""
        return self.roles == READERS

    @property
    def title_key(self) -> str:
        """The key of the screen's name in the menu."""
        return f"screens.menu.{self.path}"

    def open_to(self, role: Role | None) -> bool:
        """Whether a session with this role may see the screen."""
        return not self.roles or role in self.roles

    def listed_for(self, role: Role | None) -> bool:
        """Whether the menu names it: the sign-in goes out of it while one is signed in."""
        signed_in_already = role is not None and self.path == "sign_in"
        return self.listed and self.open_to(role) and not signed_in_already


SCREENS: Final = (
    Screen("everyone/home.py", "home", parts=PROMISE_PARTS),
    Screen("coordinator/checklist.py", "checklist", COORDINATOR),
    Screen("coordinator/organisation.py", "organisation", COORDINATOR),
    Screen("coordinator/staff_list.py", "staff_list", COORDINATOR),
    Screen("coordinator/planner.py", "planner", COORDINATOR),
    Screen("coordinator/questionnaire.py", "questionnaire", COORDINATOR),
    Screen("coordinator/open_wave.py", "open_wave", COORDINATOR),
    Screen("coordinator/invitations.py", "invitations", COORDINATOR),
    Screen("coordinator/paper_entry.py", "paper_entry", COORDINATOR),
    Screen("coordinator/waves.py", "waves", COORDINATOR),
    Screen("coordinator/staff.py", "staff", WHO_MAY[Doing.MANAGE_STAFF]),
    Screen("coordinator/import_answers.py", "import_answers", COORDINATOR),
    Screen("hr/overview.py", "overview", READERS, by_wave=True),
    Screen("hr/teams.py", "teams", READERS, by_wave=True),
    Screen("hr/team.py", "team", READERS, by_wave=True),
    Screen("hr/factors.py", "factors", READERS, by_wave=True),
    Screen("hr/people.py", "people", READERS, by_wave=True),
    Screen("hr/links.py", "links", READERS, by_wave=True),
    Screen("hr/strain.py", "strain", READERS, by_wave=True, listed=False),
    Screen("hr/what_if.py", "what_if", READERS, by_wave=True, listed=False),
    Screen("hr/levels.py", "levels", READERS, by_wave=True, listed=False),
    Screen("hr/against.py", "against", READERS, by_wave=True, listed=False),
    Screen("hr/trends.py", "trends", READERS),
    Screen("hr/actions.py", "actions", WHO_MAY[Doing.WRITE_ACTIONS], by_wave=True),
    Screen("occupational_health/reports.py", "reports", WHO_MAY[Doing.TAKE_RESULTS], by_wave=True),
    Screen("staff/trail.py", "trail", WHO_MAY[Doing.READ_TRAIL]),
    Screen("staff/account.py", "account", WHO_MAY[Doing.CHANGE_OWN_PASSWORD]),
    Screen("everyone/privacy.py", "privacy", parts=PROMISE_PARTS),
    Screen("everyone/new_password.py", "new_password", listed=False),
    Screen("everyone/sign_in.py", "sign_in"),
)

BY_PATH: Final = {screen.path: screen for screen in SCREENS}
HOME: Final = BY_PATH["home"]
SIGN_IN: Final = BY_PATH["sign_in"]

FIRST_SCREEN: Final = {
    Role.COORDINATOR: "coordinator/checklist.py",
    Role.HR: "hr/overview.py",
    Role.OCCUPATIONAL_HEALTH: "hr/overview.py",
    Role.WORKS_COUNCIL: "staff/trail.py",
}
"""Where a role lands after signing in."""

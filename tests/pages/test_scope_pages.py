"""Who sees which departments: the truth table of role, scope, page and file that leaves."""

import csv
import io
import zipfile
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from analytics.release.content import Release
from analytics.release.sight import seen
from analytics.release.writer import write_release
from analytics.reports.director import director
from analytics.reports.odds_ratios import links
from analytics.reports.opening import opening
from analytics.reports.over_time import over_time
from analytics.reports.rules import rules
from analytics.reports.scope import Scope as ReportScope
from analytics.reports.teams import teams
from pages.shell import guard, workspace
from pages.shell.files import exports_zip, report_file
from pages.shell.screens import SCREENS, Screen
from survey.access import sessions, staff
from survey.access.ledger import entries
from survey.access.permissions import Doing, NotAllowed
from survey.access.scope import EVERYTHING, Scope
from survey.fieldwork.actions import Owner, actions, add, draft
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.pages.releases import full_release

EN = texts("en")
PASSWORD = "a long enough password"
RESULTS = [screen for screen in SCREENS if screen.results]
OFFICE, PRODUCTION = Scope.of(["Office"]), Scope.of(["Production"])
STAFF = {
    "whole": (Role.HR, EVERYTHING),
    "hr_office": (Role.HR, OFFICE),
    "hr_production": (Role.HR, PRODUCTION),
    "health_office": (Role.OCCUPATIONAL_HEALTH, OFFICE),
    "health_nowhere": (Role.OCCUPATIONAL_HEALTH, Scope.of(["Nowhere"])),
}
OF = {
    "Office": ("Office",),
    "Production": ("Production", "Assembly", "Maintenance", "Night shift", "Stores"),
}
"""The names by which each department's rows are known."""
SHOWS = {
    "whole": {"Office", "Production"},
    "hr_office": {"Office"},
    "hr_production": {"Production"},
    "health_office": {"Office"},
    "health_nowhere": set(),
}
"""The departments of which each of the staff may see rows."""
ACTIONS = {"Office": "quieter rooms", "Production": "lifting aids"}
DAY = date(2026, 2, 1)


@pytest.fixture
def here(make_workspace: MakeWorkspace) -> Workspace:
    made = make_workspace(WorkspaceKind.REAL, released=False)
    for position, wave in enumerate(("2025", "2026")):
        write_release(made.releases / wave, full_release(wave, position, lower=5.0 * position))
    for name, (role, scope) in STAFF.items():
        staff.add(made, name, PASSWORD, role, scope)
    for department, aim in ACTIONS.items():
        add(
            made,
            draft(aim=aim, factor="workload", units=[(department, "*")], owner=Owner.HR,
                  start=DAY, end=DAY, since="2025"),
            Role.HR,
        )  # fmt: skip
    return made


def read_on(page: AppTest) -> str:
    """Return every text of a page, what its choices offer among them."""
    offered = [
        str(option)
        for kind in ("selectbox", "multiselect", "button_group")
        for one in page.get(kind)
        for option in one.proto.options
    ]
    return "\n".join([words_on(page), *offered])


@pytest.mark.parametrize("screen", RESULTS, ids=lambda screen: screen.path)
def test_each_page_shows_rows_of_the_truth_table_and_no_other(
    here: Workspace, open_page: Open, screen: Screen
) -> None:
    found: dict[str, set[str]] = {}
    for name in STAFF:  # the one who sees all comes first, and fills what is kept
        page = open_page(screen.file, workspace=here, name=name)
        assert page.title
        assert not page.exception
        scope = STAFF[name][1]
        said = read_on(page)
        note = EN("screens.scope", departments=", ".join(scope.departments))
        absent = EN("screens.scope.absent", departments="Nowhere")
        assert (note in said) is scope.limited
        assert (absent in said) is (name == "health_nowhere")
        said = said.replace(note, "").replace(absent, "")
        found[name] = {
            department
            for department, names in OF.items()
            if any(one in said for one in (*names, ACTIONS[department]))
        }
        assert found[name] <= SHOWS[name], screen.path
    shows_rows = bool(found["whole"])
    for name, departments in found.items():
        assert not shows_rows or departments == found["whole"] & SHOWS[name]


def departments_in(archive: bytes) -> set[str]:
    """Return the departments of every table of cells in an export, and those of its codebook."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        rows = csv.DictReader(io.StringIO(files.read("cells.csv").decode("utf-8-sig")))
        found = {row["department"] for row in rows} - {"*"}
        others = b"".join(files.read(name) for name in files.namelist() if "cells" in name)
    for department in set(OF) - found:
        assert department.encode() not in others
    return found


@pytest.mark.parametrize("name", STAFF)
def test_each_file_holds_rows_of_the_truth_table_and_no_other(here: Workspace, name: str) -> None:
    scope = STAFF[name][1]
    view = seen(full_release("2026", 1), scope)
    assert departments_in(exports_zip(here, view)) == SHOWS[name]
    assert report_file(here, view, "en", None).startswith(b"%PDF-")
    said = said_in_report(view)
    assert {one for one, names in OF.items() if any(map(said.count, names))} == SHOWS[name]
    for ending in (".docx", ".pptx"):
        with zipfile.ZipFile(
            io.BytesIO(report_file(here, view, "en", None, ending=ending))
        ) as file:
            said = b"".join(file.read(one) for one in file.namelist() if one.endswith(".xml"))
        assert any(one.encode() in said for one in OF["Production"]) is (
            "Production" in SHOWS[name]
        ), ending
    for entry in entries(here)[-4:]:
        assert entry.details.get("departments") == (len(scope.departments) or None)


def said_in_report(release: Release) -> str:
    """Return all that the report of a release is set from, but the sentence with the limit."""
    scope = ReportScope.of(release, EN, None)
    blocks = [
        block
        for part in (director, opening, teams, links, over_time, rules)
        for block in part(scope)
    ]
    limit = EN("report.what_scope", departments=", ".join(release.scope.departments))
    said = repr(blocks)
    assert (limit in said) is release.scope.limited
    return said.replace(limit, "")


def test_a_scope_that_was_narrowed_holds_for_the_next_button(
    here: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = sessions.begin(here, "whole")
    monkeypatch.setattr(guard, "browser_session", lambda: session)
    asked = guard.Remembered(workspace.current(), session, None)
    assert asked.scope_now() == EVERYTHING
    assert asked.role_now(Doing.WRITE_ACTIONS, {"Office"}) is Role.HR
    staff.change_scope(here, "whole", PRODUCTION)
    assert asked.scope_now() == PRODUCTION
    assert asked.role_now(Doing.WRITE_ACTIONS, {"Production", "Office"}) is Role.HR
    with pytest.raises(NotAllowed):
        asked.role_now(Doing.WRITE_ACTIONS, {"Office"})
    staff.remove(here, "whole")
    with pytest.raises(NotAllowed):
        asked.scope_now()


def test_an_action_can_be_planned_for_ones_own_departments_only(
    here: Workspace, open_page: Open
) -> None:
    page = open_page("hr/actions.py", workspace=here, name="hr_office")
    [units] = page.multiselect
    assert all(option.startswith(("Office", "All of Office")) for option in units.options)
    assert [one.aim for one in actions(here)] == list(ACTIONS.values())


@pytest.mark.parametrize("name", ["whole", "hr_office"])
def test_what_is_taken_along_is_said_as_it_is(here: Workspace, open_page: Open, name: str) -> None:
    said = read_on(open_page("occupational_health/reports.py", workspace=here, name=name))
    limited = name != "whole"
    for words, is_said in {
        "tables_limited": limited, "all_you_see": limited,
        "tables_lead": not limited, "everyone": not limited,
    }.items():  # fmt: skip
        assert (EN(f"screens.reports.{words}") in said) is is_said


@pytest.mark.parametrize("name", ["hr_office", "health_nowhere"])
def test_the_promise_and_its_proof_are_everybodys(
    here: Workspace, open_page: Open, name: str
) -> None:
    pages = [open_page("everyone/privacy.py", workspace=here, name=one) for one in ("whole", name)]
    main = [[str(getattr(one, "value", "")) for one in page.main] for page in pages]
    assert main[0] == main[1]
    assert EN("screens.scope", departments="Office") not in words_on(pages[1])

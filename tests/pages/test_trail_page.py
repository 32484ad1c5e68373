"""The trail on a screen: for coordinator and works council, read-only, newest first, and whole."""

import pytest

from pages.shell import guard
from survey.access import staff
from survey.access.ledger import Action, entries, record
from survey.access.permissions import Doing, NotAllowed
from survey.access.sign_in_trail import failed
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on, words_on

EN = texts("en")
PASSWORD = "a long enough password"
TRAIL = "staff/trail.py"


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    made = make_workspace(WorkspaceKind.REAL, released=False)
    staff.add(made, "Wim", PASSWORD, Role.WORKS_COUNCIL)
    return made


def test_it_says_in_words_what_was_done_and_gives_the_hash_to_keep(
    workspace: Workspace, open_page: Open
) -> None:
    record(workspace, Action.CODES_ISSUED, "2026", codes=20)
    failed(workspace)
    page = open_page(TRAIL, workspace=workspace, name="Wim")
    said = words_on(page)
    assert EN.plural("trail.whole", 2) in said
    assert EN.plural("trail.pending", 1) in said
    assert "codes: 20" in said
    assert "role: Works council" in said
    assert [one.value for one in page.code] == [entries(workspace)[-1].sha256]
    assert "Wim" not in html_on(page), "whoever is on the list, the trail knows roles only"


def test_a_works_council_changes_nothing_and_sees_no_results(
    workspace: Workspace, open_page: Open
) -> None:
    page = open_page(TRAIL, workspace=workspace, name="Wim")
    assert not page.main.button and not page.text_input
    for file in ("hr/overview.py", "occupational_health/reports.py", "coordinator/staff.py"):
        alone = open_page(file, workspace=workspace, name="Wim", alone=True)
        assert not alone.title


def test_a_page_has_a_few_entries_and_older_ones_are_chosen(
    workspace: Workspace, open_page: Open
) -> None:
    for number in range(20):
        record(workspace, Action.CODES_ISSUED, "2026", codes=100 + number)
    page = open_page(TRAIL, workspace=workspace, name="Wim")
    assert "codes: 119" in words_on(page) and "codes: 101" not in words_on(page)
    page.selectbox(key="trail_page_everything").set_value(1).run()
    assert "codes: 101" in words_on(page) and "codes: 119" not in words_on(page)
    page.selectbox(key="trail_kind").set_value("sign_ins").run()
    assert EN("trail.none_of_kind") in words_on(page)


def test_a_trail_that_is_not_whole_is_named_and_nothing_of_it_shown(
    workspace: Workspace, open_page: Open
) -> None:
    record(workspace, Action.CODES_ISSUED, "2026", codes=20)
    changed = workspace.ledger.read_bytes().replace(b'"codes":20', b'"codes":90')
    workspace.ledger.write_bytes(changed)
    page = open_page(TRAIL, workspace=workspace, name="Wim")
    assert len(page.error) == 1 and "Entry 2 " in page.error[0].value
    assert "codes: 90" not in words_on(page)


def test_a_button_pressed_by_somebody_struck_off_since_gives_nothing(
    workspace: Workspace, open_page: Open
) -> None:
    open_page(TRAIL, workspace=workspace, name="Wim")
    kept = guard.Remembered(workspace, guard.browser_session(), None)
    assert kept.role_now(Doing.READ_TRAIL) is Role.WORKS_COUNCIL
    with pytest.raises(NotAllowed):
        kept.role_now(Doing.TAKE_RESULTS)
    staff.remove(workspace, "Wim")
    with pytest.raises(NotAllowed):
        kept.role_now(Doing.READ_TRAIL)

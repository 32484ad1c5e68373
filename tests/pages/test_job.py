"""The coordinator begins: an empty workspace leads by the hand, by screens alone."""

from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from survey.access.staff import add
from survey.fieldwork.staff_list import kept_staff_list
from survey.form.contacts import KeptContacts
from survey.i18n.catalogue import texts
from survey.i18n.paper import Paper
from survey.organisation.profile import Profile, read_logo, read_profile
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import open_store
from survey.vocabulary import Role, WaveState
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.unit.survey.organisation.test_organisation import SVG, svg

EN = texts("en")
LIST = "Bereich;Schicht;MA\nKüche;Früh;14\nKÜCHE;Spät;12\nBüro;Post;4\n".encode()


@pytest.fixture
def real(make_workspace: MakeWorkspace) -> Workspace:
    workspace = make_workspace(WorkspaceKind.REAL, released=False)
    add(workspace, "Ada", "a long enough password", Role.COORDINATOR)
    return workspace


def opened(open_page: Open, workspace: Workspace, name: str, language: str = "en") -> AppTest:
    page = open_page(
        f"coordinator/{name}.py", Role.COORDINATOR, workspace, name="Ada", language=language
    )
    assert not page.exception
    return page


def test_an_empty_workspace_leads_by_the_hand(real: Workspace, open_page: Open) -> None:
    said = words_on(opened(open_page, real, "checklist"))
    assert EN("coordinator.lead", step=EN("coordinator.step.organisation")) in said
    german = texts("de")
    said = words_on(opened(open_page, real, "checklist", "de"))
    assert german("coordinator.lead", step=german("coordinator.step.organisation")) in said


def test_a_sample_is_offered_where_the_file_is_asked_for(real: Workspace, open_page: Open) -> None:
    page = opened(open_page, real, "staff_list")
    offered = {str(one.key) for one in page.get("download_button")}
    assert offered == {"sample_staff-list.csv", "sample_personalliste.csv"}


def test_from_the_organisation_to_the_open_wave_by_screens(
    real: Workspace, open_page: Open
) -> None:
    page = opened(open_page, real, "organisation")
    page.text_input(key="organisation_name").set_value("Klinik Süd")
    page.text_input(key="organisation_address").set_value("https://survey.example.org/s")
    page.file_uploader(key="organisation_logo").set_value(("logo.svg", SVG, "image/svg+xml"))
    page.multiselect(key="organisation_languages").set_value(["de"])
    page.button(key="save_organisation").click().run()
    assert "Nothing answers at https://survey.example.org" in page.error[0].value
    assert read_profile(real) == Profile()
    assert [one.value for one in page.warning] == [EN("coordinator.unsaved")], "beside the button"
    page.checkbox(key="vouched_https://survey.example.org").check()
    page.button(key="save_organisation").click().run()
    assert [one.value for one in page.success] == [EN("coordinator.saved")]
    assert read_profile(real) == Profile("Klinik Süd", "https://survey.example.org", None, ("de",))
    assert read_logo(real) is not None

    page = opened(open_page, real, "staff_list")
    page.file_uploader(key="staff_list_file_0").set_value(("liste.csv", LIST, "text/csv")).run()
    assert "column team is missing" in page.error[0].value
    boxes = [box for box in page.selectbox if str(box.key).startswith("column_")]
    for box, heading in zip(boxes, ("Bereich", "Schicht", "MA"), strict=True):
        box.set_value(heading)
    page.run()
    assert "differ in capital letters only" in page.warning[0].value
    assert "confirm_staff_list" not in {one.key for one in page.button}
    page.checkbox[0].check().run()
    assert "'KÜCHE' read as 'Küche', as in line 2" in unescape(words_on(page))
    page.button(key="confirm_staff_list").click().run()
    assert [one.value for one in page.success] == [EN("coordinator.confirmed")]
    assert [one.headcount for one in kept_staff_list(real)] == [14, 12, 4]

    page = opened(open_page, real, "open_wave")
    assert EN("coordinator.uses_kept") in words_on(page)
    page.text_input(key="new_wave_name").set_value("2026 winter").run()
    page.button(key="open_it").click().run()
    [wave] = open_store(real).waves()
    assert (wave.state, len(wave.units)) == (WaveState.OPEN, 3)

    said = words_on(opened(open_page, real, "checklist"))
    assert EN("coordinator.lead", step=EN("coordinator.step.invite")) in said
    assert EN("coordinator.note.without_code", people=30) in said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("organisation_address", "http://127.0.0.1:8501", "only this computer finds"),
        ("organisation_address", "https://survey example.org", "no whole web address"),
        ("organisation_name", "Klinik 🏥", "No letter or report can show"),
    ],
)
def test_what_would_strand_a_wave_is_refused_and_nothing_is_kept(
    real: Workspace, open_page: Open, field: str, value: str, said: str
) -> None:
    page = opened(open_page, real, "organisation")
    page.text_input(key="organisation_name").set_value("Klinik")
    page.text_input(key="organisation_address").set_value("https://survey.example.org")
    page.text_input(key=field).set_value(value)
    page.button(key="save_organisation").click().run()
    assert said in page.error[0].value
    assert read_profile(real) == Profile()


def test_a_logo_that_runs_something_is_refused_on_the_screen(
    real: Workspace, open_page: Open
) -> None:
    page = opened(open_page, real, "organisation")
    bad = svg(b"<script>alert(1)</script>")
    page.file_uploader(key="organisation_logo").set_value(("logo.svg", bad, "image/svg+xml"))
    page.run()
    assert "<script>" in page.error[0].value
    assert read_logo(real) is None


def test_an_address_that_does_not_answer_is_said(real: Workspace, open_page: Open) -> None:
    page = opened(open_page, real, "organisation")
    page.text_input(key="organisation_address").set_value("https://nowhere.invalid")
    page.button(key="try_address").click().run()
    assert "Nothing answers at https://nowhere.invalid" in page.error[0].value


def test_a_name_is_kept_before_there_is_an_address(real: Workspace, open_page: Open) -> None:
    page = opened(open_page, real, "organisation")
    assert not page.text_input(key="organisation_address").value  # localhost is nobody's
    page.text_input(key="organisation_name").set_value("Klinik Süd")
    page.selectbox(key="organisation_paper").set_value("letter")
    page.button(key="save_organisation").click().run()
    assert [one.value for one in page.success] == [EN("coordinator.saved")]
    assert read_profile(real) == Profile("Klinik Süd", paper=Paper.LETTER)
    links = [one.proto.label for one in page.get("page_link")]
    assert links == [EN("screens.menu.checklist")]


def test_contacts_are_kept_and_shown_by_the_form_at_once(real: Workspace, open_page: Open) -> None:
    shown = KeptContacts(real.contacts)
    page = opened(open_page, real, "organisation")
    page.text_input(key="contact_0_name_en").set_value('Works "council"')
    page.text_input(key="contact_0_phone").set_value("+49 30 1234")
    page.button(key="save_contacts").click().run()
    assert [(one.name, one.phone) for one in shown()] == [
        ({"en": 'Works "council"'}, "+49 30 1234")
    ]
    page.text_input(key="contact_0_email").set_value("no address")
    page.button(key="save_contacts").click().run()
    assert EN("coordinator.contact_wrong", field=EN("coordinator.contact.email")) in [
        one.value for one in page.error
    ]
    assert shown()[0].email is None
    page.text_input(key="contact_0_name_en").set_value("")
    page.text_input(key="contact_0_email").set_value("")
    page.button(key="save_contacts").click().run()
    assert shown() == ()
    real.contacts.write_text("[[contact", "utf-8")
    assert shown() == ()


def test_answers_from_elsewhere_are_imported_by_clicking(real: Workspace, open_page: Open) -> None:
    lines = [f"Ward,{'Often' if person % 2 else 'Hardly'},Day" for person in range(12)]
    raw = "\n".join(["Dept,Q1,Team", *lines]).encode()
    page = opened(open_page, real, "import_answers")
    page.file_uploader(key="import_file").set_value(("answers.csv", raw, "text/csv")).run()
    page.selectbox(key="import_department").set_value("Dept").run()
    page.selectbox(key="import_team").set_value("Team")
    page.selectbox(key="import_item_workload_fast").set_value("Q1").run()
    assert page.selectbox(key="import_value_workload_fast_Q1_Often").value == "4"
    assert [one.value for one in page.info] == [EN("imports.undecided", count=1)]
    assert "import_it" not in {one.key for one in page.button}
    page.selectbox(key="import_value_workload_fast_Q1_Hardly").set_value("2").run()
    page.text_input(key="import_wave_name").set_value("elsewhere").run()
    page.button(key="import_it").click().run()
    assert [one.value for one in page.success] == [
        EN("imports.imported", wave="elsewhere", answers=12)
    ]
    [wave] = open_store(real).waves()
    assert (wave.state, wave.units[0].team) == (WaveState.CLOSED, "Day")

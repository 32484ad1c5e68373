"""The own result: right, kind, and gone with the page."""

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.form.contacts import Contact, ContactsInvalid, read_contacts
from survey.form.evidence import evidence
from survey.form.feedback import feedback
from survey.form.languages import form_languages
from survey.form.routes import survey_routes
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.store.opening import close_store
from survey.store.writer import ResponseWriter
from tests.form_wave import Field, full_answers, open_field, unsaid_answers

CORE = load("core")
EN = texts("en")
AT_EASE = {"stress_tense": 1, "stress_switch_off": 2, "pain_strength": 0, "pain_in_the_way": 0}
CONTACTS = (
    Contact(
        name={"en": "Health service", "de": "Betriebsarzt"},
        about={"de": "Vertraulich"},
        phone="+49 30 12",
        email="health@example.org",
        web="https://example.org/help",
    ),
)


def row(**answers: int | None) -> tuple[int | None, ...]:
    """Return a response in which everything is left unsaid but these answers."""
    return tuple(answers.get(item.key) for item in CORE.items)


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    made = open_field(tmp_path_factory.mktemp("feedback") / "workspace", codes=40)
    yield made
    close_store(made.workspace)


@pytest.fixture(scope="module")
def client(field: Field) -> Iterator[TestClient]:
    writer = ResponseWriter(field.store)
    routes = survey_routes(field.store, writer, False, contacts=lambda: CONTACTS)
    yield TestClient(Starlette(routes=routes), headers={"accept-language": "en"})
    writer.close()


def thanks(client: TestClient, field: Field, language: str = "en", **answers: str) -> str:
    sent = {"code": field.code(), "language": language} | answers
    page = client.post("/s", data=sent)
    assert page.status_code == 200
    return page.text


def test_points_are_those_of_the_published_rule_with_turned_items_turned() -> None:
    own = feedback(
        CORE,
        row(workload_fast=5, workload_pile=5, workload_care=1, workload_breaks=3, pain_strength=4),
        "en",
    )
    assert [(one.name, one.points, one.place) for one in own.work] == [("Workload", 88, "high")]
    assert [(one.points, one.place) for one in own.health] == [(40, "middle")]


def test_a_scale_with_too_few_answers_is_left_out_and_named() -> None:
    own = feedback(CORE, row(workload_fast=5), "de")
    assert own.work == own.health == ()
    assert "Arbeitsmenge" in own.left_out
    assert len(own.left_out) == len(CORE.scales)


@pytest.mark.parametrize(
    ("answers", "much"),
    [
        (AT_EASE, ()),
        (AT_EASE | {"pain_strength": 6}, ()),
        (AT_EASE | {"pain_strength": 7}, ("Strength of low back pain",)),
        (AT_EASE | {"pain_in_the_way": 3}, ("Low back pain in the way of work",)),
        (AT_EASE | {"stress_tense": 4, "stress_switch_off": 4}, ("Stress",)),
        ({"workload_fast": 5, "workload_pile": 5}, ()),
    ],
)
def test_much_pain_or_stress_is_noticed_and_much_work_alone_is_not(
    answers: dict[str, int], much: tuple[str, ...]
) -> None:
    assert feedback(CORE, row(**answers), "en").much == much


def test_a_person_with_much_pain_meets_a_kind_word_and_others_do_not(
    client: TestClient, field: Field
) -> None:
    answers = full_answers(CORE)
    assert EN("feedback.much.title") not in thanks(client, field, **answers)
    page = thanks(client, field, **answers | {"q_pain_strength": "9"})
    assert EN("feedback.much.title") in page
    assert EN("feedback.much.help") in page


def test_the_thanks_say_that_it_is_no_diagnosis_when_to_see_a_doctor_and_whom_to_ask(
    client: TestClient, field: Field
) -> None:
    page = thanks(client, field, **full_answers(CORE))
    assert EN("feedback.no_diagnosis") in page
    for sign in ("now.bladder", "now.numb", "now.legs", "soon.fever", "soon.weight", "soon.fall"):
        assert EN(f"feedback.doctor.{sign}") in page
    for contact in ("Health service", "tel:+493012", "mailto:health@example.org"):
        assert contact in page
    assert '<span lang="de" dir="ltr">Vertraulich</span>' in page


def test_each_scale_has_words_and_a_picture_that_says_the_same(
    client: TestClient, field: Field
) -> None:
    page = thanks(client, field, **full_answers(CORE, pick=4))
    labels = re.findall(r'role="img" aria-label="([^"]+)"', page)
    assert len(labels) == len(CORE.scales)
    assert "Control over work: 75 on a line from 0 (No say at all) to 100" in labels[1]
    assert page.count("In the third nearest “A great deal of say”") == 1


@pytest.mark.parametrize(
    ("strength", "said"),
    [(0, "0 of 10: no pain"), (3, "3 of 10: mild"), (7, "7 of 10: strong"),
     (10, "10 of 10: strong")],
)  # fmt: skip
def test_three_lines_come_first_and_name_the_answer_as_it_is(
    client: TestClient, field: Field, strength: int, said: str
) -> None:
    hard = {"q_workload_fast": "5", "q_workload_pile": "5", "q_workload_care": "1",
            "q_workload_breaks": "1"}  # fmt: skip
    page = thanks(
        client, field, **full_answers(CORE, pick=2) | hard | {"q_pain_strength": str(strength)}
    )
    own = page[page.index(EN("feedback.title")) :]
    first = own[: own.index(EN("feedback.lead"))]
    words = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", first))
    assert first.count("<dt>") == 3
    assert EN("feedback.hard", measures="Workload") in words
    assert (
        f"Stress {EN('feedback.place.middle', low='At ease', high='Tense all the time')}" in words
    )
    assert said in words
    for alarm in ("strongest", "severe", "a lot to carry"):
        assert alarm not in words


@pytest.mark.parametrize("language", form_languages())
def test_the_lines_are_said_in_every_language(
    client: TestClient, field: Field, language: str
) -> None:
    page = thanks(client, field, language, **full_answers(CORE) | {"q_pain_strength": "7"})
    band = next(s for s in CORE.scales if s.bands).bands[-1].name[language]
    assert texts(language, "feedback")("feedback.rated", value=7, top=10, band=band) in page


def test_a_third_is_hard_at_the_end_that_is_not_the_good_one() -> None:
    tired = row(
        workload_fast=5, workload_pile=5, workload_care=1, workload_breaks=1,
        control_order=5, control_way=5, control_asked=5, control_fixed=1,
        manager_time=1, manager_stuck=1, manager_praise=1, manager_alone=5,
    )  # fmt: skip
    assert feedback(CORE, tired, "en").hard == ("Workload", "Support from the manager")
    assert feedback(CORE, row(workload_fast=1, workload_pile=1), "en").hard == ()


def test_somebody_who_said_nothing_is_thanked_without_a_result(
    client: TestClient, field: Field
) -> None:
    page = thanks(client, field, **unsaid_answers(CORE))
    assert EN("feedback.nothing") in page
    assert "<svg" not in page


@pytest.mark.parametrize("language", form_languages())
def test_each_figure_of_research_has_its_source_and_is_written_as_the_language_does(
    language: str,
) -> None:
    said = evidence(language)
    for sentence in (*said.research, *said.help):
        figures = re.search(r"\d", sentence.text) is not None
        assert sentence.source is not None or not figures
        if sentence.source is not None:
            assert said.sources[sentence.source - 1].cite
    separator = {"en": ",", "de": ".", "nl": ".", "es": ".", "tr": ".", "ar": ","}.get(language)
    if separator:
        assert f"19{separator}572" in said.research[0].text


def test_the_published_figures_are_those_of_the_papers() -> None:
    said = evidence("en")
    assert "18 studies with 19,572 people" in said.research[0].text
    assert round(100 * 357 / (357 + 1697)) == 17
    assert round(100 * 123 / (123 + 235)) == 34
    assert "of 100 without stress in daily life, 17 had" in said.research[1].text
    assert "severe stress, 34 had it" in said.research[1].text
    assert "7 of 11 people" in said.help[-1].text
    assert "2 of 12 with usual care" in said.help[-1].text


def test_contacts_are_optional_and_a_broken_file_says_where(tmp_path) -> None:
    path = tmp_path / "contacts.toml"
    assert read_contacts(path) == ()
    path.write_text('[[contact]]\nname.en = "A"\nphone = "0 30"\n', "utf-8")
    assert read_contacts(path)[0].phone == "0 30"
    for broken in (
        '[[contact]]\nname.en = "A"\nweb = "javascript:alert(1)"\n',
        '[[contact]]\nphone = "1"\n',
        '[[contact]]\nname.en = "A"\nfax = "1"\n',
        "[[contact\n",
    ):
        path.write_text(broken, "utf-8")
        with pytest.raises(ContactsInvalid, match=r"contacts\.toml"):
            read_contacts(path)

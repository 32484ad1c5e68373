"""The form as an employee's browser meets it: addresses, statuses, kept answers, no traces."""

import base64
import hashlib
import re
import threading
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.fieldwork.codes import display, new_code
from survey.fieldwork.rounds import Kind
from survey.form.questionnaire import Bearer
from survey.form.routes import survey_routes
from survey.i18n.catalogue import texts
from survey.i18n.dates import day
from survey.store.errors import CommitUnknown
from survey.store.opening import close_store
from survey.store.protocol import CodeStanding, Submission
from survey.store.writer import ResponseWriter
from tests.form_wave import WAVE, Field, full_answers, open_field

EN, DE = texts("en"), texts("de")
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    made = open_field(tmp_path_factory.mktemp("form") / "workspace", codes=150)
    yield made
    close_store(made.workspace)


@pytest.fixture(scope="module")
def writer(field: Field) -> Iterator[ResponseWriter]:
    made = ResponseWriter(field.store)
    yield made
    made.close()


def client_of(
    field: Field, writer: ResponseWriter, demonstration: bool = False, patience: float = 5
):
    routes = survey_routes(field.store, writer, demonstration, patience)
    return TestClient(
        Starlette(routes=routes), follow_redirects=False, headers={"accept-language": "en"}
    )


@pytest.fixture(scope="module")
def client(field: Field, writer: ResponseWriter) -> TestClient:
    return client_of(field, writer)


@pytest.fixture
def answers(field: Field) -> dict[str, str]:
    return full_answers(field.store.wave(WAVE).instrument, pick=1)


def chosen_in(page: str) -> dict[str, str]:
    """Return the answers that a page holds: those that are chosen, and those that travel along."""
    return dict(
        re.findall(r'name="(q_\w+)" value="(\w+)" checked', page)
        + re.findall(r'type="hidden" name="(q_\w+)" value="(\w+)"', page)
    )


def section(client: TestClient, code: str, at: int, language: str = "en", **answers: str):
    """Ask for a page of the form without going on from another."""
    steering = {"code": code, "language": language, "at": str(at), "go": "stay"}
    return client.post("/s", data=steering | answers)


def on_page(field: Field, at: int) -> list[str]:
    """Return the names of the fields on a page."""
    instrument = field.store.wave(WAVE).instrument
    key = instrument.sections[at - 1].key
    return [f"q_{item.key}" for item in instrument.items if item.section == key]


PAGES = range(1, 6)
LAST = "5"


def stored(field: Field) -> int:
    return sum(field.store.response_counts(WAVE).values())


# Opening ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", [str, display, str.lower, lambda code: f" {code[:8]} {code[8:]}/"]
)
def test_a_fresh_code_opens_the_form_however_it_is_written(client, field, written) -> None:
    page = client.get(f"/s/{written(field.codes[0])}")
    assert page.status_code == 200
    assert EN("form.begin") in page.text
    assert f'name="code" value="{field.codes[0]}"' in page.text


def test_nothing_is_preset_and_every_question_can_be_left_unsaid(client, field) -> None:
    asked = 0
    for at in PAGES:
        page = section(client, field.codes[0], at).text
        assert chosen_in(page) == {}
        assert "checked>" not in page
        assert page.count('value="unsaid"') == page.count("<fieldset") == page.count("<legend")
        assert page.count("<fieldset") == len(on_page(field, at))
        asked += page.count("<fieldset")
    assert asked == len(field.store.wave(WAVE).instrument.items)


def test_the_top_of_the_form_says_who_asks_how_long_and_under_which_rules(client, field) -> None:
    wave = field.store.wave(WAVE)
    top = client.get(f"/s/{field.codes[0]}").text.split('<form id="answers"')[0]
    assert "<fieldset" not in top
    assert EN("form.who.text", wave=WAVE) in top
    assert EN("form.why.text") in top
    assert EN("form.kept.text") in top
    assert EN("form.kept.long") in top
    assert EN("form.shown.fixed", date=day(wave.opened_on, "en")) in top
    assert 'href="/s/promise?lang=en&amp;wave=spring"' in top
    assert (
        EN("form.lead", minutes=wave.instrument.minutes, questions=len(wave.instrument.items))
        in top
    )
    assert EN("form.shown.text", conditions=6, health=10) in top
    assert wave.policy.sha256[:12] in top
    assert wave.instrument.notice["en"] in top
    assert EN("form.consent.text") in top


def test_a_typed_code_opens_the_form_at_an_address_without_it(client, field) -> None:
    page = client.post("/s/start", data={"code": display(field.codes[0]).lower(), "language": "en"})
    assert page.status_code == 200
    assert EN("form.begin") in page.text
    assert field.codes[0] not in str(page.url)


def test_the_start_asks_for_a_code(client) -> None:
    page = client.get("/s")
    assert page.status_code == 200
    assert '<label for="code">' in page.text


def test_going_back_to_where_a_code_was_sent_leads_to_the_start(client) -> None:
    answer = client.get("/s/start?lang=de")
    assert (answer.status_code, answer.headers["location"]) == (303, "/s?lang=de")


@pytest.mark.parametrize("address", ["/s", "/s/", "/s/ABCD"])
def test_asking_for_the_head_of_a_page_is_answered_alike(client, address) -> None:
    assert client.head(address).status_code == client.get(address).status_code


# Codes that open nothing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["ABCD", "X" * 17, "<script>", "ÄÖÜ", "A%00B", "..%2F..%2Fetc", "a/b/c"]
)
def test_a_malformed_code_is_answered_with_400_and_a_place_to_correct_it(client, typed) -> None:
    page = client.get(f"/s/{typed}")
    assert page.status_code == 400
    assert EN("form.malformed.title") in page.text
    assert '<input id="code"' in page.text
    assert page.text.count("<script") == 1
    assert "\x00" not in page.text


def test_what_was_typed_stays_in_the_box(client) -> None:
    page = client.post("/s/start", data={"code": "abcd \x07\x1b<b>", "language": "en"})
    assert page.status_code == 400
    assert 'value="abcd &lt;b&gt;"' in page.text


def test_an_unknown_code_is_answered_with_404(client) -> None:
    page = client.get(f"/s/{new_code()}")
    assert page.status_code == 404
    assert EN("form.unknown.title") in page.text


def test_a_spent_code_is_answered_with_410_and_without_reproach(client, field, answers) -> None:
    code = field.code()
    assert client.post("/s", data={"code": code, "language": "en"} | answers).status_code == 200
    for page in (client.get(f"/s/{code}"), client.post("/s", data={"code": code} | answers)):
        assert page.status_code == 410
        assert EN("form.spent.title") in page.text


def test_a_closed_wave_is_answered_with_410_also_when_it_closes_while_the_form_is_open(
    tmp_path, answers
) -> None:
    closing = open_field(tmp_path / "workspace", codes=3)
    writer = ResponseWriter(closing.store)
    client = client_of(closing, writer)
    code = closing.code()
    assert client.get(f"/s/{code}").status_code == 200
    closing.store.close_wave(WAVE)
    for page in (client.get(f"/s/{code}"), client.post("/s", data={"code": code} | answers)):
        assert page.status_code == 410
        assert EN("form.closed.title") in page.text
    writer.close()
    close_store(closing.workspace)


# Sending ---------------------------------------------------------------------------------------


def test_a_full_form_is_stored_and_then_thanked_for(client, field, answers) -> None:
    before = stored(field)
    page = client.post("/s", data={"code": field.code(), "language": "en"} | answers)
    assert page.status_code == 200
    assert EN("form.thanks.saved") in page.text
    assert stored(field) == before + 1


def test_nobody_is_thanked_before_the_commit(field, answers) -> None:
    order: list[str] = []

    class Slow:
        def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
            threading.Event().wait(0.2)
            order.append("committed")
            return [CodeStanding.FRESH for _ in batch]

    writer = ResponseWriter(Slow())
    page = client_of(field, writer).post("/s", data={"code": field.codes[0]} | answers)
    order.append("thanked")
    writer.close()
    assert EN("form.thanks.saved") in page.text
    assert order == ["committed", "thanked"]


def test_an_open_question_is_named_at_the_top_and_at_its_place_with_all_else_kept(
    client, field, answers
) -> None:
    code = field.codes[0]
    del answers["q_age"]
    page = client.post("/s", data={"code": code, "language": "en", "at": LAST} | answers)
    assert page.status_code == 422
    assert chosen_in(page.text) == answers
    assert f'name="code" value="{code}"' in page.text
    target = re.search(r'<li><a href="#([\w-]+)">', page.text)
    assert target is not None
    assert f'id="{target[1]}" name="q_age"' in page.text
    place = page.text.split('id="q_age-fault"')[1]
    assert place.startswith(">")
    assert EN("form.open") in place[:200]
    assert "<title>Error: " in page.text
    assert field.store.check_code(code).standing is CodeStanding.FRESH


def test_the_number_of_open_questions_is_said_in_one_and_in_many(client, field, answers) -> None:
    one = {name: value for name, value in answers.items() if name != "q_age"}
    code = {"code": field.codes[0], "language": "en"}
    assert "1 question needs a choice" in client.post("/s", data=code | one).text
    assert "8 questions need a choice" in client.post("/s", data=code).text


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ([("q_age", "99")], 422),
        ([("q_nothing", "1")], 400),
        ([("unit", "1")], 400),
        ([("conditions", "1")], 400),
        ([("code", "A" * 16)], 400),
        ([("language", "de")], 400),
    ],
)
def test_hostile_fields_store_nothing_and_leave_the_code_fresh(
    client, field, answers, more, status
) -> None:
    code, before = field.codes[0], stored(field)
    body = urlencode([("code", code), ("language", "en"), *answers.items(), *more])
    page = client.post("/s", content=body, headers=FORM_TYPE)
    assert page.status_code == status
    assert stored(field) == before
    assert field.store.check_code(code).standing is CodeStanding.FRESH
    kept = {n: v for n, v in answers.items() if n not in dict(more)}
    assert chosen_in(page.text) == kept


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"code=A", "multipart/form-data; boundary=x", 415),
        (b"code=A", "", 415),
        (b"code=" + b"A" * 70_000, FORM_TYPE["content-type"], 413),
        (b"code=%FF%FE", FORM_TYPE["content-type"], 400),
        ("code=ä".encode(), FORM_TYPE["content-type"], 400),
        (b"&".join(b"a=1" for _ in range(2_000)), FORM_TYPE["content-type"], 400),
        (b"", FORM_TYPE["content-type"], 400),
    ],
)
def test_what_is_no_form_of_ours_is_refused_with_a_page(client, body, content_type, status) -> None:
    for address in ("/s", "/s/start"):
        page = client.post(address, content=body, headers={"content-type": content_type})
        assert page.status_code == status
        assert page.text.startswith("<!DOCTYPE html>")


def test_of_two_that_send_one_code_at_once_one_is_thanked(client, field, answers) -> None:
    code, pages = field.code(), []
    data = {"code": code, "language": "en"} | answers
    threads = [
        threading.Thread(target=lambda: pages.append(client.post("/s", data=data)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(page.status_code for page in pages) == [200, 410]


# Page by page ----------------------------------------------------------------------------------


def test_one_section_follows_another_and_answers_travel_along_until_they_are_stored(
    client, field, answers
) -> None:
    code, known = field.code(), {}
    page = client.get(f"/s/{code}")
    for at in range(6):
        assert f'name="at" value="{at}"' in page.text
        assert chosen_in(page.text) == known
        if at:
            known |= {name: answers[name] for name in on_page(field, at)}
        before = stored(field)
        page = client.post("/s", data={"code": code, "language": "en", "at": str(at)} | known)
    assert known == answers
    assert EN("form.thanks.saved") in page.text
    assert stored(field) == before + 1


def test_back_keeps_answers_and_finds_no_fault(client, field, answers) -> None:
    some = {name: answers[name] for name in [*on_page(field, 1), *on_page(field, 3)[:1]]}
    steering = {"code": field.codes[0], "language": "en", "at": "3", "go": "back"}
    page = client.post("/s", data=steering | some)
    assert page.status_code == 200
    assert EN("form.part", number=2, of=5) in page.text
    assert chosen_in(page.text) == some
    assert 'class="summary"' not in page.text


def test_an_open_question_keeps_the_page_and_one_of_another_page_does_not(
    client, field, answers
) -> None:
    steering = {"code": field.codes[0], "language": "en", "at": "2"}
    second = {name: answers[name] for name in on_page(field, 2)}
    page = client.post("/s", data=steering | second)
    assert page.status_code == 200
    assert EN("form.part", number=3, of=5) in page.text
    second.popitem()
    page = client.post("/s", data=steering | second)
    assert page.status_code == 422
    assert EN("form.part", number=2, of=5) in page.text
    assert "1 question needs a choice" in page.text


def test_at_the_end_an_open_question_is_shown_on_its_own_page(client, field, answers) -> None:
    missing = on_page(field, 2)[0]
    del answers[missing]
    page = client.post("/s", data={"code": field.codes[0], "language": "en", "at": LAST} | answers)
    assert page.status_code == 422
    assert EN("form.part", number=2, of=5) in page.text
    assert chosen_in(page.text) == answers


@pytest.mark.parametrize("at", ["6", "-1", "x", "1e9", "٣"])
def test_a_page_that_is_not_there_is_taken_for_none_and_the_form_as_a_whole(
    client, field, answers, at
) -> None:
    page = client.post("/s", data={"code": field.code(), "language": "en", "at": at} | answers)
    assert EN("form.thanks.saved") in page.text


def test_a_whole_form_sent_twice_is_stored_once_and_still_shows_the_own_result(
    client, field, answers
) -> None:
    sent = {"code": field.code(), "at": LAST} | answers
    before, first = stored(field), client.post("/s", data=sent)
    again = client.post("/s", data=sent)
    assert stored(field) == before + 1
    assert again.status_code == 410
    assert EN("form.spent.title") in again.text
    assert EN("form.thanks.saved") not in again.text
    assert EN("form.receipt.title") in first.text
    assert EN("form.receipt.title") not in again.text
    (own,) = re.findall(r'<section class="own">.*?</section>', first.text, re.DOTALL)
    assert own in again.text


@pytest.mark.parametrize("more", [{"at": "1"}, {"at": LAST, "kiosk": "1"}], ids=str)
def test_a_spent_code_alone_or_on_a_kiosk_shows_no_result(client, field, answers, more) -> None:
    code = {"code": field.code()}
    client.post("/s", data=code | answers)
    page = client.post("/s", data=code | answers | more)
    assert page.status_code == 410
    assert EN("feedback.title") not in page.text


def test_where_codes_were_given_out_again_a_code_does_not_tell_whether_it_was_used(
    tmp_path, answers
) -> None:
    """Of two that open nothing one brought answers and one did not: the pages are the same."""
    again = open_field(tmp_path / "workspace", codes=3)
    writer = ResponseWriter(again.store)
    client = client_of(again, writer)
    used, unused = again.codes[:2]
    assert client.post("/s", data={"code": used} | answers).status_code == 200
    new = again.store.reserve_codes(WAVE, {1: 2}, Kind.AGAIN)[1]
    assert client.get(f"/s/{new[0]}").status_code == 404, "it is not where it was asked for"
    again.store.confirm_codes(WAVE, new)
    for how in (lambda code: client.get(f"/s/{code}"),
                lambda code: client.post("/s", data={"code": code} | answers)):  # fmt: skip
        pages = [how(code) for code in (used, unused)]
        assert [page.status_code for page in pages] == [410, 410]
        assert EN("form.replaced.title") in pages[0].text
        first, second = (
            page.text.replace(Bearer(code).device_key, "")
            for page, code in zip(pages, (used, unused), strict=True)
        )
        assert first == second
    sent = client.post("/s", data={"code": new[0]} | answers)
    assert EN("form.thanks.saved") in sent.text
    assert again.store.response_counts(WAVE) == {1: 2}
    writer.close()
    close_store(again.workspace)


# On a kiosk and in a preview -------------------------------------------------------------------


def test_a_kiosk_stays_a_kiosk_from_the_start_to_the_thanks(client, field, answers) -> None:
    code = {"code": field.code(), "language": "en", "kiosk": "1"}
    pages = [
        client.get("/s?kiosk=1"),
        client.post("/s/start", data=code),
        client.post("/s", data=code | {"at": "1", "go": "stay"}),
        client.post("/s", data=code | answers),
    ]
    for page in pages:
        assert page.status_code == 200
        assert 'data-kiosk="60"' in page.text
    for page in pages[:3]:
        assert 'name="kiosk" value="1"' in page.text
    assert 'href="/s/kiosk?lang=en"' in pages[3].text
    assert "data-kiosk" not in client.get("/s").text.split("<script>")[0]


def test_a_preview_goes_to_its_end_and_stores_nothing(client, field, answers) -> None:
    before, known = stored(field), {}
    page = client.get("/s/preview/core?lang=de")
    for at in range(6):
        assert page.status_code == 200
        assert DE("form.preview.banner") in page.text
        assert 'name="code"' not in page.text
        if at:
            known |= {name: answers[name] for name in on_page(field, at)}
        sent = {"language": "de", "at": str(at)} | known
        page = client.post("/s/preview/core", data=sent)
    assert DE("form.preview.title") in page.text
    assert DE("feedback.title") in page.text
    assert DE("form.thanks.saved") not in page.text
    assert stored(field) == before


@pytest.mark.parametrize("key", ["cor", "../core", "..%2Fcore", "%2Fetc%2Fpasswd", "core.toml"])
def test_only_what_is_bundled_can_be_previewed(client, key) -> None:
    assert client.get(f"/s/preview/{key}").status_code in {400, 404}
    assert client.post(f"/s/preview/{key}", data={"at": "1"}).status_code in {404, 405}


# Trouble ---------------------------------------------------------------------------------------


class Failing:
    """A store whose disk is full."""

    def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
        raise OSError(f"no space left for {batch[0].answers} of {batch[0].code}")


def test_a_full_disk_gives_503_with_every_answer_kept_and_nothing_of_them_in_the_log(
    field, answers, caplog
) -> None:
    writer = ResponseWriter(Failing())
    page = client_of(field, writer).post("/s", data={"code": field.codes[0]} | answers)
    writer.close()
    assert page.status_code == 503
    assert page.headers["retry-after"] == "60"
    assert chosen_in(page.text) == answers
    assert EN("form.unsaved.title") in page.text
    assert "OSError" in caplog.text
    assert "no space" not in caplog.text
    assert field.codes[0] not in caplog.text


def test_a_server_that_goes_down_keeps_the_answers_on_the_page(field, answers) -> None:
    writer = ResponseWriter(field.store)
    writer.close()
    page = client_of(field, writer).post("/s", data={"code": field.codes[0]} | answers)
    assert (page.status_code, chosen_in(page.text)) == (503, answers)


def test_a_commit_that_takes_too_long_is_not_promised(field, answers) -> None:
    go_on = threading.Event()

    class Stuck:
        def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
            assert go_on.wait(5)
            return [CodeStanding.FRESH for _ in batch]

    writer = ResponseWriter(Stuck())
    client = client_of(field, writer, patience=0.1)
    first = client.post("/s", data={"code": field.codes[0]} | answers)
    behind = client.post("/s", data={"code": field.codes[1]} | answers)
    go_on.set()
    writer.close()
    assert (first.status_code, behind.status_code) == (503, 503)
    assert EN("form.unconfirmed.title") in first.text
    assert EN("form.unsaved.title") in behind.text
    assert chosen_in(first.text) == chosen_in(behind.text) == answers


def test_a_connection_lost_in_the_commit_is_not_said_to_have_saved_nothing(field, answers) -> None:
    class Lost:
        def redeem(self, _batch: Sequence[Submission]) -> list[CodeStanding]:
            raise CommitUnknown.now()

    writer = ResponseWriter(Lost())
    page = client_of(field, writer).post("/s", data={"code": field.codes[0]} | answers)
    writer.close()
    assert (page.status_code, chosen_in(page.text)) == (503, answers)
    assert EN("form.unconfirmed.title") in page.text


def test_a_store_that_cannot_be_read_gives_a_page_that_sends_the_same_answers_again(
    field, writer, answers, monkeypatch, caplog
) -> None:
    def broken(_code: str) -> None:
        raise RuntimeError("the answers were 1, 2, 3")

    client, code = client_of(field, writer), field.codes[0]
    monkeypatch.setattr(field.store, "check_code", broken)
    assert client.get(f"/s/{code}").status_code == 503
    page = client.post("/s", data={"code": code, "language": "en", "at": "3"} | answers)
    assert page.status_code == 503
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', page.text))
    assert again == {"code": code, "language": "en", "at": "3"} | answers
    assert "1, 2, 3" not in caplog.text + page.text
    assert code not in caplog.text


# Languages -------------------------------------------------------------------------------------


def test_the_browser_chooses_the_language_and_the_reader_may_choose_another(client, field) -> None:
    address = f"/s/{field.codes[0]}"
    german = client.get(address, headers={"accept-language": "de-AT,de;q=0.9"}).text
    assert '<html lang="de" dir="ltr">' in german
    assert DE("form.why.text") in german
    assert "Wie alt sind Sie?" in section(client, field.codes[0], 5, "de").text
    picked = client.get(f"{address}?lang=en", headers={"accept-language": "de"}).text
    assert '<html lang="en" dir="ltr">' in picked


def test_the_switch_keeps_every_answer_and_names_no_fault(client, field, answers) -> None:
    del answers["q_age"]
    code = field.codes[0]
    where = {"code": code, "language": "en", "show": "de", "at": "5"}
    page = client.post("/s", data=where | answers)
    assert page.status_code == 200
    assert '<html lang="de"' in page.text
    assert chosen_in(page.text) == answers
    assert DE("form.open") not in page.text.split("<form")[1]
    assert DE("form.part", number=5, of=5) in page.text
    assert field.store.check_code(code).standing is CodeStanding.FRESH


def test_the_thanks_and_the_faults_come_in_the_language_of_the_form(client, field, answers) -> None:
    code = field.code()
    faulty = client.post("/s", data={"code": code, "language": "de"})
    assert DE("form.open") in faulty.text
    thanks = client.post("/s", data={"code": code, "language": "de"} | answers)
    assert DE("form.thanks.saved") in thanks.text


def test_enter_sends_and_does_not_switch_the_language(client, field) -> None:
    page = section(client, field.codes[0], 2).text
    buttons = re.findall(r"<button([^>]*)>", page)
    assert 'name="show"' not in buttons[0]
    assert 'form="answers"' in buttons[0]


# No traces -------------------------------------------------------------------------------------


def test_every_page_forbids_what_it_does_not_need_and_leaves_no_trace(
    client, field, answers
) -> None:
    code = field.code()
    pages = [
        client.get("/s"),
        client.get(f"/s/{code}"),
        client.get("/s/ABCD"),
        client.get(f"/s/{new_code()}"),
        client.get("/s/demo"),
        client.get("/s/start"),
        client.post("/s", data={"code": code}),
        client.post("/s", content=b"", headers={"content-type": "text/plain"}),
        client.post("/s", data={"code": code} | answers),
        client.get(f"/s/{code}"),
    ]
    for page in pages:
        headers = page.headers
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; style-src 'sha256-"
        )
        assert "unsafe" not in headers["content-security-policy"]
        assert "set-cookie" not in headers
        assert "etag" not in headers
        assert "last-modified" not in headers


def test_a_page_runs_the_one_script_of_ours_and_takes_nothing_from_elsewhere(client, field) -> None:
    for answer in (client.get(f"/s/{field.codes[0]}"), section(client, field.codes[0], 4)):
        page, policy = answer.text, answer.headers["content-security-policy"]
        [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'" in policy
        markup = page.split("</style>")[1].split("<script>")[0]
        assert not re.findall(r"\son\w+=|style=", markup)
        assert not re.findall(r"https?://|//[a-z]", markup)
        assert "url(" not in page


def test_each_page_is_one_request_of_less_than_30_kb_before_any_packing(client, field) -> None:
    code = field.codes[0]
    pages = [client.get("/s"), client.get(f"/s/{code}"), *(section(client, code, n) for n in PAGES)]
    for page in pages:
        assert len(page.content) < 30_000
        assert not re.findall(r'(?:src=|rel="stylesheet")', page.text)


# Demonstration ---------------------------------------------------------------------------------


def test_the_demonstration_hands_out_a_code_and_says_on_each_page_what_it_is(field, writer) -> None:
    client = client_of(field, writer, demonstration=True)
    answer = client.get("/s/demo?lang=de")
    assert answer.status_code == 303
    form = client.get(answer.headers["location"])
    assert form.status_code == 200
    for page in (form, client.get("/s?lang=de"), client.get("/s/ABCD?lang=de")):
        assert DE("common.demonstration") in page.text


def test_each_visitor_of_the_demonstration_gets_another_code(field, writer) -> None:
    client = client_of(field, writer, demonstration=True)
    assert client.get("/s/demo").headers["location"] != client.get("/s/demo").headers["location"]


def test_a_demonstration_without_a_code_left_says_so(tmp_path) -> None:
    empty = open_field(tmp_path / "workspace", codes=0)
    writer = ResponseWriter(empty.store)
    page = client_of(empty, writer, demonstration=True).get("/s/demo")
    writer.close()
    close_store(empty.workspace)
    assert page.status_code == 410
    assert EN("form.no_codes.title") in page.text


def test_a_real_survey_hands_out_no_codes(client, field) -> None:
    page = client.get("/s/demo")
    assert page.status_code == 404
    assert EN("common.demonstration") not in page.text


def test_whoever_opens_mistypes_or_answers_leaves_no_entry_in_the_trail(
    client, field, answers
) -> None:
    before = field.workspace.ledger.read_bytes() if field.workspace.ledger.exists() else b""
    code = field.code()
    client.get("/s/ABCD")
    client.get(f"/s/{code}")
    assert client.post("/s", data={"code": code} | answers).status_code == 200
    client.post("/s", data={"code": code} | answers)
    after = field.workspace.ledger.read_bytes() if field.workspace.ledger.exists() else b""
    assert after == before
    assert not (field.workspace.secrets / "failed_sign_ins.json").exists()

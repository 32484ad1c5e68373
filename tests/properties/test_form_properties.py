"""Five hundred forms, whole and half, wrong and hostile: whatever is sent, a page comes back, and
what is stored is what the model of the form allows."""

import re
import string
from collections.abc import Iterator
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.form.answers import UNSAID, AnswerSheet, AnswersRefused
from survey.form.routes import survey_routes
from survey.form.sent import LARGEST_BODY, Sent
from survey.form.walk import STEERING, Show, Walk
from survey.instruments.catalogue import load
from survey.store.bulk import open_answers
from survey.store.opening import close_store
from survey.store.protocol import CodeStanding, Submission
from survey.store.writer import ResponseWriter
from tests.form_wave import WAVE, full_answers, open_field

CORE = load("core")
WALK = Walk.through(CORE)
FORM_TYPE = "application/x-www-form-urlencoded"
NAMES = sorted(full_answers(CORE))
OFFERED = {
    f"q_{item.key}": [*map(str, CORE.options_of(item.key).values), UNSAID] for item in CORE.items
}
MARK = "zqxj"
"""In every hostile text, so that it can be looked for in what comes back."""


class Watched:
    """A store that knows no code but one, and writes down what would have been stored."""

    def __init__(self) -> None:
        self.rows: list[tuple[int | None, ...]] = []

    def redeem(self, batch: list[Submission]) -> list[CodeStanding]:
        self.rows += [submission.answers for submission in batch]
        return [CodeStanding.FRESH for _ in batch]


@pytest.fixture(scope="module")
def watched() -> Watched:
    return Watched()


@pytest.fixture(scope="module")
def client(
    watched: Watched, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TestClient, str]]:
    """Yield a client of the form and a code that stays fresh: the writer stores elsewhere."""
    field = open_field(tmp_path_factory.mktemp("forms") / "workspace", codes=3)
    writer = ResponseWriter(watched)
    routes = survey_routes(field.store, writer, False)
    yield TestClient(Starlette(routes=routes), headers={"accept-language": "en"}), field.code()
    writer.close()
    close_store(field.workspace)


hostile_text = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=string.digits + "-+.eE٣²_ \x00\n", max_size=8),
    st.sampled_from(
        [
            "",
            "None",
            "null",
            "[]",
            "{}",
            "01",
            " 1",
            "1.0",
            "+1",
            "1e0",
            "٣",
            "\x00",
            "-1",
            "9" * 400,
            f"<script>{MARK}</script>",
            f"'\"><b>{MARK}",
            f"{{{{{MARK}}}}}",
            f"{MARK}\r\nSet-Cookie: a=b",
            "'; DROP TABLE answer; --",
            "=1+1",
            "../../etc/passwd",
            "\u202e" + MARK,
        ]
    ),
)
good_answer = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(OFFERED[name]))
)
bad_answer = st.tuples(st.sampled_from(NAMES), hostile_text)
steering = st.tuples(
    st.sampled_from([*STEERING, "unit", "wave", "policy", "conditions", "id", "q_", "q_nothing"]),
    st.one_of(
        hostile_text, st.sampled_from(["0", "1", "5", "6", "back", "stay", "de", "ar", "xx"])
    ),
)
whole = st.fixed_dictionaries({name: st.sampled_from(OFFERED[name]) for name in NAMES}).map(
    lambda answers: list(answers.items())
)
half = st.lists(good_answer, max_size=40)
fields = st.tuples(
    st.one_of(whole, half), st.lists(st.one_of(bad_answer, steering), max_size=4), st.booleans()
).map(lambda parts: parts[0] + parts[1] if parts[2] else parts[1] + parts[0])
"""Whole and half forms with up to four things that do not belong, before or after them."""


@settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=fields, with_code=st.booleans())
@example(sent=list(full_answers(CORE).items()), with_code=True)
def test_every_form_gets_a_page_and_only_whole_ones_are_stored(
    client: tuple[TestClient, str], watched: Watched, sent: list[tuple[str, str]], with_code: bool
) -> None:
    browser, code = client
    before = len(watched.rows)
    body = urlencode([("code", code), *sent] if with_code else sent, errors="surrogatepass")
    page = browser.post("/s", content=body, headers={"content-type": FORM_TYPE})
    stored = watched.rows[before:]

    assert page.status_code in {200, 400, 404, 422}
    assert page.text.startswith("<!DOCTYPE html>")
    assert len(stored) <= 1
    assert "set-cookie" not in page.headers
    markup = page.text.split("</style>")[1].split("<script>")[0]
    assert f"<b>{MARK}" not in markup
    assert f"<script>{MARK}" not in markup
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", markup)

    if stored:
        assert with_code
        [row] = stored
        assert len(row) == len(CORE.items)
        for item, value in zip(CORE.items, row, strict=True):
            assert value is None or value in CORE.options_of(item.key).values
        # Nothing but the one form that the model reads can have been stored.
        steered = [pair for pair in sent if pair[0] not in STEERING]
        assert row == AnswerSheet(CORE).read(steered)


@settings(max_examples=200, deadline=None)
@given(sent=fields)
def test_the_walk_ends_in_a_page_that_there_is_or_in_a_row_that_the_model_reads(
    sent: list[tuple[str, str]],
) -> None:
    step = WALK.follow(Sent(tuple(sent)))
    if isinstance(step, Show):
        assert 0 <= step.page <= WALK.last
        assert all(value in OFFERED[name] for name, value in step.answers.items())
        assert set(step.faults.at) <= set(WALK.pages[step.page])
        assert step.faults.status in {200, 400, 422}
    else:
        assert len(step) == len(CORE.items)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.one_of(
        st.binary(max_size=300),
        st.integers(LARGEST_BODY - 5, LARGEST_BODY + 5).map(lambda size: b"a" * size),
        st.integers(550, 700).map(lambda many: b"&".join([b"q_age=1"] * many)),
        st.text(max_size=60).map(
            lambda text: f"code={quote_plus(text, errors='replace')}".encode()
        ),
    ),
    kind=st.sampled_from(
        [FORM_TYPE, f"{FORM_TYPE}; charset=utf-16", "application/json", "multipart/form-data", ""]
    ),
    address=st.sampled_from(["/s", "/s/start", "/s/preview/core", "/s/preview/nothing"]),
)
def test_a_body_that_is_no_form_is_refused_and_stores_nothing(
    client: tuple[TestClient, str], watched: Watched, body: bytes, kind: str, address: str
) -> None:
    browser, _ = client
    before = len(watched.rows)
    page = browser.post(address, content=body, headers={"content-type": kind})
    assert page.status_code in {200, 303, 400, 404, 413, 415, 422}
    assert page.text.startswith("<!DOCTYPE html>")
    assert len(watched.rows) == before
    if not kind.startswith(FORM_TYPE):
        assert page.status_code == 415
    elif len(body) > LARGEST_BODY:
        assert page.status_code == 413


def test_what_the_model_refuses_never_reaches_the_real_store(tmp_path) -> None:
    """The same through the store itself: hostile forms first, one whole form at the end."""
    field = open_field(tmp_path / "workspace", codes=3)
    writer = ResponseWriter(field.store)
    browser = TestClient(Starlette(routes=survey_routes(field.store, writer, False)))
    code, answers = field.code(), full_answers(CORE, pick=1)
    for name in NAMES:
        for wrong in ("99", "1 ", "٣", "", "1\x00"):
            sent = {"code": code, "language": "en"} | answers | {name: wrong}
            assert browser.post("/s", data=sent).status_code == 422
    assert browser.post("/s", data={"code": code} | answers).status_code == 200
    assert browser.post("/s", data={"code": code} | answers).status_code == 410
    writer.close()
    wave = field.store.close_wave(WAVE)
    with open_answers(field.workspace, wave) as opened:
        rows = opened.execute("SELECT answers FROM answer").fetchall()
    close_store(field.workspace)
    with pytest.raises(AnswersRefused):
        AnswerSheet(CORE).read([("q_age", "99")])
    assert rows == [([CORE.options_of(item.key).values[1] for item in CORE.items],)]

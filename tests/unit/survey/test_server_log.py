"""A line of the log: nothing in it that opens something or says who asked."""

import json
import logging
import warnings
from collections.abc import Iterator

import pytest

from survey.configuration import LogFormat
from survey.fieldwork.codes import display
from survey.server_log import clean, keep_log_clean

CODE = "7KXM3V9TQ2HB5RWN"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before, shown = logging.getLogRecordFactory(), warnings.showwarning
    yield
    logging.setLogRecordFactory(before)
    logging.captureWarnings(False)
    warnings.showwarning = shown


@pytest.mark.parametrize(
    "secret",
    [
        CODE,
        display(CODE),
        CODE.lower(),
        "GET /bearing/s/ABCD?lang=de",
        "new_password?link=abcdef",
        "bearing_session=abcdef-_x; other",
        "anna.b+c@mail.example.org",
        "203.0.113.9",
        "2001:db8::9",
        "2001:0db8:0:0:0:0:0:9",
    ],
)
def test_what_opens_something_or_says_who_asked_is_taken_out(secret: str) -> None:
    said = clean(f"before {secret} after 09:24:05")
    assert said.startswith("before ") and said.endswith(" after 09:24:05") and "…" in said
    for part in (CODE[:6], CODE[:6].lower(), "ABCD", "abcdef", "anna", "113", "db8"):
        assert part not in said


def test_lines_are_json_on_request_and_keep_no_message_of_an_exception(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keep_log_clean(LogFormat.JSON)
    log = logging.getLogger("bearing.test")
    try:
        raise ValueError(f"answered 4 with {CODE}")
    except ValueError:
        log.exception("It failed for %s", "203.0.113.9")
    few = ("too few",)
    log.warning("%s of %s", *few)
    failed, odd = (json.loads(record.getMessage()) for record in caplog.records)
    assert failed["said"].startswith("It failed for … (ValueError in ")
    assert failed["level"] == "error" and failed["from"] == "bearing.test" and failed["at"]
    assert "answered" not in caplog.text and CODE not in caplog.text
    assert odd["said"] == "%s of %s"


def test_text_is_clean_too_and_an_access_log_keeps_its_parts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keep_log_clean(LogFormat.TEXT)
    logging.getLogger("bearing.test").warning("code %s", CODE)
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        parts = ("203.0.113.9:5", "GET", f"/s/{CODE}", "1.1", 200)
        logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', *parts)
    text, access = caplog.records
    assert text.getMessage() == "code …"
    assert access.args == ("…:5", "GET", "/s/…", "1.1", 200)

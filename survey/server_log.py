"""The server's log: free of codes, links, addresses and sessions; as JSON lines on request.

Every line that any part of this process logs is made here, whoever logs it and wherever it goes.
Of an exception its kind and place are kept: a message may hold what somebody sent.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any, Final

from survey.configuration import LogFormat
from survey.fieldwork.codes import ALPHABET
from survey.form.headers import without_codes

FOUR: Final = f"[{ALPHABET}]{{4}}"
PART: Final = "[0-9A-Fa-f]{1,4}"
UNSAID: Final = (
    re.compile(rf"\b{FOUR}(?:-?{FOUR}){{3}}\b", re.IGNORECASE),  # a code, wherever it stands
    re.compile(r"(?<=bearing_session=)[^\s;\"']+"),
    re.compile(r"(?<=bearing_oidc=)[^\s;\"']+"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"),
    re.compile(rf"\b{PART}(?::{PART}){{7}}\b|(?:{PART}(?::{PART})*)?::(?:{PART}(?::{PART})*)?"),
)
ACCESS: Final = "uvicorn.access"
"""Its formatter takes a line's parts one by one."""


def keep_log_clean(form: LogFormat) -> None:
    """Make every line of the log from here on clean, and in the format that was chosen."""

    def made(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = logging.LogRecord(*args, **kwargs)
        if record.name == ACCESS and isinstance(record.args, tuple):
            record.args = tuple(clean(a) if isinstance(a, str) else a for a in record.args)
            return record
        said = clean(_said(record))
        record.exc_info, record.exc_text, record.stack_info = None, None, None
        record.msg, record.args = (said if form is LogFormat.TEXT else _line(record, said)), None
        return record

    logging.setLogRecordFactory(made)
    logging.captureWarnings(True)


def as_lines() -> None:
    """Let handlers that are there write a line as it was made, with nothing before it."""
    plain = logging.Formatter("%(message)s")
    loggers = [logging.root, *logging.root.manager.loggerDict.values()]
    for logger in loggers:
        for handler in getattr(logger, "handlers", ()):
            handler.setFormatter(plain)


def clean(line: str) -> str:
    """Return a line without what opens a form or a session, or says who asked."""
    line = without_codes(line)
    for pattern in UNSAID:
        line = pattern.sub("…", line)
    return line


def _said(record: logging.LogRecord) -> str:
    try:
        said = record.getMessage()
    except (TypeError, ValueError):
        said = str(record.msg)
    kind, _, where = record.exc_info if isinstance(record.exc_info, tuple) else (None, None, None)
    if kind is None:
        return said
    steps = traceback.extract_tb(where)[-3:]
    places = ", ".join(f"{step.filename}:{step.lineno}" for step in reversed(steps))
    return f"{said.strip()} ({kind.__name__} in {places or 'nowhere'})"


def _line(record: logging.LogRecord, said: str) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
    line = {"at": at, "level": record.levelname.lower(), "from": record.name, "said": said}
    return json.dumps(line, ensure_ascii=False)

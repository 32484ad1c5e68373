"""What documents of an office have in common: one date, so that the same release gives one file."""

import io
import re
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from analytics.reports.contents import Frame
from survey.i18n.typesetting import NotTypeset

NO_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Office documents have to have a date of making, and a release has none."""
MADE: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
"""How a part says when it was made."""


def described(document: Any, head: Frame, sender: str) -> None:
    """Set the properties of a python-docx or python-pptx document; no machine, no person."""
    about = document.core_properties
    about.title, about.language = f"{head['title']} – {head['about']}", head["language"]
    about.author = about.last_modified_by = sender
    about.created = about.modified = NO_DATE.replace(tzinfo=None)
    about.revision = 1


def save(document: Any, path: Path) -> None:
    """Write a document whole or not at all, its parts without the time of writing.

    Raises ``NotTypeset`` where ``path`` is a folder.
    """
    if path.is_dir():
        raise NotTypeset(
            "{file} is a folder. Name a file in it, such as {example}.",
            file=path,
            example=path / "name",
        )
    made = io.BytesIO()
    document.save(made)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        finished = Path(folder) / "finished"
        finished.write_bytes(_undated(made.getvalue()))
        finished.replace(path)


def _undated(archive: bytes) -> bytes:
    """Return an archive with one date in the place of all; the numbers behind a chart are one too.

    A slide's chart holds a workbook of its own, which says when it was made.
    """
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as parts,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, NO_DATE.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            held = parts.read(part)
            if part.filename.endswith(".xlsx"):
                held = _undated(held)
            elif part.filename == "docProps/core.xml":
                held = MADE.sub(NO_DATE.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), held)
            file.writestr(entry, held)
    return content.getvalue()

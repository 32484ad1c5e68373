"""The cells as an SPSS file, with labels for its variables and for the words in them.

SPSS cuts labels without a word: 256 bytes for a variable, 120 for a value. Where a text is
longer it ends in "…" here, and stands in full in the codebook.
"""

from pathlib import Path
from typing import Any, Final

from analytics.release.content import Release
from analytics.release.model import CellStatus, Reason, Statistic
from analytics.release.schema import CELLS
from analytics.reports.exports.codebook import said
from analytics.reports.exports.text_tables import rows_of

VARIABLE_LABEL_BYTES: Final = 256
VALUE_LABEL_BYTES: Final = 120
NUMBERS: Final = {"n": "F10.0", "value": "F10.4", "low": "F10.4", "high": "F10.4"}
DATE_AND_TIME: Final = slice(92, 109)
"""Where the head of the file says when it was made: nine bytes for the day, eight for the hour."""

NO_DATE: Final = b"01 Jan 0000:00:00"


def write_spss(path: Path, release: Release) -> None:
    """Write cells.sav; labels are in the first language of the instrument."""
    import pandas as pd
    import pyreadstat

    language = release.manifest.languages[0]
    frame = pd.DataFrame(rows_of(release.cells, CELLS.names), columns=list(CELLS.names))
    for column in CELLS.names:
        frame[column] = frame[column].astype("float64" if column in NUMBERS else "object")
    pyreadstat.write_sav(
        frame,
        str(path),
        file_label=cut(release.manifest.wave, 60),
        column_labels=variable_labels(language),
        variable_value_labels=value_labels(release, language),
        variable_measure={
            column: "scale" if column in NUMBERS else "nominal" for column in CELLS.names
        },
        variable_format=NUMBERS,
    )
    _forget_time(path)


def variable_labels(language: str) -> dict[str, str | None]:
    """Return the label of each column."""
    return {
        column: cut(_said(f"column.cells.{column}", language), VARIABLE_LABEL_BYTES)
        for column in CELLS.names
    }


def value_labels(release: Release, language: str) -> dict[str, dict[Any, str]]:
    """Return what the words in a column stand for, by column."""
    measures = {entry.key: entry.name[language] for entry in release.measures}
    words: dict[str, dict[Any, str]] = {
        "measure": measures,
        "statistic": {each.value: _said(f"statistic.{each}", language) for each in Statistic},
        "status": {each.value: _said(f"status.{each}", language) for each in CellStatus},
        "reason": {
            each.value: _said(f"reason.{each}", language)
            for each in Reason
            if each is not Reason.NONE
        },
    }
    return {
        column: {value: cut(text, VALUE_LABEL_BYTES) for value, text in named.items()}
        for column, named in words.items()
    }


def cut(text: str, most: int) -> str:
    """Return a text that takes at most ``most`` bytes of UTF-8, ending in "…" where it is cut."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len("…".encode())].decode(errors="ignore") + "…"


def _said(key: str, language: str) -> str:
    return said(key, (language,))[language]


def _forget_time(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[DATE_AND_TIME] = NO_DATE
    path.write_bytes(bytes(content))

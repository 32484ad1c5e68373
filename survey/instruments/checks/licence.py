"""An instrument says under which licence its wording may be used.

The wording of most published questionnaires is protected, so a file that leaves this open is not
one that an organisation should ask its people with.
"""

from typing import Final

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument

PLACEHOLDERS: Final = frozenset({"", "?", "-", "none", "unknown", "todo", "tbd", "n/a", "xxx"})


def check(instrument: Instrument) -> list[Finding]:
    """Find a licence or a source that is missing or only a placeholder."""
    named = {"licence": instrument.licence, "source": instrument.source}
    return [
        Finding(
            "LICENCE-MISSING",
            field,
            Said("say who wrote the wording and under which licence you may use it."),
        )
        for field, text in named.items()
        if text.strip().strip(".").lower() in PLACEHOLDERS
    ]

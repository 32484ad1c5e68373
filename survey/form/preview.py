"""A bundled instrument's form as employees see it, with a result at its end and nothing stored."""

from datetime import date
from functools import cache
from typing import Final

from survey.fieldwork.policy import Policy
from survey.form.questionnaire import Questionnaire, Terms
from survey.form.screens import Around
from survey.instruments.catalogue import bundled, load

ADDRESS: Final = "/s/preview/"


def preview_address(instrument_key: str, language: str) -> str:
    """Return where a coordinator can see a bundled instrument's form in a language."""
    return f"{ADDRESS}{instrument_key}?lang={language}"


@cache
def preview(instrument_key: str, around: Around) -> Questionnaire | None:
    """Return the form of a bundled instrument under the rules by default; None if there is none.

    Bundled instruments only: an address must not choose which file of the server is read.
    """
    if instrument_key not in bundled():
        return None
    address = f"{ADDRESS}{instrument_key}"
    terms = Terms(instrument_key, date.today(), Policy(), address, preview=True)
    return Questionnaire(load(instrument_key), terms, around)

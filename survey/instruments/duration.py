"""How long a questionnaire takes to answer, estimated from its words and its choices."""

from typing import Final

from survey.instruments.model import Instrument

WORDS_A_MINUTE: Final = 180
"""An unhurried reader; silent reading runs at about 180 to 240 words a minute (Brysbaert 2019)."""

SECONDS_TO_CHOOSE: Final = 4
"""To find and press one answer."""


def reading_texts(instrument: Instrument, language: str) -> tuple[str, ...]:
    """Return what is read from the first question to the last: headings, questions and hints.

    Answers are not among them: who has met a set of steps once finds an answer at a glance.
    """
    sections = [(section.title, section.intro) for section in instrument.sections]
    items = [(item.text, item.hint) for item in instrument.items]
    return tuple(
        wording[language] for pair in (*sections, *items) for wording in pair if wording is not None
    )


def estimated_minutes(instrument: Instrument, language: str) -> float:
    """Return the minutes that an unhurried reader needs: words / 180 + 4 s for each question.

    Examples
    --------
    180 words and 15 questions take 1 + 1 = 2 minutes.
    """
    words = sum(len(text.split()) for text in reading_texts(instrument, language))
    return words / WORDS_A_MINUTE + SECONDS_TO_CHOOSE * len(instrument.items) / 60

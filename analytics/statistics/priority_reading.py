"""Why something stands in the list of what to do first, in words."""

from analytics.statistics.priorities import Priority
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal


def why_words(one: Priority, outcome: str, text: Texts) -> str:
    """Return why it stands in the list: how clear, and what is known of it and pain."""
    points = decimal(one.points, 0 if one.points >= 1 else 1, text.language)
    known = text(f"screens.first.known.{one.known.name.lower()}", outcome=outcome)
    return f"{text('screens.first.at_least', points=points)} {known}"

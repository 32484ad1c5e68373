"""Entries of the trail in words: what was done, and its details, short enough for a table."""

from typing import Final

from survey.access.ledger import Action, Entry
from survey.i18n.catalogue import Texts
from survey.i18n.writing import isolated

SHORT: Final = 12
"""Signs of a hash that are shown; the file has all."""
HASH_LENGTH: Final = 64
WORDED: Final = {
    "role": "screens.role.{value}",
    "before": "screens.role.{value}",
    "purpose": "trail.purpose.{value}",
    "sheet": "trail.sheet.{value}",
    "state": "screens.actions.state.{value}",
    "reason": "trail.reason.{value}",
    "by": "trail.by.{value}",
    "publishes": "trail.publishes.{value}",
    "although": "trail.although.{value}",
    "others": "trail.others.{value}",
    "way": "trail.way.{value}",
}
"""Details whose values are words of the product, with their keys in the catalogue."""


def action_words(action: Action, text: Texts) -> str:
    """Return what was done."""
    return text(f"trail.action.{action.name.lower()}")


def details_words(entry: Entry, text: Texts) -> str:
    """Return the details of an entry, one after the other."""
    return "; ".join(
        text(
            "trail.detail",
            name=text(f"trail.detail.{name}"),
            value=_value(name, value, text),
        )
        for name, value in entry.details.items()
    )


def _value(name: str, value: int | str, text: Texts) -> str:
    if name in WORDED:
        return text(WORDED[name].format(value=value))
    if isinstance(value, str) and len(value) == HASH_LENGTH:
        return f"{value[:SHORT]}…"
    return isolated(str(value), text.language)

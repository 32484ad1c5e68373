"""A scale is made of items that exist, each of them once."""

from collections import Counter
from collections.abc import Iterator

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument, Scale


def check(instrument: Instrument) -> list[Finding]:
    """Find scales with an unknown item or with the same item twice."""
    return [finding for scale in instrument.scales for finding in _check_scale(instrument, scale)]


def _check_scale(instrument: Instrument, scale: Scale) -> Iterator[Finding]:
    where = f"scales.{scale.key}.items"
    for key, count in Counter(placed.item for placed in scale.items).items():
        if key not in instrument.item_by_key:
            yield Finding(
                "ITEM-UNKNOWN",
                where,
                Said("there is no item {key!r}: add it, or mend the name.", key=key),
            )
        if count > 1:
            yield Finding(
                "ITEM-TWICE",
                where,
                Said("item {key!r} stands there {count} times.", key=key, count=count),
            )

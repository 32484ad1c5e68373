"""What a rule may look up in an instrument that is perhaps broken elsewhere."""

from survey.instruments.model import Instrument


def values_of(instrument: Instrument, item_key: str) -> tuple[int, ...] | None:
    """Return the values of an item's steps; None where the item or its option set is missing.

    Another rule reports what is missing, so that one slip is one finding.
    """
    item = instrument.item_by_key.get(item_key)
    options = instrument.options_by_key.get(item.options) if item else None
    return options.values if options else None

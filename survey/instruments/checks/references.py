"""What an item, an outcome or a breakdown points to is there."""

from collections.abc import Iterator

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument


def check(instrument: Instrument) -> list[Finding]:
    """Find sections, option sets and items that are named but do not exist."""
    return [*_of_items(instrument), *_to_items(instrument)]


def _of_items(instrument: Instrument) -> Iterator[Finding]:
    sections = {section.key for section in instrument.sections}
    for item in instrument.items:
        if item.section not in sections:
            yield Finding(
                "SECTION-UNKNOWN",
                f"items.{item.key}.section",
                Said("no section {section!r}.", section=item.section),
            )
        if item.options not in instrument.options_by_key:
            yield Finding(
                "OPTIONS-UNKNOWN",
                f"items.{item.key}.options",
                Said("no option set {options!r}.", options=item.options),
            )


def _to_items(instrument: Instrument) -> Iterator[Finding]:
    named = [
        *(
            (f"outcomes.{outcome.key}.all_of", condition.item)
            for outcome in instrument.outcomes
            for condition in outcome.all_of
        ),
        *(
            (f"breakdowns.{breakdown.key}.item", breakdown.item)
            for breakdown in instrument.breakdowns
        ),
    ]
    for where, key in named:
        if key not in instrument.item_by_key:
            yield Finding(
                "ITEM-UNKNOWN",
                where,
                Said("there is no item {key!r}: add it, or mend the name.", key=key),
            )

"""Nothing is defined, and above all nothing is asked, that serves no result."""

from collections.abc import Iterable

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument


def check(instrument: Instrument) -> list[Finding]:
    """Find sections and option sets without an item, and items without a measure or breakdown."""
    return [
        *_unused(
            "sections",
            (section.key for section in instrument.sections),
            {item.section for item in instrument.items},
            Said("no item stands in it: take it out."),
        ),
        *_unused(
            "option_sets",
            (options.key for options in instrument.option_sets),
            {item.options for item in instrument.items},
            Said("no item uses it: take it out."),
        ),
        *_unused(
            "items",
            (item.key for item in instrument.items),
            _items_with_a_purpose(instrument),
            Said("it is asked, but no scale, outcome or breakdown uses it: do not ask it."),
        ),
    ]


def _items_with_a_purpose(instrument: Instrument) -> set[str]:
    return {
        *(placed.item for scale in instrument.scales for placed in scale.items),
        *(condition.item for outcome in instrument.outcomes for condition in outcome.all_of),
        *(breakdown.item for breakdown in instrument.breakdowns),
    }


def _unused(kind: str, keys: Iterable[str], used: set[str], message: Said) -> list[Finding]:
    return [Finding("UNUSED", f"{kind}.{key}", message) for key in keys if key not in used]

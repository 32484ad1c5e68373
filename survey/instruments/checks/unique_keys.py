"""No two parts of a kind share a key, since keys become columns in every file that leaves."""

from collections import Counter
from collections.abc import Iterable

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument


def check(instrument: Instrument) -> list[Finding]:
    """Find keys that are used twice."""
    kinds: dict[str, Iterable[str]] = {
        "languages": instrument.languages,
        "sections": (section.key for section in instrument.sections),
        "option_sets": (options.key for options in instrument.option_sets),
        "items": (item.key for item in instrument.items),
        "scales, outcomes and breakdowns": (
            part.key
            for parts in (instrument.scales, instrument.outcomes, instrument.breakdowns)
            for part in parts
        ),
    }
    for scale in instrument.scales:
        kinds[f"scales.{scale.key}.bands"] = (band.key for band in scale.bands)
    return [finding for where, keys in kinds.items() for finding in _twice(where, keys)]


def _twice(where: str, keys: Iterable[str]) -> list[Finding]:
    return [
        Finding(
            "KEY-TWICE",
            where,
            Said("{key!r} is used {count} times: give each its own key.", key=key, count=count),
        )
        for key, count in Counter(keys).items()
        if count > 1
    ]

"""Values that outcomes and bands name are steps that can be chosen."""

from collections.abc import Iterator
from itertools import pairwise

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.checks.lookup import values_of
from survey.instruments.model import Instrument, Scale


def check(instrument: Instrument) -> list[Finding]:
    """Find conditions and bands outside of their item's steps, and bands that overlap."""
    return [
        *_conditions(instrument),
        *(finding for scale in instrument.scales for finding in _bands(instrument, scale)),
    ]


def _conditions(instrument: Instrument) -> Iterator[Finding]:
    for outcome in instrument.outcomes:
        for condition in outcome.all_of:
            known = values_of(instrument, condition.item)
            for value in condition.values:
                if known is not None and value not in known:
                    yield Finding(
                        "VALUE-UNKNOWN",
                        f"outcomes.{outcome.key}.all_of.{condition.item}",
                        Said(
                            "{value} is no step of this item; its steps are {steps}.",
                            value=value,
                            steps=_listed(known),
                        ),
                    )


def _bands(instrument: Instrument, scale: Scale) -> Iterator[Finding]:
    if not scale.bands:
        return
    if len(scale.items) > 1:
        yield Finding(
            "BAND-SCALE",
            f"scales.{scale.key}.bands",
            Said(
                "bands name ranges of one item's values, and this scale has several items: take the"
                " bands out, or use a cut-off."
            ),
        )
        return
    known = values_of(instrument, scale.items[0].item)
    for band in scale.bands:
        if known is not None and not (
            band.low <= band.high and band.low in known and band.high in known
        ):
            yield Finding(
                "BAND-RANGE",
                f"scales.{scale.key}.bands.{band.key}",
                Said(
                    "{low} to {high} is no range of this item; its steps are {steps}.",
                    low=band.low,
                    high=band.high,
                    steps=_listed(known),
                ),
            )
    for before, after in pairwise(scale.bands):
        if after.low <= before.high:
            yield Finding(
                "BAND-OVERLAP",
                f"scales.{scale.key}.bands.{after.key}",
                Said(
                    "begins at {low}, but {band!r} before it ends at {high}: list"
                    " the bands upwards, without overlap.",
                    low=after.low,
                    band=before.key,
                    high=before.high,
                ),
            )


def _listed(values: tuple[int, ...]) -> str:
    return ", ".join(str(value) for value in values)

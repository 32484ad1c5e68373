"""The model plan names measures and breakdowns that exist and are of the right kind."""

from collections import Counter
from collections.abc import Iterator

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument, YesNo
from survey.vocabulary import MeasureRole


def check(instrument: Instrument) -> list[Finding]:
    """Find factors, outcomes and adjustments that no model could take."""
    return [
        *_factors(instrument),
        *_outcomes(instrument),
        *_adjustments(instrument),
        *_twice("model.unmeasured", tuple(one.key for one in instrument.model.unmeasured)),
    ]


def _factors(instrument: Instrument) -> Iterator[Finding]:
    where = "model.factors"
    yield from _twice(where, instrument.model.factors)
    for key in instrument.model.factors:
        measure = instrument.measures.get(key)
        if measure is None:
            yield Finding(
                "MODEL-UNKNOWN", where, Said("there is no scale or outcome {key!r}.", key=key)
            )
        elif measure.role is not MeasureRole.FACTOR:
            yield Finding(
                "MODEL-KIND",
                where,
                Said("{key!r} has the role {role}, not factor.", key=key, role=measure.role),
            )


def _outcomes(instrument: Instrument) -> Iterator[Finding]:
    where = "model.outcomes"
    yield from _twice(where, instrument.model.outcomes)
    for key in instrument.model.outcomes:
        measure = instrument.measures.get(key)
        if measure is None:
            yield Finding("MODEL-UNKNOWN", where, Said("there is no outcome {key!r}.", key=key))
        elif not isinstance(measure, YesNo):
            yield Finding(
                "MODEL-KIND", where, Said("{key!r} is a scale; the models need yes or no.", key=key)
            )
        elif measure.role is not MeasureRole.OUTCOME:
            yield Finding(
                "MODEL-KIND",
                where,
                Said("{key!r} has the role {role}, not outcome.", key=key, role=measure.role),
            )


def _adjustments(instrument: Instrument) -> Iterator[Finding]:
    where = "model.adjust_for"
    yield from _twice(where, instrument.model.adjust_for)
    known = {breakdown.key for breakdown in instrument.breakdowns}
    for key in instrument.model.adjust_for:
        if key not in known:
            yield Finding("MODEL-UNKNOWN", where, Said("there is no breakdown {key!r}.", key=key))


def _twice(where: str, keys: tuple[str, ...]) -> Iterator[Finding]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Finding(
                "KEY-TWICE",
                where,
                Said("{key!r} stands there {count} times.", key=key, count=count),
            )

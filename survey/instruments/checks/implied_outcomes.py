"""What an outcome implies is another outcome, and nothing implies itself in the end."""

from collections.abc import Iterator, Mapping

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument


def check(instrument: Instrument) -> list[Finding]:
    """Find implied outcomes that do not exist, and circles."""
    implied = {outcome.key: outcome.implies for outcome in instrument.outcomes}
    return [*_unknown(implied), *_circles(implied)]


def _unknown(implied: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for key, others in implied.items():
        for other in others:
            if other not in implied:
                yield Finding(
                    "IMPLIED-UNKNOWN", f"outcomes.{key}.implies",
                    Said("there is no outcome {other!r}: add it, or mend the name.", other=other),
                )  # fmt: skip


def _circles(implied: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    for key in implied:
        reached, waiting = set[str](), list(implied[key])
        while waiting:
            other = waiting.pop()
            if other not in reached:
                reached.add(other)
                waiting += implied.get(other, ())
        if key in reached:
            yield Finding(
                "IMPLIED-CIRCLE", f"outcomes.{key}.implies",
                Said("it implies itself in the end: leave one of the two directions out."),
            )  # fmt: skip

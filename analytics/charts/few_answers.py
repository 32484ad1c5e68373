"""Published links updated by groups: their picture and their sentences, for page and report."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.picture import Picture
from analytics.charts.theme import Palette
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.statistics.apart import side_of
from analytics.statistics.rows.few_answers import SmallLink, small_links
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

ODDS: Final = Axis(0.5, 2.0, log=True, none=1.0, ticks=(0.5, 1, 2))
SHARE: Final = Axis(0.0, 100.0, ticks=(0, 50, 100))
STEP: Final = 10


@dataclass(frozen=True)
class FewAnswers:
    """What a reader gets in place of models: sentences, the links, and whose evidence they are."""

    lead: str
    findings: tuple[str, ...]
    warning: str
    links: Picture
    weights: Picture


def few_answers(
    release: Release, outcome: str, texts: Texts, palette: Palette
) -> FewAnswers | None:
    """Return the published links as the groups update them; None where no paper has any."""
    found = list(small_links(release, outcome))
    if not found:
        return None
    said = in_language(release.measure(outcome).name, texts.language)
    names = [in_language(release.measure(one.factor).name, texts.language) for one in found]
    return FewAnswers(
        texts("results.few.lead", answers=release.manifest.responses, outcome=said),
        tuple(_sentence(one, name, texts) for one, name in zip(found, names, strict=True)),
        texts("results.few.warning"),
        _links(found, names, texts, palette),
        _weights(found, names, texts, palette),
    )


def _sentence(one: SmallLink, name: str, texts: Texts) -> str:
    weight = one.updated.prior_weight
    whose = "none" if one.groups == 0 else "theirs" if weight >= 0.5 else "own"
    parts = [
        texts(
            f"results.few.{whose}", factor=name, source=one.source.cite, groups=one.groups,
            weight=decimal(100 * weight, 0, texts.language),
        )
    ]  # fmt: skip
    if one.needed is not None:
        needed = math.ceil(one.needed / STEP) * STEP
        parts.append(texts("results.few.needed", answers=decimal(needed, 0, texts.language)))
    return " ".join(parts)


def _with_own(found: Sequence[SmallLink], names: Sequence[str]) -> list[tuple[SmallLink, str]]:
    """Return the links that groups of this organisation say something of, with their names.

    Where none does, the published number alone would be drawn as if it were an answer.
    """
    return [(one, name) for one, name in zip(found, names, strict=True) if one.groups > 0]


def _links(
    found: Sequence[SmallLink], names: Sequence[str], texts: Texts, palette: Palette
) -> Picture:
    rows = []
    for one, name in _with_own(found, names):
        ends = one.updated.interval
        value, low, high = (math.exp(log) for log in (one.updated.estimate, ends.low, ends.high))
        words = [decimal(number, 2, texts.language) for number in (value, low, high)]
        said = texts("charts.forest.value", value=words[0], low=words[1], high=words[2])
        apart = side_of(low, high, 1.0) != 0
        published = math.exp(one.published)
        rows.append(IntervalRow(name, said, value, low, high, published, apart=apart))
    headings = (texts("charts.forest.factor"), texts("results.few.updated"))
    return interval_rows(rows, ODDS, headings, texts, palette)


def _weights(
    found: Sequence[SmallLink], names: Sequence[str], texts: Texts, palette: Palette
) -> Picture:
    rows = []
    for one, name in _with_own(found, names):
        weight = 100 * one.updated.prior_weight
        said = texts("charts.short.share", percent=decimal(weight, 0, texts.language))
        rows.append(IntervalRow(name, said, low=0.0, high=weight))
    headings = (texts("charts.forest.factor"), texts("results.few.weight"))
    return interval_rows(rows, SHARE, headings, texts, palette)

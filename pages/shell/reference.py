"""What the groups are held against: the organisation as it is now, or a reference the reader took.

A reference is the organisation's own earlier wave, or published values for the same questionnaire.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.charts.references import references
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import MeasureEntry
from pages.shell import release_choice
from pages.shell.selection import organisation_cell
from pages.shell.trends import until
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal


@dataclass(frozen=True)
class Held:
    """A reference: its short name, its values in the cells' own units, and its source and date."""

    key: str
    name: str
    values: Mapping[str, float]
    source: str


def choices(release: Release, text: Texts) -> dict[str, Held]:
    """Return the references there are for a release, by key: the earlier waves, then others'."""
    earlier = until(release, release_choice.every())[:-1]
    same = [one for one in earlier if one.manifest.instrument == release.manifest.instrument]
    found = [_own(one, release, text) for one in reversed(same)]
    found += [
        Held(
            f"published{at}",
            in_language(one.name, text.language),
            one.scores,
            text(
                "results.reference.published",
                source=in_language(one.source, text.language),
                date=in_language(one.date, text.language),
            ),
        )
        for at, one in enumerate(references(release.manifest.instrument))
    ]
    return {one.key: one for one in found if one.values}


def value_words(entry: MeasureEntry, value: float, text: Texts) -> str:
    """Return a reference's value of a measure: "52", or "44 %" of a yes/no measure."""
    if entry.kind == "yes_no":
        return text("charts.short.share", percent=decimal(100 * value, 0, text.language))
    return decimal(value, 0, text.language)


def _own(earlier: Release, release: Release, text: Texts) -> Held:
    cells = {entry.key: organisation_cell(earlier, entry.key) for entry in release.measures}
    values = {
        key: cell.value
        for key, cell in cells.items()
        if cell is not None and cell.value is not None
    }
    wave = earlier.manifest.wave
    name = text("results.reference.wave", wave=wave)
    return Held(f"wave:{wave}", name, values, text("results.reference.own", wave=wave))

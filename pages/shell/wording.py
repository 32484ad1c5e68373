"""What was asked, item by item: the wording that the release keeps.

A release from before it kept the wording has that of the bundled questionnaire of its version;
where there is none, items go by their keys, their answers by their numbers, and nobody can say
which end is the good one.
"""

from functools import cache

from analytics.charts.spread import Asked
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import Manifest
from survey.errors import BearingError
from survey.instruments.catalogue import bundled, load
from survey.instruments.model import Instrument, Scale
from survey.vocabulary import GoodEnd


@cache
def _bundled(key: str, version: str) -> Instrument | None:
    """Return the bundled questionnaire of exactly this version, None where there is none."""
    if key not in bundled():
        return None
    try:
        found = load(key)
    except BearingError:
        return None
    return found if found.version == version else None


def asked(release: Release, measure: str, item: str, language: str) -> Asked:
    """Return an item's question, the words of its steps, and whether its high end is good."""
    entry = release.measure(measure)
    for one in entry.items:
        if one.key == item:
            steps = {step.value: in_language(step.text, language) for step in one.steps}
            high_is_good = (entry.good_end is GoodEnd.HIGH) != one.turned
            return Asked(item, in_language(one.text, language), steps, high_is_good)
    return _as_bundled(release.manifest, measure, item, language)


def _as_bundled(manifest: Manifest, measure: str, item: str, language: str) -> Asked:
    instrument = _bundled(manifest.instrument, manifest.instrument_version)
    scale = instrument.measures.get(measure) if instrument else None
    if instrument is None or not isinstance(scale, Scale) or item not in instrument.item_by_key:
        return Asked(item, item, {}, None)
    turned = any(place.turned for place in scale.items if place.item == item)
    steps = instrument.options_of(item).steps
    return Asked(
        item,
        in_language(instrument.item_by_key[item].text, language),
        {step.value: in_language(step.text, language) for step in steps},
        (scale.good_end is GoodEnd.HIGH) != turned,
    )

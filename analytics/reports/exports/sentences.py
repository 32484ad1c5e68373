"""What each estimate and each analysis means, as a sentence in every language it is told in."""

from typing import Final

from analytics.release.content import Release
from analytics.release.model import Analysis, Estimate
from analytics.reports.exports.text_tables import Field
from analytics.statistics.analysis_reading import analysis_sentence
from analytics.statistics.reading import sentence
from survey.i18n.catalogue import READING_PARTS, languages, texts

COLUMNS: Final = ("table", "wave", "outcome", "factor")


def sentence_table(release: Release) -> tuple[tuple[str, ...], list[list[Field]]]:
    """Return headings and rows: one row an estimate or analysis, one column a language.

    The languages are those of the questionnaire's names in which the sentences are worded; a row
    without a number has the sentence that says why.
    """
    spoken = spoken_in(release)
    return (*COLUMNS, *spoken), _rows(release, spoken)


def spoken_in(release: Release) -> tuple[str, ...]:
    """Return the languages in which a release's measures are named and its numbers are told."""
    named = [set(entry.name) for entry in release.measures]
    common = set.intersection(*named) if named else set()
    return tuple(language for language in languages(*READING_PARTS) if language in common)


def _rows(release: Release, spoken: tuple[str, ...]) -> list[list[Field]]:
    by_key = {entry.key: entry for entry in release.measures}
    told = [texts(language, *READING_PARTS) for language in spoken]
    estimates = [
        [*_place("estimates", one), *(sentence(one, by_key, say) for say in told)]
        for one in release.estimates
    ]
    analyses = [
        [*_place("analyses", one), *(analysis_sentence(one, by_key, say) for say in told)]
        for one in release.analyses
    ]
    return estimates + analyses


def _place(table: str, one: Estimate | Analysis) -> list[Field]:
    return [table, one.wave, one.outcome, one.factor]

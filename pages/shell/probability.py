"""How probably a group is worse than the organisation: read off the analyses of a release."""

from typing import Final

from analytics.charts.whereabouts import Row
from analytics.release.content import Release
from analytics.release.model import AnalysisKind, MeasureEntry
from pages.shell.kept import kept
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal
from survey.vocabulary import GoodEnd

LEAST: Final = 0.01


@kept
def _above(release: Release) -> dict[str, dict[Row, float]]:
    """Return by measure and group the probability that it lies above the organisation."""
    found: dict[str, dict[Row, float]] = {}
    for one in release.analyses:
        groups = one.analysis is AnalysisKind.GROUPS and one.statistic == "above"
        if groups and one.value is not None:
            found.setdefault(one.outcome, {})[one.department, one.team] = one.value
    return found


def worse(release: Release, entry: MeasureEntry) -> dict[Row, float]:
    """Return by group the probability, 0 to 1, that it lies on the worse side.

    The release has the probability of lying above; where high is good, the worse side is below.
    """
    above = _above(release).get(entry.key, {})
    if entry.good_end is GoodEnd.LOW:
        return above
    return {place: 1 - value for place, value in above.items()}


def chance_words(chance: float | None, text: Texts) -> str:
    """Return a probability in words: "98 %", "over 99 %", or that nothing can be said."""
    if chance is None:
        return text("screens.team.sure_none")
    if not LEAST <= chance <= 1 - LEAST:
        key = "most" if chance > LEAST else "least"
        return text(f"screens.team.chance.{key}")
    return text("charts.short.share", percent=decimal(100 * chance, 0, text.language))

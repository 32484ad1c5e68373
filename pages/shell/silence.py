"""Those who did not answer: how far they could move a share, in sentences."""

from analytics.release.content import Release
from analytics.release.model import AnalysisKind
from analytics.statistics.analysis_reading import analysis_sentence
from pages.shell.language import words
from pages.shell.lead import findings
from pages.shell.selection import analyses_of


def show_silence(release: Release, outcome: str) -> None:
    """Draw the bounds of an outcome's share and the share weighted to head-counts."""
    text = words()
    by_key = {entry.key: entry for entry in release.measures}
    findings(
        analysis_sentence(row, by_key, text)
        for row in analyses_of(release, AnalysisKind.SILENCE)
        if row.outcome == outcome
    )

"""Warnings on scales whose questions do not hold together, wherever a page uses them."""

from collections.abc import Collection

from analytics.release.content import Release
from analytics.release.model import AnalysisKind
from analytics.statistics.analysis_reading import flag_sentences
from pages.shell.language import words
from pages.shell.lead import findings
from pages.shell.selection import analyses_of


def show_flags(release: Release, factors: Collection[str]) -> None:
    """Draw a warning for each of the factors that falls below its mark; nothing where none does."""
    by_key = {entry.key: entry for entry in release.measures}
    scales = analyses_of(release, AnalysisKind.RELIABILITY)
    findings(flag_sentences(scales, factors, by_key, words()))

"""What might be done about a working condition: each with its source and its strength."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from analytics.charts.clear_links import clear_links
from analytics.charts.forest_rows import odds_ratios
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.statistics.evidence import sources, trials
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.selection import main_outcome


@dataclass(frozen=True)
class Suggestion:
    """A suggestion: its texts, the measures it is about, and the key of the paper behind it."""

    key: str
    measures: tuple[str, ...]
    paper: str


SUGGESTIONS: Final = (
    Suggestion("workload", ("workload", "demands"), "buruck_2019"),
    Suggestion("control", ("control", "decision_authority"), "buruck_2019"),
    Suggestion("support", ("support_manager", "support_colleagues", "support"), "buruck_2019"),
    Suggestion("mind_body", (), "donnino_2021"),
    Suggestion("activity", (), "donnino_2021"),
)


def in_order(release: Release) -> list[tuple[Suggestion, tuple[str, ...]]]:
    """Return every suggestion with its measures that go clearly with the main outcome here.

    Those with such a measure come first, the clearest link on top; the others keep their order.
    """
    outcome = main_outcome(release)
    estimates = odds_ratios(release.estimates, outcome.key) if outcome else []
    clear = [one.factor for one in clear_links(estimates)]
    found = [(one, tuple(key for key in clear if key in one.measures)) for one in SUGGESTIONS]
    last = len(clear)
    return sorted(found, key=lambda pair: clear.index(pair[1][0]) if pair[1] else last)


def show_suggestions(release: Release) -> None:
    """Draw every suggestion, folded: what to do, how strong the evidence is, and its source."""
    text = words()
    outcome = main_outcome(release)
    papers = {one.key: (one.cite, one.doi) for one in sources()}
    papers |= {one.key: (one.cite, one.doi) for one in trials()}
    for one, here in in_order(release):
        title = text(f"screens.suggest.{one.key}")
        if here:
            title = text("results.suggest.here", title=title)
        with st.expander(title):
            if here and outcome:
                names = [in_language(release.measure(key).name, text.language) for key in here]
                about = in_language(outcome.name, text.language)
                paragraph(text("results.suggest.why", names=", ".join(names), outcome=about))
            paragraph(text(f"screens.suggest.{one.key}.how"))
            paragraph(text(f"screens.suggest.{one.key}.strength"))
            cite, doi = papers[one.paper]
            source = f"[{cite}, doi:{doi}](https://doi.org/{doi})"
            st.markdown(text("screens.suggest.source", source=source))

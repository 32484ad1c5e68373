"""What might be done about a working condition: each with its source and its strength."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from analytics.statistics.evidence import sources, trials
from pages.shell.language import words
from pages.shell.lead import paragraph


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


def show_suggestions() -> None:
    """Draw every suggestion, folded: what to do, how strong the evidence is, and its source."""
    text = words()
    papers = {one.key: (one.cite, one.doi) for one in sources()}
    papers |= {one.key: (one.cite, one.doi) for one in trials()}
    for one in SUGGESTIONS:
        with st.expander(text(f"screens.suggest.{one.key}")):
            paragraph(text(f"screens.suggest.{one.key}.how"))
            paragraph(text(f"screens.suggest.{one.key}.strength"))
            cite, doi = papers[one.paper]
            source = f"[{cite}, doi:{doi}](https://doi.org/{doi})"
            st.markdown(text("screens.suggest.source", source=source))

"""Counter-evidence: what speaks against reading more into the links, in other studies and here?"""

import streamlit as st

from analytics.statistics.evidence import Counter, Source, counter_evidence, sources
from pages.shell import link_questions
from pages.shell.fragility import show_fragility
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.selection import outcomes_with_estimates
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

text = words()
release = link_questions.begin("against")
if outcomes_with_estimates(release):
    show_fragility(release, link_questions.outcome_of(release))
    st.header(text("screens.against.others"))
st.markdown(text("screens.links.against_lead"))
papers: list[Source | Counter] = [*sources(), *counter_evidence()]
for found in papers:
    place = f"[doi:{found.doi}](https://doi.org/{found.doi})" if found.doi else ""
    st.markdown(f"- {text(f'evidence.{found.key}')} {found.cite.removesuffix('.')}. {place}")

"""People and teams: does a link hold between people of one team, between teams, or both?"""

import streamlit as st

from pages.shell import link_questions
from pages.shell.groups_scatter import show_scatter
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead
from pages.shell.levels import show_levels, show_more
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

release = link_questions.begin("levels")
left, right = st.columns(2)
with left:
    outcome = link_questions.outcome_of(release)
with right:
    factor = link_questions.condition_of(release, outcome)
if factor is None:
    lead(words()("screens.links.none"))
else:
    show_levels(release, outcome, factor)
    show_scatter(release, outcome, factor)
    show_more(release, outcome, factor)

"""What if: which share with back pain would be expected if a working condition were better?"""

import streamlit as st

from pages.shell import link_questions
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead
from pages.shell.what_if import show_what_if
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

release = link_questions.begin("what_if")
left, right = st.columns(2)
with left:
    outcome = link_questions.outcome_of(release)
with right:
    factor = link_questions.condition_of(release, outcome)
if factor is None:
    lead(words()("screens.links.none"))
else:
    show_what_if(release, outcome, factor)

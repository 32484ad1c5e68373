"""What if: which share with back pain would be expected if a working condition were better?"""

from pages.shell import link_questions
from pages.shell.guard import require
from pages.shell.what_if import show_what_if
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

release = link_questions.begin("what_if")
outcome, factor = link_questions.outcome_and_condition(release)
show_what_if(release, outcome, factor)

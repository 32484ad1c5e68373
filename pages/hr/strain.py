"""Job strain: how often is there back pain where there is much to do and little say?"""

from pages.shell import link_questions
from pages.shell.guard import require
from pages.shell.strain import show_strain
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

release = link_questions.begin("strain")
show_strain(release, link_questions.outcome_of(release))

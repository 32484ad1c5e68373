"""People and teams: does a link hold between people of one team, between teams, or both?"""

from pages.shell import link_questions
from pages.shell.groups_scatter import show_scatter
from pages.shell.guard import require
from pages.shell.levels import show_levels, show_more
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

release = link_questions.begin("levels")
outcome, factor = link_questions.outcome_and_condition(release)
show_levels(release, outcome, factor)
show_scatter(release, outcome, factor)
show_more(release, outcome, factor)

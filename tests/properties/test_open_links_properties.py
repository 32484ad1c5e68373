"""Open links: whatever anybody sends, different people stand behind each row (docs/adr/0013)."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composing.grouping import group_teams
from analytics.disclosure.groups import TooFewAnswers
from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import Ways
from survey.vocabulary import Sensitivity
from tests.organisations import Row, tally_of, wave_of

LINKS = Ways(open_links=True)
USUAL = Policy()


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=4), min_size=1, max_size=3),
    data=st.data(),
)
def test_where_half_answered_k_people_stand_behind_each_row_whatever_is_sent(
    sizes: list[list[int]], data: st.DataObject
) -> None:
    wave = replace(wave_of(sizes, LINKS.promised(USUAL)), ways=LINKS)
    honest, rows = {}, list[Row]()
    for unit in wave.units:
        people = unit.headcount or 0
        honest[unit.id] = data.draw(st.integers((people + 1) // 2, people))
        sent = data.draw(st.integers(0, 60))
        rows += [(unit.id, (3, 0))] * honest[unit.id] + [(unit.id, (5, 1))] * sent
    try:
        groupings = group_teams(wave, tally_of(wave, rows), ("workload", "back_pain"))
    except TooFewAnswers:
        return
    for sensitivity in Sensitivity:
        grouping = groupings.of(sensitivity)
        for block in (*grouping.teams, *grouping.departments):
            people = sum(honest[unit] for unit in block.units)
            assert people >= USUAL.threshold(sensitivity)

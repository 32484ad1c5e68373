"""Nothing of ours tells more together: releases of random organisations, quiet ones too."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composing.composition import draft
from analytics.disclosure.audit.between import told_between
from analytics.release.model import TOTAL
from tests.joint_questions import joint_wave
from tests.organisations import KEY, Row, tally_of

STRENGTHS = st.sampled_from([(0, 1, 2, 3, 4), (0, 0, 0, 3), (0, 3), (2, 4), (0, 0, 0, 0, 1, 4)])
"""Answers that teams may give: all kinds, or those at the edge of what can be given alone."""


@st.composite
def teams(draw: st.DrawFn) -> tuple[list[list[int]], list[Row]]:
    """Sizes of teams by department, and the answers of everybody in them."""
    team = st.integers(6, 14)
    sizes = draw(st.lists(st.lists(team, min_size=1, max_size=4), min_size=1, max_size=3))
    sizes[0].append(12)
    seed = draw(st.randoms(use_true_random=False))
    rows: list[Row] = []
    for unit, size in enumerate(size for own in sizes for size in own):
        strengths = draw(STRENGTHS)
        for _ in range(size):
            ache = seed.choice([*strengths * 6, None])
            pain = None if seed.random() < 0.04 else int((ache or 0) >= 3 or seed.random() < 0.1)
            rows.append((unit, (seed.randint(1, 5), pain, ache)))
    return sizes, rows


@settings(max_examples=40, deadline=None)
@given(teams())
def test_no_draft_tells_more_together_and_what_is_left_out_is_left_out_of_both(
    drawn: tuple[list[list[int]], list[Row]],
) -> None:
    sizes, rows = drawn
    wave = joint_wave(sizes)
    made = draft(wave, tally_of(wave, rows), KEY)
    assert told_between(made.release) == []
    for cell in made.release.cells:
        if cell.n and cell.breakdown == TOTAL:
            assert cell.team == TOTAL or (cell.measure, cell.department) not in made.apart.rows
            assert cell.department == TOTAL or cell.measure not in made.apart.levels
            assert cell.measure not in made.apart.measures
    for own in (made.apart.levels, made.apart.measures, {key for key, _ in made.apart.rows}):
        assert len(own) != 1

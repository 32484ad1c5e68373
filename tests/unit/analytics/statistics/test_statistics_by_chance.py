"""What is said to stand out by chance does so, when answers are dealt to groups at random."""

import math

import numpy as np
import pytest
from scipy.stats import fisher_exact
from statsmodels.stats.multitest import multipletests

from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from analytics.statistics.by_chance import chance, p_value, standing_out
from analytics.statistics.intervals import mean_interval, wilson
from analytics.statistics.multiplicity import false_discovery

# Benjamini and Hochberg 1995, section 4: fifteen end points of a trial of thrombolysis.
PUBLISHED = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
    0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
)  # fmt: skip


def mean_cell(value: float, spread: float, n: int, people: int, **place: str) -> Cell:
    ends = mean_interval(value, spread, n, people - 1)
    return Cell(
        wave="w", measure="workload", statistic=Statistic.MEAN, n=n, value=value, low=ends.low,
        high=ends.high, status=CellStatus.SHOWN, **place,
    )  # fmt: skip


def share_cell(yes: int, n: int, **place: str) -> Cell:
    ends = wilson(yes, n)
    return Cell(
        wave="w", measure="pain", statistic=Statistic.SHARE, n=n, value=round(yes / n, 4),
        low=round(ends.low, 4), high=round(ends.high, 4), status=CellStatus.SHOWN, **place,
    )  # fmt: skip


HUB = {"department": "Hub", "team": "Dock"}


def test_of_the_published_end_points_four_are_kept_and_three_by_bonferroni() -> None:
    assert sum(one <= 0.05 for one in false_discovery(PUBLISHED)) == 4
    assert sum(one * len(PUBLISHED) <= 0.05 for one in PUBLISHED) == 3


def test_the_false_discovery_rate_is_statsmodels_own_in_any_order() -> None:
    drawn = np.random.default_rng(1).uniform(0, 0.3, 200).round(2)
    theirs = multipletests(drawn, method="fdr_bh")[1]
    assert false_discovery(list(drawn)) == pytest.approx(theirs)
    assert false_discovery([]) == ()


def test_the_p_of_a_share_is_fishers_of_the_group_against_the_rest() -> None:
    for yes, n, events, people in ((9, 24, 60, 300), (2, 40, 90, 200), (15, 16, 40, 100)):
        table = [[yes, n - yes], [events - yes, people - n - events + yes]]
        found = p_value(share_cell(yes, n, **HUB), share_cell(events, people))
        assert found == pytest.approx(fisher_exact(table).pvalue)


def test_shares_dealt_at_random_stand_out_as_often_as_reckoned() -> None:
    source, people, events, sizes = np.random.default_rng(2), 300, 96, (12, 18, 30, 60, 80, 100)
    answers = np.repeat([1, 0], [events, people - events])
    whole = share_cell(events, people)
    clear = np.zeros(len(sizes))
    deals = 4000
    for _ in range(deals):
        dealt = np.split(source.permutation(answers), np.cumsum(sizes)[:-1])
        for at, group in enumerate(dealt):
            ends = wilson(int(group.sum()), len(group))
            clear[at] += not ends.low <= events / people <= ends.high
    reckoned = [chance(share_cell(n // 3, n, **HUB), whole) for n in sizes]
    assert clear / deals == pytest.approx(reckoned, abs=4 * math.sqrt(0.05 * 0.95 / deals))


def test_means_dealt_at_random_stand_out_as_often_as_reckoned() -> None:
    """Five steps, as a scale of one item has them: far from normal."""
    source, sizes = np.random.default_rng(3), (8, 12, 30, 50, 100, 200)
    people = sum(sizes)
    answers = source.choice([0, 25, 50, 75, 100], people, p=[0.1, 0.2, 0.3, 0.25, 0.15])
    spread, middle = float(answers.std(ddof=1)), float(answers.mean())
    clear = np.zeros(len(sizes))
    deals = 4000
    for _ in range(deals):
        dealt = np.split(source.permutation(answers), np.cumsum(sizes)[:-1])
        for at, group in enumerate(dealt):
            ends = mean_interval(float(group.mean()), spread, len(group), people - 1)
            clear[at] += not ends.low <= middle <= ends.high
    whole = mean_cell(middle, spread, people, people)
    reckoned = [chance(mean_cell(50.0, spread, n, people, **HUB), whole) for n in sizes]
    assert clear / deals == pytest.approx(reckoned, abs=0.011)
    assert reckoned[0] > 0.045
    assert reckoned[-1] < 0.006  # half of the people: far below 1 in 20


def test_of_what_is_kept_one_in_twenty_is_chance() -> None:
    """Forty groups like the whole, five above and five below: few kept ones are of the forty."""
    source, people, n, spread = np.random.default_rng(4), 2000, 40, 20.0
    false = []
    for _ in range(300):
        apart = np.repeat([0.0, 12.0, -12.0], [40, 5, 5])
        values = source.normal(50, spread / math.sqrt(n), 50) + apart
        whole = mean_cell(float(values.mean()), spread, people, people)
        cells = [mean_cell(float(one), spread, n, people, **HUB) for one in values]
        rates = false_discovery([p_value(cell, whole) for cell in cells])
        kept = [at for at, rate in enumerate(rates) if rate <= 0.05]
        false.append(sum(at < 40 for at in kept) / max(1, len(kept)))
    assert 0.02 < np.mean(false) < 0.06


def test_a_page_counts_what_it_compares_and_nothing_else() -> None:
    whole = {"pain": share_cell(90, 300), "workload": mean_cell(50.0, 20.0, 300, 300)}
    cells = [
        whole["pain"].model_copy(update={"department": TOTAL}),
        share_cell(25, 40, **HUB),
        share_cell(12, 40, **HUB),
        mean_cell(51.0, 20.0, 40, 300, **HUB),
        Cell(
            wave="w", measure="pain", statistic=Statistic.SHARE, n=9, low=0.0, high=0.3,
            status=CellStatus.BOUNDED, **HUB,
        ),
        Cell(
            wave="w", measure="pain", statistic=Statistic.SHARE, status=CellStatus.WITHHELD, **HUB
        ),
        share_cell(25, 40, **HUB).model_copy(update={"measure": "unknown"}),
    ]  # fmt: skip
    found = standing_out(cells, whole)
    assert (found.numbers, found.found, found.kept) == (3, 1, 1)
    assert found.by_chance == pytest.approx(
        sum(chance(one, whole[one.measure]) for one in cells[1:4])
    )
    assert 0.05 < found.by_chance < 0.15


def test_a_group_that_is_everybody_never_stands_out() -> None:
    whole = share_cell(30, 100)
    assert chance(share_cell(30, 100, **HUB), whole) == 0
    assert p_value(share_cell(30, 100, **HUB), whole) == 1


def test_large_shares_are_reckoned_as_means_are() -> None:
    """Above 400 answers the two ways agree."""
    whole = share_cell(3000, 10_000)
    small, large = (chance(share_cell(int(0.3 * n), n, **HUB), whole) for n in (400, 401))
    assert large == pytest.approx(small, abs=0.01)

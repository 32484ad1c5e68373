"""The rows of ``analyses``: what the sample organisation's first wave says beside odds ratios."""

import dataclasses
import math

import numpy as np
import pytest
from scipy import stats

from analytics.release.model import TOTAL, AnalysisKind, CellStatus
from analytics.statistics import imputation
from analytics.statistics.analyses import estimates_and_analyses
from analytics.statistics.constructs import roles
from analytics.statistics.intervals import Interval
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.meta_analysis import random_effects
from analytics.statistics.models import Models
from analytics.statistics.rows.between_waves import Programme, action_rows, change_rows
from analytics.statistics.rows.ground import Ground
from analytics.statistics.rows.groups import group_rows, published_levels
from analytics.statistics.rows.imputation import imputation_rows
from analytics.statistics.rows.link_checks import department_rows, level_rows
from analytics.statistics.rows.scales import agreement_rows, below_mark
from analytics.statistics.rows.silence import silence_rows
from analytics.statistics.rows.strain import cut_offs, strain_rows
from analytics.statistics.rows.what_if import best_quarter, expected_interval
from analytics.statistics.sample import complete_cases
from analytics.statistics.sufficiency import insufficiency
from analytics.statistics.two_by_two import Comparison
from survey.instruments.model import Instrument
from tests.statistics_release import CORE, counted, release, rows, wave
from tests.statistics_survey import Counted


def ground(place: int = 0, **changes: object) -> Ground:
    """Return what the analyses of a wave stand on, with anything changed."""
    sealed = release(place)
    return dataclasses.replace(
        Ground(
            wave=wave(place).name, instrument=CORE, units=wave(place).units,
            models=Models(counted(place), CORE.model),
            cells=sealed.cells, estimates=sealed.estimates, groups=sealed.groups,
            items=counted(place).items,
        ),
        **changes,
    )  # fmt: skip


def without_cut_offs() -> Instrument:
    document = CORE.model_dump()
    for scale in document["scales"]:
        scale["cut_off"] = None
    return Instrument.model_validate(document)


def few(place: int = 0, units: int = 4) -> Ground:
    """Return the ground of an organisation of the first few teams."""
    tally = counted(place)
    patterns = tally.patterns[tally.patterns["unit"] <= units]
    cells = tuple(cell for cell in release(place).cells if cell.team == TOTAL)
    return ground(
        place,
        models=Models(dataclasses.replace(tally, patterns=patterns, items={}), CORE.model),
        items={}, cells=cells,
    )  # fmt: skip


def test_the_same_counts_give_the_same_rows() -> None:
    sealed = release(0)
    assert estimates_and_analyses(ground()) == (sealed.estimates, sealed.analyses)


def test_every_kind_of_a_single_wave_is_there() -> None:
    between_two = {AnalysisKind.CHANGE, AnalysisKind.ACTION}
    assert {row.analysis for row in release(0).analyses} == set(AnalysisKind) - between_two


def test_of_few_answers_no_model_tells_a_number() -> None:
    models_only = {
        AnalysisKind.INTERACTION, AnalysisKind.LEVELS, AnalysisKind.DEPARTMENTS,
        AnalysisKind.WHAT_IF, AnalysisKind.AGREEMENT, AnalysisKind.IMPUTATION,
    }  # fmt: skip
    told = [row for row in estimates_and_analyses(few())[1] if row.analysis in models_only]
    assert len(told) > 50
    assert all(row.reason and row.value is None for row in told)


def test_counts_of_models_are_in_tens_or_published_already() -> None:
    published = {row.n for row in release(0).estimates} | {cell.n for cell in release(0).cells}
    for row in release(0).analyses:
        assert row.n is None or row.n % 10 == 0 or row.n in published, row


def test_links_say_how_they_were_fitted_and_what_they_are_adjusted_for() -> None:
    """Breakdowns as far as this model's own events bear them: fewer for the rarer outcomes."""
    by_outcome = {
        row.outcome: row.method for row in rows(analysis="interaction") if row.value is not None
    }
    here = ground()
    adjusted = {key: here.models.adjusted(key).sample.breakdowns for key in here.outcomes}
    assert any("age_band" in method for method in by_outcome.values())
    for outcome, method in by_outcome.items():
        assert method.startswith("logistic, patterns with frequencies, cluster-robust (CR1, ")
        assert ", per 1 SD, adjusted for support_manager, " in method
        last = adjusted[outcome][-1:] or ("physical_load",)
        assert method.endswith(last) or method.endswith(("physical_load", *adjusted[outcome]))
    levels = rows(analysis="levels", category="between")
    assert all(" df), per 10 points, adjusted for " in row.method for row in levels)


def test_a_separated_outcome_is_said_so_by_every_link() -> None:
    tally = counted(0)
    patterns = tally.patterns.copy()
    patterns.loc[patterns["age_band"].fillna(0) == 1, "back_pain_12m"] = 0
    here = ground(models=Models(dataclasses.replace(tally, patterns=patterns), CORE.model))
    told = [row for row in level_rows(here) if row.outcome == "back_pain_12m" and row.value]
    assert told
    assert all("Firth's penalty" in row.method for row in told)


# Small groups ------------------------------------------------------------------------------------


def test_group_rows_follow_from_the_published_cells_alone() -> None:
    """Swap the answers of a whole team: as long as no cell changes, no row does."""
    tally = counted(0)
    silenced = tally.patterns.assign(back_pain_12m=1)
    other = ground(models=Models(dataclasses.replace(tally, patterns=silenced), CORE.model))
    assert list(group_rows(other)) == list(group_rows(ground()))
    assert list(silence_rows(other)) == list(silence_rows(ground()))


def test_correlations_of_teams_follow_from_the_published_cells_alone() -> None:
    """A whole team says the lowest; as long as no cell changes, no ICC does."""
    tally = counted(0)
    other = tally.patterns.copy()
    other.loc[other["unit"] == 1, "workload"] = 0
    changed = ground(models=Models(dataclasses.replace(tally, patterns=other), CORE.model))
    assert not other.equals(tally.patterns)
    assert list(agreement_rows(changed)) == list(agreement_rows(ground()))


def test_parts_of_job_strain_average_to_the_published_share() -> None:
    levels = published_levels(release(0).cells)
    shown = [row for row in rows(analysis="job_strain", statistic="share") if row.value]
    for outcome in {row.outcome for row in shown}:
        four = [
            row for row in shown
            if row.outcome == outcome and row.category not in ("iso_strain", "supported_strain")
        ]  # fmt: skip
        mean = sum(row.value * row.n for row in four) / sum(row.n for row in four)
        assert mean == pytest.approx(levels[outcome], abs=0.015)


def test_a_small_group_is_drawn_further_than_a_large_one() -> None:
    shrunken = rows(analysis="groups", outcome="workload", statistic="shrunken")
    weights = {
        (row.department, row.team): float(row.method.split()[-1])
        for row in shrunken
        if row.team != TOTAL
    }
    sizes = {(row.department, row.team): row.n for row in shrunken if row.team != TOTAL}
    smallest, largest = (pick(sizes, key=lambda place: sizes[place]) for pick in (min, max))
    assert weights[smallest] < weights[largest]


def test_probabilities_of_lying_above_are_spread_around_a_half() -> None:
    above = [row.value for row in rows(analysis="groups", statistic="above")]
    assert all(0 <= value <= 1 for value in above)
    assert 0.35 < np.mean(above) < 0.65


# Job strain --------------------------------------------------------------------------------------


def test_quadrants_are_four_parts_of_the_same_people() -> None:
    parts = rows(analysis="job_strain", outcome="back_pain_12m", statistic="share")
    four = [row for row in parts if "iso" not in row.category and "supported" not in row.category]
    assert {row.category for row in four} == {"high_strain", "active", "passive", "low_strain"}
    assert all(row.value == round(row.value, 2) and row.n % 10 == 0 for row in parts)
    assert abs(sum(row.n for row in four) - release(0).manifest.responses) <= 60


def test_the_rule_in_force_stands_beside_every_share() -> None:
    for row in rows(analysis="job_strain", statistic="share"):
        assert "workload above 50 and control below 50, ties are not exposed" in row.method


def test_without_cut_offs_in_the_instrument_the_first_waves_medians_are_kept() -> None:
    first = ground(instrument=without_cut_offs())
    kept = tuple(strain_rows(first))
    later = ground(2, instrument=without_cut_offs(), earlier=kept)
    own = ground(2, instrument=without_cut_offs())
    assert cut_offs(later) == cut_offs(first) != cut_offs(own)
    assert all(source == "median of wave 2024, kept" for _, source in cut_offs(later).values())


def test_a_median_divides_all_answers_in_half() -> None:
    value, _ = cut_offs(ground(instrument=without_cut_offs()))["workload"]
    known = counted(0).patterns.dropna(subset=["workload"])
    points = known["workload"].astype(float) * 100 / counted(0).full["workload"]
    below = np.average(points < value - 0.01, weights=known["count"])
    assert below <= 0.5 <= np.average(points <= value + 0.01, weights=known["count"])


def test_parts_that_are_too_small_are_not_shown() -> None:
    shown = [row for row in strain_rows(few()) if row.outcome]
    assert shown
    assert all(row.reason == "too_few_answers" for row in shown)


# Scales ------------------------------------------------------------------------------------------


def test_scales_hold_together_and_the_index_of_physical_load_is_flagged() -> None:
    assert "workload" not in below_mark(release(0).analyses)
    assert "physical_load" in below_mark(release(0).analyses)


def test_a_tenth_of_a_factor_is_the_teams_as_planted() -> None:
    """Planted: 0.10 of what people perceive, and what departments differ, through questions."""
    (row,) = rows(analysis="agreement", factor="workload", statistic="icc1")
    assert row.low < 0.10 < row.high


# Departments, papers, gaps -----------------------------------------------------------------------


def test_departments_are_pooled_with_their_heterogeneity() -> None:
    found = {
        row.statistic: row
        for row in rows(analysis="departments", outcome="back_pain_12m", factor="workload")
    }
    assert set(found) == {"odds_ratio", "q", "q_df", "tau2", "i2"}
    assert found["odds_ratio"].low > 1, "planted: 1.35 per 20 points"
    i2 = 100 * max(0.0, 1 - found["q_df"].value / found["q"].value)
    assert found["i2"].value == pytest.approx(i2, abs=1)


def test_a_department_of_few_teams_does_not_outweigh_the_others_by_luck() -> None:
    """By hand: each department's own model, with the larger of its two variances."""
    here, key = ground(), ("back_pain_12m", "workload")
    whole = complete_cases(here.tally, key[0], key[1:])
    logs, variances = [], []
    patterns, full = here.tally.patterns, here.tally.full
    for units in here.departments.values():
        part = Counted(patterns[patterns["unit"].isin(units)], full)
        sample = complete_cases(part, key[0], key[1:])
        if insufficiency(sample.patterns.n, sample.patterns.events, 2):
            continue
        fit, steps = fit_logistic(sample.patterns), whole.sd[key[1]] / sample.sd[key[1]]
        logs.append(fit.coefficients[1] * steps)
        variances.append(max(fit.covariance[1, 1], fit.model_covariance[1, 1]) * steps**2)
    pooled = random_effects(logs, variances)
    found = {row.statistic: row for row in department_rows(here)
             if (row.outcome, row.factor) == key}  # fmt: skip
    assert "unadjusted, the larger of clustered and model-based" in found["odds_ratio"].method
    assert found["odds_ratio"].value == pytest.approx(math.exp(pooled.estimate), rel=0.005)
    assert found["odds_ratio"].high == pytest.approx(math.exp(pooled.interval.high), rel=0.005)
    assert found["q"].value == pytest.approx(pooled.q, rel=0.005)


def test_the_prior_weighted_estimate_lies_between_the_own_and_the_published_one() -> None:
    (row,) = rows(analysis="published", outcome="chronic_back_pain", factor="workload",
                  statistic="odds_ratio")  # fmt: skip
    (weight,) = rows(analysis="published", outcome="chronic_back_pain", factor="workload",
                     statistic="prior_weight")  # fmt: skip
    *_, own = (
        one for one in release(0).estimates
        if (one.outcome, one.factor, one.contrast, one.measure)
        == ("chronic_back_pain", "workload", "per 1 SD", "odds_ratio")
        and one.estimate is not None
    )  # fmt: skip
    expected = (1 - weight.value) * math.log(own.estimate) + weight.value * math.log(1.32)
    assert math.log(row.value) == pytest.approx(expected, abs=0.01)
    assert f"weight of the prior {weight.value:.2f}" in row.method
    error = math.log(own.high / own.low) / (2 * stats.t.ppf(0.975, own.clusters - 1))
    prior = math.log(1.5) / stats.norm.ppf(0.975)
    assert weight.value == pytest.approx(error**2 / (error**2 + prior**2), rel=0.015)


def test_a_paper_on_back_pain_is_not_put_beside_stress() -> None:
    assert rows(analysis="published", outcome="often_stressed") == []


def test_where_more_than_5_of_100_lack_an_answer_both_ways_are_shown() -> None:
    both = rows(analysis="imputation", outcome="back_pain_12m", factor="workload")
    assert [row.category for row in both] == ["complete", "imputed"]
    complete, imputed = both
    (own,) = [
        one for one in release(0).estimates
        if (one.outcome, one.factor, one.contrast, one.measure, one.model)
        == ("back_pain_12m", "workload", "per 1 SD", "odds_ratio", "adjusted")
    ]  # fmt: skip
    assert (complete.value, complete.low, complete.high) == (own.estimate, own.low, own.high)
    assert imputed.n > complete.n
    assert abs(math.log(imputed.value / complete.value)) < 0.1


def test_with_many_gaps_there_are_fewer_imputations_and_with_too_many_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imputation, "MANY_INCOMPLETE", 10)
    few = [row for row in imputation_rows(ground()) if row.category == "imputed"]
    assert few
    assert all("5 imputations" in row.method for row in few)
    monkeypatch.setattr(imputation, "MOST_INCOMPLETE", 20)
    assert {row.reason for row in imputation_rows(ground())} == {"too_many_to_impute"}


def test_where_few_lack_an_answer_nothing_is_imputed() -> None:
    tally = counted(0)
    keys = [*CORE.model.outcomes, *CORE.model.factors, *CORE.model.adjust_for]
    whole = tally.patterns.dropna(subset=keys)
    assert (
        list(
            imputation_rows(
                ground(models=Models(dataclasses.replace(tally, patterns=whole), CORE.model))
            )
        )
        == []
    )


# What if, silence --------------------------------------------------------------------------------


def test_the_best_quarter_has_less_workload_and_more_control_than_the_organisation() -> None:
    means = {
        cell.measure: cell.value
        for cell in release(0).cells
        if cell.department == TOTAL and cell.breakdown == TOTAL and cell.statistic == "mean"
    }
    assert best_quarter(ground(), "workload").target < means["workload"]
    assert best_quarter(ground(), "control").target > means["control"]


def test_no_group_is_moved_away_from_the_better_end() -> None:
    assert max(best_quarter(ground(), "workload").points.values()) == 0
    assert min(best_quarter(ground(), "control").points.values()) == 0


def test_the_slider_goes_up_step_by_step_and_the_share_follows_from_the_fraction() -> None:
    place = {"analysis": "what_if", "outcome": "back_pain_12m", "factor": "workload"}
    fractions = rows(**place, statistic="attributable_fraction")
    shares = rows(**place, statistic="expected_share")
    assert [row.category for row in fractions] == ["25", "50", "75", "100"]
    values = [row.value for row in fractions]
    assert values == sorted(values)
    assert values[0] > 0
    (cell,) = [
        c for c in release(0).cells
        if (c.measure, c.department, c.breakdown) == ("back_pain_12m", TOTAL, TOTAL)
    ]  # fmt: skip
    for fraction, share in zip(fractions, shares, strict=True):
        assert share.value == pytest.approx(cell.value * (1 - fraction.value), abs=1e-3)
        assert share.low <= share.value <= share.high
        assert "holds only if the association is causal" in share.method


def test_what_is_expected_is_never_known_more_surely_than_todays_share() -> None:
    shares = {
        cell.measure: cell for cell in release(0).cells
        if (cell.department, cell.breakdown, cell.statistic) == (TOTAL, TOTAL, "share")
    }  # fmt: skip
    expected = [row for row in rows(analysis="what_if", statistic="expected_share") if row.low]
    assert len(expected) > 20
    for row in expected:
        now = shares[row.outcome]
        assert row.low / row.value <= now.low / now.value * 1.01
        assert row.high / row.value >= now.high / now.value * 0.99


def test_both_uncertainties_are_put_together_on_the_log_scale() -> None:
    """With a fraction of none, known for sure, the share is as it is; and the other way round."""
    now, sure = (0.4, (0.3, 0.5)), (0.4, (0.4, 0.4))
    cases = (
        (now, (0.0, (0.0, 0.0)), (0.3, 0.5)),
        (sure, (0.25, (0.1, 0.4)), (0.24, 0.36)),
        (now, (0.25, (0.1, 0.4)), (0.3 * math.exp(-0.3641), 0.3 * math.exp(0.2881))),
    )
    for share, part, ends in cases:
        found = expected_interval(
            *(Comparison(value, Interval(*its)) for value, its in (share, part))
        )
        assert (found.low, found.high) == pytest.approx(ends, abs=1e-4)


def test_the_fraction_is_what_the_model_gives_on_rows() -> None:
    """By hand: move each person's workload by their group's distance and average the risks."""
    here = ground()
    fitted = here.models.adjusted("back_pain_12m")
    shift = best_quarter(here, "workload")
    place_of = {(unit.department, unit.team): unit.id for unit in here.units}
    moves = {
        place_of[member.department, member.team]: shift.points[
            member.group_department, member.group_team
        ]
        for member in here.groups
        if member.sensitivity == "conditions"
    }
    patterns, at = fitted.sample.patterns, fitted.sample.column("workload")
    before = after = 0.0
    for x, people, unit in zip(patterns.design, patterns.count, patterns.cluster, strict=True):
        moved = x.copy()
        moved[at] += moves[int(unit)] / fitted.sample.sd["workload"]
        before += people / (1 + math.exp(-x @ fitted.fit.coefficients))
        after += people / (1 + math.exp(-moved @ fitted.fit.coefficients))
    (row,) = rows(analysis="what_if", outcome="back_pain_12m", factor="workload",
                  statistic="attributable_fraction", category="100")  # fmt: skip
    assert row.value == pytest.approx(1 - after / before, abs=0.001)


def test_bounds_of_silence_hold_the_share_and_the_weighted_share() -> None:
    for outcome in CORE.model.outcomes:
        (bounds,) = rows(analysis="silence", outcome=outcome, statistic="bounds")
        (weighted,) = rows(analysis="silence", outcome=outcome, statistic="weighted_share")
        assert bounds.value is None
        assert bounds.low < weighted.low < weighted.high < bounds.high


def test_without_head_counts_or_with_too_low_ones_there_is_a_reason() -> None:
    unknown = tuple(dataclasses.replace(unit, headcount=None) for unit in wave(0).units)
    wrong = tuple(dataclasses.replace(unit, headcount=1) for unit in wave(0).units)
    for units, reason in ((unknown, "no_headcounts"), (wrong, "more_answers_than_people")):
        assert {row.reason for row in silence_rows(ground(units=units))} == {reason}


# Constructs and change ---------------------------------------------------------------------------


def test_demands_control_and_support_are_found_in_the_bundled_questionnaire() -> None:
    found = roles(CORE)
    assert (found.demands, found.control, found.support) == (
        "workload", "control", "support_colleagues",
    )  # fmt: skip


def programme(*units: tuple[str, str]) -> Programme:
    start = wave(0).opened_on
    return Programme("Fewer lines", start, start, frozenset(units))


def test_a_planted_change_is_found_where_it_was_planted() -> None:
    """Hub Brookside from the third wave on: workload 0.45 standard deviations lower."""
    changes = {
        row.department: row
        for row in change_rows(release(0), release(2))
        if row.outcome == "workload" and row.team == TOTAL and row.department != TOTAL
    }
    assert changes["Hub Brookside"].high < 0
    assert changes["Hub Altfeld"].low < 0 < changes["Hub Altfeld"].high


def test_an_action_is_compared_with_groups_that_had_none() -> None:
    found = {
        row.statistic: row
        for row in action_rows(programme(("Hub Brookside", "*")), release(0), release(2))
        if row.outcome == "workload"
    }
    assert found["difference"].high < 0
    assert found["difference"].value == pytest.approx(
        found["treated"].value - found["others"].value, abs=0.1
    )
    assert found["least"].value > 0
    assert found["drift"].value < 0, "it began with more workload than others"


def test_without_a_group_on_either_side_there_is_a_reason() -> None:
    assert {row.reason for row in action_rows(programme(), release(0), release(2))} == {
        "too_few_groups"
    }


def test_a_bounded_or_withheld_cell_gives_no_change() -> None:
    bounded = {
        (cell.measure, cell.department, cell.team)
        for place in (0, 2)
        for cell in release(place).cells
        if cell.status is CellStatus.BOUNDED and cell.breakdown == TOTAL
    }
    for row in change_rows(release(0), release(2)):
        if (row.outcome, row.department, row.team) in bounded:
            assert row.reason == "not_exact"

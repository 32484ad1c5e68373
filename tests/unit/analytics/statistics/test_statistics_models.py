"""Each model of a wave is fitted once, whoever asks; a start that is known changes no number."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from analytics.release.content import Release
from analytics.statistics import cases, interaction, levels, models
from analytics.statistics.analyses import estimates_and_analyses
from analytics.statistics.cases import Cases, Columns
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.models import Models
from analytics.statistics.patterns import Floats, Patterns
from analytics.statistics.rows import link_checks
from analytics.statistics.rows.ground import Ground
from analytics.statistics.sample import complete_cases
from tests.statistics_release import CORE, counted, release, wave
from tests.statistics_survey import people, tally

FITTING = (models, levels, interaction, link_checks)


def told(own: Models, sealed: Release) -> None:
    found, _ = estimates_and_analyses(
        Ground(
            wave=wave(0).name, instrument=CORE, units=wave(0).units, models=own,
            cells=sealed.cells, estimates=(), groups=sealed.groups, items=counted(0).items,
        )
    )  # fmt: skip
    assert found == sealed.estimates


def test_each_distinct_model_is_fitted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, fitted = release(0), Counter[bytes]()

    def counting(patterns: Patterns, start: Floats | None = None) -> object:
        parts = (patterns.columns(), patterns.outcome, patterns.count, patterns.cluster)
        fitted[b"".join(np.asarray(part).tobytes() for part in parts)] += 1
        return fit_logistic(patterns, start)

    for module in FITTING:
        monkeypatch.setattr(module, "fit_logistic", counting)
    told(Models(counted(0), CORE.model), sealed)
    outcomes, factors = len(CORE.model.outcomes), len(CORE.model.factors)
    assert len(fitted) >= outcomes * (factors + 1 + factors + 1)
    assert set(fitted.values()) == {1}


def test_of_one_outcome_at_a_time_samples_are_held() -> None:
    own = Models(counted(0), CORE.model)
    first, second = CORE.model.outcomes[:2]
    before, other = own.adjusted(first), own.adjusted(second)
    own.forget(first)
    after = own.adjusted(first)
    assert after.sample is not before.sample
    assert own.adjusted(second) is other
    assert before.fit is not None
    assert after.fit is not None
    assert np.array_equal(after.fit.coefficients, before.fit.coefficients)


def test_each_distinct_sample_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, made = release(0), Counter[tuple[str, ...]]()
    own = Models(counted(0), CORE.model)

    def counting(columns: Columns, keys: Sequence[str]) -> Cases:
        made[tuple(keys)] += columns is own.columns
        return of(columns, keys)

    of = Cases.of
    monkeypatch.setattr(Cases, "of", counting)
    told(own, sealed)
    assert len(made) > len(CORE.model.outcomes) * len(CORE.model.factors)
    assert max(made.values()) == 1


def test_patterns_counted_without_sorting_are_those_sorted(monkeypatch: pytest.MonkeyPatch) -> None:
    columns, keys = Columns(tally(people(n=900, teams=4)).patterns), ["lifting", "back_pain"]
    counted_by_value = Cases.of(columns, keys)
    monkeypatch.setattr(cases, "ROOMS", 0)
    sorted_ = Cases.of(columns, keys)
    assert len(sorted_.count) < len(columns.patterns)
    assert np.array_equal(counted_by_value.unit, sorted_.unit)
    assert np.array_equal(counted_by_value.count, sorted_.count)
    for key in keys:
        assert np.array_equal(counted_by_value.columns[key], sorted_.columns[key])


@pytest.mark.parametrize("start", [lambda own: own, lambda own: own + 0.3, lambda own: own * 40])
def test_where_a_fit_starts_changes_no_number(start: Callable[[Floats], Floats]) -> None:
    patterns = complete_cases(tally(people(n=900)), "back_pain", ("workload", "control")).patterns
    plain = fit_logistic(patterns)
    started = fit_logistic(patterns, start(plain.coefficients))
    assert started.coefficients == pytest.approx(plain.coefficients, rel=1e-10)
    assert started.covariance == pytest.approx(plain.covariance, rel=1e-9)


def test_the_people_of_some_teams_are_those_of_a_tally_without_the_others() -> None:
    rows = people(n=600, teams=12)
    patterns, keys = tally(rows).patterns, ["workload", "control", "back_pain"]
    some = Cases.of(Columns(patterns), keys).of_units([7, 2, 30])
    alone = Cases.of(Columns(patterns[patterns["unit"].isin([2, 7])]), keys)
    for one, other in ((some, alone), (alone, alone.of_units([2, 7]))):
        assert np.array_equal(one.unit, other.unit)
        assert np.array_equal(one.count, other.count)
        for key in keys:
            assert np.array_equal(one.columns[key], other.columns[key])


def test_columns_too_wide_for_one_sorting_key_are_counted_alike() -> None:
    """Values 2⁴⁰ apart need a key of their own, and say the same."""
    patterns = tally(people(n=400, teams=5)).patterns
    wide = patterns.assign(
        workload=patterns["workload"] * 2**40, control=patterns["control"] * 2**40
    )
    narrow = Cases.of(Columns(patterns), ["workload", "control", "back_pain"])
    found = Cases.of(Columns(wide), ["workload", "control", "back_pain"])
    assert np.array_equal(found.columns["control"], narrow.columns["control"] * 2**40)
    assert np.array_equal(found.count, narrow.count)
    known = patterns.dropna(subset=["workload", "control", "back_pain"])
    assert found.count.sum() == known["count"].sum()

"""The models of one outcome: each factor alone, then all together, as far as answers bear them."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from analytics.statistics.cases import Cases, Columns
from analytics.statistics.imputation import Imputed, imputed_within
from analytics.statistics.likelihood import DesignDeficient
from analytics.statistics.logistic import Fit, NotConverged, fit_logistic
from analytics.statistics.sample import PatternTally, Sample, sample_of
from analytics.statistics.sufficiency import CONSTANT, NOT_APART, insufficiency
from survey.instruments.model import Instrument, ModelPlan, YesNo

Model = Literal["unadjusted", "adjusted"]


@dataclass(frozen=True)
class Fitted:
    """A model of one outcome.

    Attributes
    ----------
    fit
        None where there are too few answers; ``why_not`` then says so in a sentence.
    left_out
        Breakdowns of the plan that the answers did not bear.
    """

    outcome: str
    model: Model
    sample: Sample
    fit: Fit | None
    why_not: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Models:
    """The models of a wave's plan: each sample is made and each model fitted once, when asked for.

    Attributes
    ----------
    plan
        Factors, outcomes and the breakdowns to adjust for.
    """

    tally: PatternTally
    plan: ModelPlan
    _samples: dict[tuple[str, ...], Sample] = field(default_factory=dict, init=False, repr=False)
    _filled: dict[tuple[str, ...], Imputed | None] = field(
        default_factory=dict, init=False, repr=False
    )
    _fitted: dict[str, tuple[Fitted, ...]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def columns(self) -> Columns:
        """The columns of the tally's patterns as plain whole numbers."""
        return Columns(self.tally.patterns)

    def of(self, outcome: str) -> tuple[Fitted, ...]:
        """Return for one yes/no outcome a model for each factor alone, then the adjusted one.

        The adjusted model has all factors of the plan, and its breakdowns as categories; where
        answers do not bear all terms (``analytics.statistics.sufficiency``), breakdowns are left
        out from the last one.
        """
        if outcome not in self._fitted:
            alone = (
                _fitted(self.sample(outcome, (factor,)), outcome, "unadjusted")
                for factor in self.factors(outcome)
            )
            self._fitted[outcome] = (*alone, self._adjusted(outcome))
        return self._fitted[outcome]

    def adjusted(self, outcome: str) -> Fitted:
        """Return the model of an outcome with all factors of the plan."""
        return self.of(outcome)[-1]

    def unadjusted(self, outcome: str, factor: str) -> Fitted:
        """Return the model of an outcome with one factor of the plan alone."""
        return self.of(outcome)[self.factors(outcome).index(factor)]

    def factors(self, outcome: str) -> tuple[str, ...]:
        """Return the factors of the plan, without the outcome."""
        return tuple(key for key in self.plan.factors if key != outcome)

    def sample(
        self, outcome: str, factors: tuple[str, ...], breakdowns: tuple[str, ...] = ()
    ) -> Sample:
        """Return the complete cases of one model, as of ``complete_cases``."""
        key = (outcome, *factors, "", *breakdowns)
        if key not in self._samples:
            cases = Cases.of(self.columns, [*factors, *breakdowns, outcome])
            self._samples[key] = sample_of(cases, self.tally.full, outcome, factors, breakdowns)
        return self._samples[key]

    def filled(self, outcomes: tuple[str, ...]) -> Imputed | None:
        """Return the patterns of the plan with every gap filled, ``outcomes`` being imputed along.

        None where too many people have a gap (``analytics.statistics.imputation``).
        """
        if outcomes not in self._filled:
            numeric = (*outcomes, *self.plan.factors)
            self._filled[outcomes] = imputed_within(
                self.tally.patterns, numeric, self.plan.adjust_for
            )
        return self._filled[outcomes]

    def forget(self, outcome: str) -> None:
        """Let go of the samples and fits of an outcome: with a million people a gigabyte.

        What is asked for again is made again, alike.
        """
        self._fitted.pop(outcome, None)
        for key in [key for key in self._samples if key[0] == outcome]:
            del self._samples[key]

    def _adjusted(self, outcome: str) -> Fitted:
        """Fit with as many of the breakdowns as the events bear, leaving out from the last."""
        breakdowns = self.plan.adjust_for
        for kept in range(len(breakdowns), -1, -1):
            sample = self.sample(outcome, self.factors(outcome), breakdowns[:kept])
            fitted = _fitted(sample, outcome, "adjusted")
            if fitted.fit is not None:
                break
        entered = fitted.sample.breakdowns
        return replace(fitted, left_out=tuple(key for key in breakdowns if key not in entered))


def _fitted(sample: Sample, outcome: str, model: Model) -> Fitted:
    patterns = sample.patterns
    why_not = insufficiency(patterns.n, patterns.events, sample.parameters)
    if why_not is None and not sample.factors:
        why_not = CONSTANT
    if why_not is not None:
        return Fitted(outcome, model, sample, None, why_not)
    try:
        fit = fit_logistic(patterns)
    except (DesignDeficient, NotConverged):
        return Fitted(outcome, model, sample, None, NOT_APART)
    return Fitted(outcome, model, sample, fit, "")


def yes_no_outcomes(instrument: Instrument) -> tuple[str, ...]:
    """Return the outcomes of the model plan that are yes or no."""
    measures = instrument.measures
    return tuple(key for key in instrument.model.outcomes if isinstance(measures[key], YesNo))

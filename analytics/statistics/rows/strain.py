"""Rows on job strain: the cut-offs in force, and the share with each outcome in each part."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.cases import COUNT
from analytics.statistics.constructs import roles
from analytics.statistics.intervals import Interval
from analytics.statistics.job_strain import (
    CUT_DIGITS,
    PartShare,
    StrainRule,
    at_published_share,
    job_strain,
    weighted_median,
)
from analytics.statistics.rounding import nearest_ten
from analytics.statistics.rows.ground import Ground, no_number, number
from analytics.statistics.rows.groups import published_levels
from analytics.statistics.sufficiency import FEWEST_ANSWERS
from survey.instruments.model import Scale

KIND = AnalysisKind.JOB_STRAIN
CUT_OFF = "cut_off"
KEPT = "median of wave {wave}, kept"


def strain_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield the cut-offs, then the shares by quadrant and, with support, iso-strain.

    Shares are to whole percentage points and head-counts to the nearest ten: both to the last
    person would tell by subtraction who of few lack an answer (rule 6 of anonymity). Together
    they average to the organisation's published share, so that their sum tells no true total.
    """
    cuts, levels = cut_offs(ground), published_levels(ground.cells)
    rule = _rule(ground, cuts)
    if rule is None:
        return
    for key, (value, source) in cuts.items():
        yield Analysis(wave=ground.wave, analysis=KIND, factor=key, statistic=CUT_OFF,
                       value=value, method=source)  # fmt: skip
    for outcome in ground.outcomes:
        if outcome in (rule.demands, rule.control, rule.support):
            continue
        strain, share = job_strain(ground.tally, outcome, rule), levels.get(outcome, 0.0)
        if not strain.quadrants or not 0 < share < 1:
            yield no_number(ground, KIND, "share", "too_few_answers", outcome=outcome)
            continue
        strain = at_published_share(strain, share)
        parts: dict[str, PartShare] = {str(key): part for key, part in strain.quadrants.items()}
        parts |= {str(key): part for key, part in strain.iso.items()}
        yield from _shares(ground, outcome, rule, parts)


def cut_offs(ground: Ground) -> dict[str, tuple[float, str]]:
    """Return cut-off and where it comes from, by key of demands, control and support.

    The instrument's own; else what the first released wave used; else, in the first wave, the
    median of all answers, which is then kept. Nothing for a scale with fewer than 100 answers.
    """
    found: dict[str, tuple[float, str]] = {}
    kept = {row.factor: row for row in reversed(ground.earlier) if row.statistic == CUT_OFF}
    stands_for = roles(ground.instrument)
    for key in (stands_for.demands, stands_for.control, stands_for.support):
        measure = ground.instrument.measures.get(key or "")
        if key is None or not isinstance(measure, Scale):
            continue
        if measure.cut_off is not None:
            found[key] = (measure.cut_off.value, measure.cut_off.source)
        elif key in kept and kept[key].value is not None:
            found[key] = (kept[key].value or 0.0, kept[key].method)
        elif (own := _median(ground, key)) is not None:
            found[key] = (own, KEPT.format(wave=ground.wave))
    return found


def _median(ground: Ground, key: str) -> float | None:
    """Return the median of all answers in points, to two decimals."""
    people = ground.tally.patterns[[key, COUNT]].dropna()[COUNT].sum()
    median = weighted_median(ground.tally, key)
    return None if median is None or people < FEWEST_ANSWERS else round(median, CUT_DIGITS)


def _rule(ground: Ground, cuts: Mapping[str, tuple[float, str]]) -> StrainRule | None:
    stands_for = roles(ground.instrument)
    demands, control, support = stands_for.demands, stands_for.control, stands_for.support
    if demands not in cuts or control not in cuts or demands is None or control is None:
        return None
    rule = StrainRule(demands, control, cuts[demands][0], cuts[control][0], cuts[demands][1])
    if support is None or support not in cuts:
        return rule
    return replace(rule, support=support, support_cut=cuts[support][0])


def _shares(
    ground: Ground, outcome: str, rule: StrainRule, parts: Mapping[str, PartShare]
) -> Iterator[Analysis]:
    method = (
        f"high strain: {rule.demands} above {rule.demands_cut:g} and {rule.control} below"
        f" {rule.control_cut:g}, ties are not exposed; n to the nearest ten"
    )
    if rule.support is not None:
        method += f"; iso-strain: also {rule.support} below {rule.support_cut:g}"
    for part, share in parts.items():
        ends = Interval(round(share.interval.low, 2), round(share.interval.high, 2))
        yield number(
            ground, KIND, "share", round(share.share, 2), ends, outcome=outcome,
            category=part, n=nearest_ten(share.n), method=method,
        )  # fmt: skip

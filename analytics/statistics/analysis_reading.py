"""Rows of ``analyses`` as sentences in plain words, by rule, in every language of the catalogues.

As in ``reading``: "goes with" and never "causes", and nothing is "times more likely".
"""

from collections.abc import Collection, Mapping, Sequence

from analytics.release.model import TOTAL, Analysis, AnalysisKind, MeasureEntry
from analytics.statistics.apart import side_of
from analytics.statistics.difference_reading import amount, fewest_digits
from analytics.statistics.evidence import Counter, Source, Trial
from analytics.statistics.reading import in_language, shown_number
from analytics.statistics.rows.scales import BELOW, MARK, below_mark
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

ODDS_RATIOS = frozenset(
    {AnalysisKind.LEVELS, AnalysisKind.DEPARTMENTS, AnalysisKind.PUBLISHED, AnalysisKind.IMPUTATION}
)
PER_SD = frozenset({AnalysisKind.PUBLISHED, AnalysisKind.IMPUTATION})
"""Whose sentences leave the step to the numbers."""
PER_CENT = frozenset(
    {"share", "above", "icc1", "prior_weight", "expected_share", "attributable_fraction",
     "bounds", "weighted_share"}
)  # fmt: skip
WITH_SIDES = frozenset({"change", "difference"})


def analysis_sentence(row: Analysis, measures: Mapping[str, MeasureEntry], texts: Texts) -> str:
    """Return what a row says; a row without a number gives the sentence why.

    Parameters
    ----------
    measures
        The release's measures by key; the row's outcome and factor must be among them.
    """
    names = {
        "outcome": in_language(measures[row.outcome].name, texts) if row.outcome else "",
        "factor": in_language(measures[row.factor].name, texts) if row.factor else "",
    }
    if row.reason:
        return _withheld(row, names, texts)
    if row.analysis is AnalysisKind.INTERACTION:
        return _interaction(row, names, measures, texts)
    if row.analysis in ODDS_RATIOS and row.statistic == "odds_ratio":
        return _odds_ratio(row, names, texts)
    if row.statistic in WITH_SIDES or row.analysis in (AnalysisKind.ACTION, AnalysisKind.GROUPS):
        return _about_group(row, names, measures, texts)
    return texts(_key(row), **names, **_numbers(row, texts), **_particulars(row, texts))


def flag_sentences(
    analyses: Sequence[Analysis], factors: Collection[str], measures: Mapping[str, MeasureEntry],
    texts: Texts,
) -> tuple[str, ...]:  # fmt: skip
    """Return a warning for each of ``factors`` whose scale falls below its mark, in their order.

    It belongs wherever such a factor is shown: its questions do not measure one thing here.
    """
    below = below_mark(analyses)
    return tuple(
        texts("analyses.flag", factor=in_language(measures[factor].name, texts))
        for factor in dict.fromkeys(factors)
        if factor in below
    )


def finding_sentence(found: Source | Counter, texts: Texts) -> str:
    """Return what a paper found, for or against, and where it stands."""
    place = f"{found.cite}, doi {found.doi}" if found.doi else found.cite.removesuffix(".")
    return f"{texts(f'evidence.{found.key}')} {place}."


def trial_sentence(trial: Trial, texts: Texts) -> str:
    """Return what a published trial found, small as it was."""
    arm = trial.treated
    ends = [decimal(100 * end, 0, texts.language) for end in (arm.interval.low, arm.interval.high)]
    return texts(
        f"evidence.{trial.key}", events=arm.events, n=arm.n, weeks=trial.weeks, low=ends[0],
        high=ends[1],
    )  # fmt: skip


def _withheld(row: Analysis, names: Mapping[str, str], texts: Texts) -> str:
    kind, why = texts(f"analyses.kind.{row.analysis}"), texts(f"analyses.reason.{row.reason}")
    key = "factor" if row.outcome else "factor_alone"
    factor = texts(f"analyses.withheld.{key}", factor=names["factor"]) if row.factor else ""
    if not row.outcome:
        return texts("analyses.withheld.no_outcome", kind=kind, factor=factor, reason=why)
    return texts(
        "analyses.withheld", kind=kind, outcome=names["outcome"], factor=factor, reason=why
    )


def _key(row: Analysis) -> str:
    key = f"analyses.{row.analysis}.{row.statistic}"
    if row.statistic == "attributable_fraction" and (row.value or 0.0) < 0:
        return f"{key}.more"
    return f"{key}.below" if row.method.startswith(BELOW) else key


def _side(row: Analysis, null: float, low: str, high: str) -> str:
    """Return which side of "no difference" the whole interval lies on, as published."""
    return {-1: low, 0: "unclear", 1: high}[side_of(row.low, row.high, null)]


def _interaction(
    row: Analysis, names: Mapping[str, str], measures: Mapping[str, MeasureEntry], texts: Texts
) -> str:
    return texts(
        f"analyses.interaction.{_side(row, 1.0, 'low', 'high')}",
        outcome=names["outcome"],
        first=names["factor"],
        second=in_language(measures[row.category].name, texts),
        numbers=_ratio(row, texts),
    )


def _odds_ratio(row: Analysis, names: Mapping[str, str], texts: Texts) -> str:
    part = row.category if row.analysis in (AnalysisKind.LEVELS, AnalysisKind.IMPUTATION) else ""
    key = f"analyses.{row.analysis}.{part or 'odds_ratio'}.{_side(row, 1.0, 'lower', 'higher')}"
    step = texts("reading.step.sd") if row.analysis in PER_SD else ""
    return texts(key, **names, numbers=_ratio(row, texts) + step)


def _ratio(row: Analysis, texts: Texts) -> str:
    shown = [shown_number(value or 0.0, texts) for value in (row.value, row.low, row.high)]
    return texts("analyses.numbers", value=shown[0], low=shown[1], high=shown[2])


def _about_group(
    row: Analysis, names: Mapping[str, str], measures: Mapping[str, MeasureEntry], texts: Texts
) -> str:
    key = f"analyses.{row.analysis}.{row.statistic}"
    yes_no = measures[row.outcome].kind == "yes_no"
    unit = f"analyses.{_unit(row.statistic, yes_no=yes_no)}"
    found = amount(row, texts, yes_no=yes_no) if row.statistic in WITH_SIDES else None
    numbers = {"low": "", "high": ""}
    if found is not None:
        side = {-1: "down", 0: "unclear", 1: "up"}[found.side]
        key = f"analyses.change.{side}" if row.statistic == "change" else f"{key}.{side}"
        numbers = {"low": found.low, "high": found.high}
        value = texts(unit, value=found.value)
    elif row.statistic == "above":
        value = decimal(100 * (row.value or 0.0), 0, texts.language)
    else:
        value = texts(unit, value=_plain(row.value or 0.0, texts, yes_no=yes_no))
    return texts(
        key, **names, group=_group(row, texts), wave=row.category, programme=row.category,
        value=value, **numbers,
    )  # fmt: skip


def _unit(statistic: str, *, yes_no: bool) -> str:
    """Return the key of the unit; after "of" it has a case of its own in some languages."""
    if yes_no and statistic == "shrunken":
        return "per_cent"
    unit = "percentage_points" if yes_no else "points"
    return f"of_{unit}" if statistic in ("least", "drift") else unit


def _plain(value: float, texts: Texts, *, yes_no: bool) -> str:
    return decimal(100 * value if yes_no else value, 1, texts.language)


def _group(row: Analysis, texts: Texts) -> str:
    if row.department == TOTAL:
        return texts("analyses.organisation")
    if row.team == TOTAL:
        return row.department
    return texts("analyses.group", team=row.team, department=row.department)


def _numbers(row: Analysis, texts: Texts) -> dict[str, object]:
    numbers: dict[str, object] = {"n": row.n}
    values = [row.value, row.low, row.high]
    if row.statistic == "attributable_fraction" and (row.value or 0.0) < 0:
        values = [None if one is None else -one for one in (row.value, row.high, row.low)]
    whole = fewest_digits(*(100 * one for one in values if one is not None))
    for name, number in zip(("value", "low", "high"), values, strict=True):
        if number is None:
            continue
        if row.statistic in PER_CENT:
            numbers[name] = decimal(100 * number, whole, texts.language)
        elif row.statistic == "cut_off":
            numbers[name] = decimal(number, 0 if number == round(number) else 1, texts.language)
        elif row.statistic in ("i2", "target", "q_df"):
            numbers[name] = decimal(number, 0, texts.language)
        else:
            numbers[name] = decimal(number, 2, texts.language)
    return numbers


def _particulars(row: Analysis, texts: Texts) -> dict[str, str]:
    found = {"step": row.category, "item": row.category, "mark": decimal(MARK, 2, texts.language)}
    if row.analysis is AnalysisKind.JOB_STRAIN and row.category:
        found["part"] = texts(f"analyses.part.{row.category}")
    if row.analysis is AnalysisKind.RELIABILITY:
        ends = [decimal(end, 2, texts.language) for end in (row.low, row.high) if end is not None]
        found["ends"] = texts("analyses.ends", low=ends[0], high=ends[1]) if ends else ""
    return found

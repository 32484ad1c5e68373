"""What a handful of slides say: one thought each, in words, with a chart where one helps.

How they are drawn is another's matter (``slide_show``). Every number is a released one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.charts.words import cell_words, group_name, in_language
from analytics.release.model import TOTAL, Cell, CellStatus, Estimate, Statistic
from analytics.reports.contents import frame
from analytics.reports.findings import difference_sentence, findings, first_things, main_outcome
from analytics.reports.scope import Scope
from analytics.statistics.analysis_reading import finding_sentence
from analytics.statistics.evidence import counter_evidence
from analytics.statistics.fragility_reading import fragility_sentences
from analytics.statistics.people_reading import differences, people_sentence
from analytics.statistics.unmeasured import e_values
from survey.i18n.numbers import decimal
from survey.vocabulary import MeasureRole

MOST_BARS = 12
"""Departments on one slide; the report has them all."""
READ = ("mean", "share", "interval", "range")


@dataclass(frozen=True)
class Bars:
    """A bar chart: a name a bar, with interval and base in it, and its numbers by series."""

    names: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    top: float
    alt: str


@dataclass(frozen=True)
class Slide:
    """A slide: what it says, its chart if it has one, and how the speaker may read it out."""

    title: str
    points: tuple[str, ...]
    notes: str
    bars: Bars | None = None


def slides(scope: Scope) -> Iterator[Slide]:
    """Yield the slides in the order in which they are shown; those without numbers are left out."""
    texts, outcome = scope.texts, main_outcome(scope)
    how = {key: texts(f"report.how.{key}") for key in READ}
    head = frame(scope)
    yield Slide(
        head["title"], (head["about"], head["base"], head["release"]), texts("slides.notes")
    )
    yield Slide(texts("report.findings"), findings(scope), texts("reading.caution"))
    yield _first(scope)
    if outcome is not None:
        yield from _health(scope, outcome, how["share"])
    yield from _conditions(scope, how["mean"])
    if outcome is not None:
        yield from _links(scope, outcome)
    yield _against(scope, outcome)
    yield Slide(
        texts("report.how"),
        tuple(how.values()),
        " ".join((texts("report.not_shown_intro"), texts("report.rules.ends"))),
    )


def _first(scope: Scope) -> Slide:
    texts = scope.texts
    said = tuple(
        difference_sentence(one.cell, scope, "slides.first.one") for one in first_things(scope)
    )
    return Slide(
        texts("slides.first"),
        said or (texts("report.finding.no_difference"),),
        texts("slides.first.notes"),
    )


def _health(scope: Scope, outcome: str, notes: str) -> Iterator[Slide]:
    rows = [one for one in scope.cells if one.measure == outcome and one.team == TOTAL]
    rows.sort(key=lambda one: (one.department != TOTAL, -(one.value or 0.0)))
    name = scope.name_of(outcome)
    named = [(group_name(one.department, one.team, scope.texts), one) for one in rows]
    bars = _bars(scope, named, name)
    if bars:
        yield Slide(scope.texts("workbook.title.picture", measure=name), (), notes, bars)


def _conditions(scope: Scope, notes: str) -> Iterator[Slide]:
    language = scope.texts.language
    entries = scope.measures(MeasureRole.FACTOR)
    found = [(entry, scope.organisation_cell(entry.key)) for entry in entries]
    title = scope.texts("slides.conditions")
    named = [
        (
            f"{in_language(entry.name, language)} ({scope.texts(f'charts.good.{entry.good_end}')})",
            cell,
        )
        for entry, cell in found
        if cell is not None and cell.statistic is Statistic.MEAN
    ]
    bars = _bars(scope, named, title)
    if bars:
        yield Slide(title, (), notes, bars)


def _bars(scope: Scope, named: list[tuple[str, Cell]], alt: str) -> Bars | None:
    """Return bars of exact numbers, each with its interval and base in its name."""
    exact = [
        (name, cell, cell.value)
        for name, cell in named
        if cell.status is CellStatus.SHOWN and cell.value is not None
    ][:MOST_BARS]
    if not exact:
        return None
    share = exact[0][1].statistic is Statistic.SHARE
    names = tuple(f"{name}: {cell_words(cell, scope.texts)}" for name, cell, _ in exact)
    values = tuple(round(value * (100 if share else 1), 1) for *_, value in exact)
    return Bars(names, ((alt, values),), 100.0, f"{alt}. {'; '.join(names)}.")


def _links(scope: Scope, outcome: str) -> Iterator[Slide]:
    """The clear links as people of a hundred: as they answered, and with a clearly higher score."""
    texts, share = scope.texts, scope.organisation_cell(outcome)
    measures = {entry.key: entry for entry in scope.release.measures}
    clear = [
        (one, said)
        for one in differences(scope.release.estimates, outcome).values()
        if (said := people_sentence(one, share, measures, texts)) is not None
    ]
    if not clear or share is None or share.value is None:
        return
    now = round(100 * share.value, 1)
    names = tuple(_link_name(one, scope) for one, _ in clear)
    then = tuple(round(now + 100 * (one.estimate or 0.0), 1) for one, _ in clear)
    title = texts("report.links")
    series = ((texts("slides.links.now"), (now,) * len(clear)), (texts("slides.links.then"), then))
    bars = Bars(names, series, 100.0, f"{title}. {' '.join(said for _, said in clear)}")
    yield Slide(title, (texts("slides.links.lead", outcome=scope.name_of(outcome)),),
                " ".join(said for _, said in clear), bars)  # fmt: skip


def _link_name(one: Estimate, scope: Scope) -> str:
    """Name a link with how many people of a hundred more or fewer, and the interval of that."""
    shown = [
        decimal(100 * (value or 0.0), 1, scope.texts.language)
        for value in (one.estimate, one.low, one.high)
    ]
    name = scope.name_of(one.factor)
    return scope.texts("slides.links.name", name=name, by=shown[0], low=shown[1], high=shown[2])


def _against(scope: Scope, outcome: str | None) -> Slide:
    texts = scope.texts
    measures = {entry.key: entry for entry in scope.release.measures}
    found = e_values(scope.release.estimates, outcome) if outcome else ()
    studies = tuple(finding_sentence(one, texts) for one in counter_evidence())
    notes = texts("report.counter_intro")
    if found and outcome:
        name = scope.name_of(outcome)
        needed = " ".join(fragility_sentences(found, measures, texts))
        notes = " ".join((texts("fragility.lead", outcome=name), needed))
    return Slide(texts("report.counter"), (*studies, texts("report.counter.one_survey")), notes)

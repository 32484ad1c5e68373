"""What goes with the outcomes: odds ratios drawn, worded and tabled, and what speaks against."""

from collections.abc import Iterator, Sequence

from analytics.charts.few_answers import few_answers
from analytics.charts.forest_plot import forest_plot
from analytics.charts.forest_rows import odds_ratios, ratio_words
from analytics.charts.published import published_sources
from analytics.charts.theme import LIGHT
from analytics.charts.words import in_language
from analytics.release.model import Estimate
from analytics.reports.blocks import Block, Bullets, Figure, Heading, Paragraph, Table
from analytics.reports.caveats import limits
from analytics.reports.scope import Scope
from analytics.reports.tables import plain, table_of
from analytics.statistics.analysis_reading import finding_sentence, flag_sentences
from analytics.statistics.evidence import counter_evidence
from analytics.statistics.fragility_reading import fragility_sentences
from analytics.statistics.high_against_low import comparable, high_against_low
from analytics.statistics.reading import sentence
from analytics.statistics.unmeasured import e_values

FOREST_WIDTH = 560


def links(scope: Scope) -> Iterator[Block]:
    """Yield the links of the first outcome in full, of the others as a table, and the caveats."""
    texts = scope.texts
    outcomes = list(dict.fromkeys(estimate.outcome for estimate in scope.release.estimates))
    yield Heading(texts("report.links"))
    if not outcomes:
        yield Paragraph(texts("report.links_none"), style="lead")
        return
    yield Paragraph(texts("report.links_intro"), style="intro")
    if not any(one.estimate is not None for one in scope.release.estimates):
        yield from _few(scope, outcomes)
    yield from _main(scope, outcomes[0])
    if outcomes[1:]:
        yield _others(scope, outcomes[1:])
    yield from _fragility(scope, outcomes[0])
    yield from limits(scope, outcomes[0])
    yield Heading(texts("report.counter"))
    yield Paragraph(texts("report.counter_intro"))
    against = [finding_sentence(found, texts) for found in counter_evidence()]
    yield Bullets((*against, texts("report.counter.one_survey")))


def _fragility(scope: Scope, outcome: str) -> Iterator[Block]:
    """How strong something that was not asked would have to be; nothing without a clear link."""
    texts = scope.texts
    measures = {entry.key: entry for entry in scope.release.measures}
    found = e_values(scope.release.estimates, outcome)
    if found:
        yield Heading(texts("fragility.title"))
        name = scope.name_of(outcome)
        yield Paragraph(texts("fragility.lead", outcome=name), style="intro")
        yield Bullets(fragility_sentences(found, measures, texts))
        yield Paragraph(texts("fragility.mood"))
        yield Paragraph(texts("fragility.how"), style="lead")


def _few(scope: Scope, outcomes: Sequence[str]) -> Iterator[Block]:
    """What stands in place of models: the first outcome of which a paper says something."""
    told = (few_answers(scope.release, one, scope.texts, LIGHT) for one in outcomes)
    found = next((one for one in told if one is not None), None)
    if found is None:
        return
    yield Paragraph(found.lead)
    yield Bullets(found.findings)
    if len(found.links.table):
        yield Figure(scope.texts("results.few.updated"), found.links, FOREST_WIDTH)
        yield Figure(scope.texts("results.few.weight"), found.weights, FOREST_WIDTH)
    yield Paragraph(found.warning, style="aside")


def _main(scope: Scope, outcome: str) -> Iterator[Block]:
    texts, release = scope.texts, scope.release
    measures = {entry.key: entry for entry in release.measures}
    ratios = odds_ratios(release.estimates, outcome)
    drawn = high_against_low(release.estimates, outcome, "adjusted")
    sources = published_sources()
    beside = sources if comparable(drawn) else ()
    picture = forest_plot(drawn, release.measures, texts, LIGHT, beside)
    name = in_language(measures[outcome].name, texts.language)
    yield Figure(texts("report.forest", outcome=name), picture, FOREST_WIDTH)
    if beside:
        cited = ", ".join(one.cite for one in beside)
        yield Paragraph(texts("results.links.high_low", source=cited))
    for source in sources:
        note = in_language(source.note, texts.language)
        yield Paragraph(texts("report.published", source=source.cite, note=note, doi=source.doi))
    flags = flag_sentences(release.analyses, [one.factor for one in ratios], measures, texts)
    yield Bullets((*(sentence(ratio, measures, texts) for ratio in ratios), *flags))
    both = [*ratios, *odds_ratios(release.estimates, outcome, "unadjusted")]
    table = forest_plot(both, release.measures, texts, LIGHT).table
    caption = texts("report.forest_table", outcome=name)
    yield table_of(table, caption, 26)


def _others(scope: Scope, outcomes: Sequence[str]) -> Table:
    """The adjusted odds ratios of the further outcomes, factors down and outcomes across."""
    texts, language = scope.texts, scope.texts.language
    by_place: dict[tuple[str, str], Estimate] = {
        (ratio.factor, outcome): ratio
        for outcome in outcomes
        for ratio in odds_ratios(scope.release.estimates, outcome)
    }
    factors = dict.fromkeys(factor for factor, _ in by_place)
    rows = [
        [
            in_language(scope.release.measure(factor).name, language),
            *(
                ratio_words(by_place[factor, outcome], texts)
                if (factor, outcome) in by_place
                else ""
                for outcome in outcomes
            ),
        ]
        for factor in factors
    ]
    names = [in_language(scope.release.measure(key).name, language) for key in outcomes]
    each = 70 // len(outcomes)
    return Table(
        caption=texts("report.others_table"),
        columns=(texts("charts.forest.factor"), *names),
        rows=plain(rows),
        widths=(30, *(each for _ in outcomes)),
        small=True,
    )

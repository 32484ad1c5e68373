"""What a wave could show, drawn before it opens: rows, differences, links, joiners and leavers.

How far groups have to lie apart, how much has to change and how strong a link has to be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from analytics.charts.words import in_language
from analytics.disclosure.planner import Outlook, Plan
from analytics.disclosure.staff_changes import changed_rows
from analytics.release.content import Release
from analytics.release.model import TOTAL, AnalysisKind, Statistic
from analytics.statistics.detectable import (
    ALIKE_CONDITIONS,
    after_step,
    smallest_change,
    smallest_odds_ratio,
    smallest_share_change,
)
from analytics.statistics.prospects import (
    USUAL_SHARE,
    USUAL_SPREAD,
    LinkProspect,
    link_prospect,
    smallest_difference,
    smallest_share_difference,
)
from pages.shell import release_choice, table
from pages.shell.language import words
from pages.shell.lead import findings, paragraph
from pages.shell.selection import organisation_cell
from survey.i18n.numbers import decimal
from survey.instruments.model import Instrument, YesNo
from survey.store.protocol import Unit, Wave
from survey.vocabulary import MeasureRole


@dataclass(frozen=True)
class Basis:
    """What the reckoning starts from: spread, share and where they come from ("": assumed).

    ``alike`` is the correlation of a condition between two people of a team.
    """

    spread: float
    share: float
    wave: str = ""
    alike: float = ALIKE_CONDITIONS


def basis(instrument: Instrument, outcome: str) -> Basis:
    """Return spread and share of the newest release of this questionnaire that has both."""
    for release in reversed(release_choice.whole()):
        if release.manifest.instrument != instrument.key:
            continue
        factors = {one.key for one in release.measures if one.role is MeasureRole.FACTOR}
        spreads = [
            cell.value
            for cell in release.cells
            if (cell.department, cell.breakdown, cell.statistic) == (TOTAL, TOTAL, Statistic.SD)
            and cell.measure in factors
            and cell.value is not None
        ]
        whole = organisation_cell(release, outcome)
        share = whole.value if whole else None
        if spreads and share is not None and 0 < share < 1:
            return Basis(median(spreads), share, release.manifest.wave, _alike(release))
    return Basis(USUAL_SPREAD, USUAL_SHARE)


def _alike(release: Release) -> float:
    """Return the middle ICC(1) of a release's conditions, 0 at least; else the convention."""
    found = [
        max(one.value, 0.0)
        for one in release.analyses
        if one.analysis is AnalysisKind.AGREEMENT
        and one.statistic == "icc1"
        and one.value is not None
    ]
    return median(found) if found else ALIKE_CONDITIONS


def show_own(planned: Plan, outlook: Outlook) -> None:
    """Say how many people and teams would see a figure of their own."""
    text = words()
    findings(
        [
            text.plural("planner.own_people", outlook.own_people, total=planned.people),
            text.plural("planner.own_teams", outlook.own_teams, total=planned.teams),
        ]
    )


def show(planned: Plan, instrument: Instrument) -> None:
    """Draw how far groups have to lie apart to be seen, and whether links can be estimated."""
    text = words()
    outcome = next(
        key for key in instrument.model.outcomes if isinstance(instrument.measures[key], YesNo)
    )
    name = in_language(instrument.measures[outcome].name, text.language)
    known = basis(instrument, outcome)
    columns = [text("planner.prospect.group"), text("planner.prospect.condition"), name]
    rows = [
        [
            text(f"planner.prospect.{kind}"),
            _said(_answers(planned.conditions, kind), known.spread, share=False),
            _said(_answers(planned.health, kind), known.share, share=True),
        ]
        for kind in ("department", "team")
    ]
    table.show(text("planner.prospect"), columns, rows)
    changes = [
        [
            text(f"planner.prospect.{kind}"),
            _said(_answers(planned.conditions, kind), known.spread, share=False, change=True),
            _said(_answers(planned.health, kind), known.share, share=True, change=True),
        ]
        for kind in ("organisation", "department", "team")
    ]
    table.show(text("planner.least_change"), columns, changes)
    paragraph(text("planner.prospect.meaning"))
    answers = sum(row.answers for row in planned.conditions.rows)
    links = link_prospect(instrument, outcome, answers, known.share)
    findings([_links_said(links, instrument), *_least_link(links, name, known, planned.teams)])
    kind = "from_wave" if known.wave else "assumed"
    numbers = {"spread": round(known.spread), "percent": round(100 * known.share)}
    paragraph(text(f"planner.prospect.{kind}", outcome=name, wave=known.wave, **numbers))


def show_changes(
    planned: Plan, units: Sequence[Unit], earlier: Wave, standing: Sequence[Wave]
) -> None:
    """Draw which rows have other head-counts than in an earlier wave, and what follows.

    ``standing`` are the waves beside which the planned one would be read.
    """
    text = words()
    changed = changed_rows(planned.conditions.rows, units, earlier.units)
    if not changed:
        paragraph(text("planner.changes.none", wave=earlier.name))
        return
    threshold = planned.conditions.threshold
    columns = [text(f"planner.column.{name}") for name in ("row", "department")]
    columns += [text("planner.changes.then", wave=earlier.name), text("planner.changes.now")]
    rows = [
        [
            one.row.team,
            one.row.department,
            text("planner.changes.unknown") if one.then is None else str(one.then),
            str(one.row.people),
        ]
        for one in changed
    ]
    table.show(text("planner.changes", wave=earlier.name), columns, rows)
    few = sum(0 < one.few < threshold for one in changed)
    if few and standing:
        paragraph(text.plural("planner.changes.few", few, threshold=threshold, wave=earlier.name))
    elif not standing:
        paragraph(text("planner.changes.free"))
    if any(one.then is None for one in changed):
        paragraph(text("planner.changes.compared"))


def _least_link(links: LinkProspect, outcome: str, known: Basis, teams: int) -> tuple[str, ...]:
    """Return how strong a link has to be to be called clear; nothing where none is estimated."""
    if not links.alone or teams < 2:
        return ()
    text = words()
    ratio = smallest_odds_ratio(links.answers, known.share, teams, known.alike)
    people = [round(100 * one) for one in (known.share, after_step(known.share, ratio))]
    said = decimal(ratio, 2, text.language)
    return (text("planner.least_link", outcome=outcome, now=people[0], then=people[1], ratio=said),)


def _answers(outlook: Outlook, kind: str) -> int:
    """Return the answers of all, or of the middle one among the departments or the rows."""
    if kind == "organisation":
        return sum(row.answers for row in outlook.rows)
    by_department: dict[str, int] = {}
    for row in outlook.rows:
        by_department[row.department] = by_department.get(row.department, 0) + row.answers
    counts = (
        by_department.values() if kind == "department" else [row.answers for row in outlook.rows]
    )
    return int(median(counts)) if counts else 0


def _said(answers: int, around: float, *, share: bool, change: bool = False) -> str:
    """Return the least difference, or the least change to as many answers, in words."""
    text = words()
    if change:
        since = smallest_share_change if share else smallest_change
        points = since(answers, answers, around)
    else:
        reckoned = smallest_share_difference if share else smallest_difference
        points = reckoned(answers, around)
    if not answers:
        return text("planner.prospect.not_shown")
    if points is None:
        return text("planner.prospect.never", answers=answers)
    key = "planner.prospect.percentage_points" if share else "planner.prospect.points"
    return text(key, points=round(points), answers=answers)


def _links_said(found: LinkProspect, instrument: Instrument) -> str:
    text = words()
    names = {one.key: in_language(one.name, text.language) for one in instrument.breakdowns}
    if found.adjusted:
        key = "adjusted"
    elif found.together:
        key = "together"
    else:
        key = "alone" if found.alone else "none"
    return text(
        f"planner.links.{key}",
        outcome=in_language(instrument.measures[found.outcome].name, text.language),
        answers=found.answers,
        events=found.events,
        names=", ".join(names[one] for one in found.adjusted),
        needed=found.needed,
    )

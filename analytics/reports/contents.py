"""What a report says, in reading order and in one language; how it is set is another's matter."""

from collections.abc import Callable, Iterator
from typing import Final, TypedDict

from analytics.charts.words import in_language
from analytics.reports.blocks import Block
from analytics.reports.director import director
from analytics.reports.glossary import glossary
from analytics.reports.methods import methods
from analytics.reports.odds_ratios import links
from analytics.reports.opening import base_words, opening
from analytics.reports.over_time import over_time
from analytics.reports.rules import how_to_read, in_force, not_shown
from analytics.reports.scope import Scope
from analytics.reports.teams import teams
from survey.i18n.dates import day


class Frame(TypedDict):
    """What stands on the first page above the findings, and at the foot of every page."""

    language: str
    title: str
    about: str
    base: str
    facts: str
    page: str
    release: str


PARTS: Final[tuple[Callable[[Scope], Iterator[Block]], ...]] = (
    director,
    how_to_read,
    opening,
    teams,
    links,
    over_time,
    methods,
    not_shown,
    in_force,
    glossary,
)
"""What a report is made of, in reading order; each stands in a module of its own."""


def blocks(scope: Scope) -> Iterator[Block]:
    """Yield the blocks of a report, the page that a director reads first."""
    for part in PARTS:
        yield from part(scope)


def frame(scope: Scope) -> Frame:
    """Return title, what it is about, its base, and what stands at the foot of a page."""
    say, manifest = scope.texts, scope.release.manifest
    limit = ", ".join(scope.release.scope.departments)
    about = scope.department or limit or say("charts.organisation")
    return {
        "language": say.language,
        "title": in_language(manifest.instrument_title, say.language),
        "about": say("report.about", about=about, wave=manifest.wave),
        "base": base_words(scope),
        "facts": _facts(scope),
        "page": say("report.page", n="{n}", of="{of}"),
        "release": say("report.release", id=manifest.id[:12]),
    }


def _facts(scope: Scope) -> str:
    """Return when the answers came and who had the report written, as far as that is known."""
    say, beside = scope.texts, scope.beside
    said = []
    if beside.days:
        ends = [day(one, say.language) for one in beside.days]
        key = "report.days" if len(ends) > 1 else "report.days_until"
        said.append(say(key, first=ends[0], last=ends[-1]))
    if beside.author is not None:
        said.append(say("report.author", role=say(f"screens.role.{beside.author}")))
    return " · ".join(said)

"""What a report says, in reading order and in one language; how it is set is another's matter."""

from collections.abc import Iterator
from typing import TypedDict

from analytics.charts.words import in_language
from analytics.reports.blocks import Block
from analytics.reports.odds_ratios import links
from analytics.reports.opening import base_words, opening
from analytics.reports.rules import rules
from analytics.reports.scope import Scope
from analytics.reports.teams import teams


class Frame(TypedDict):
    """What stands on the first page above the findings, and at the foot of every page."""

    language: str
    title: str
    about: str
    base: str
    page: str
    release: str


def blocks(scope: Scope) -> Iterator[Block]:
    """Yield the blocks of a report: findings, groups, links, rules."""
    for part in (opening, teams, links, rules):
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
        "page": say("report.page", n="{n}", of="{of}"),
        "release": say("report.release", id=manifest.id[:12]),
    }

"""A release as a PDF: tagged, archivable, with pictures as vectors, the same bytes on any day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from analytics.charts.drawing import svg
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.reports.blocks import Block, Figure
from analytics.reports.odds_ratios import links
from analytics.reports.opening import base_words, opening
from analytics.reports.rules import rules
from analytics.reports.scope import Scope
from analytics.reports.teams import teams
from survey.i18n.catalogue import texts
from survey.i18n.typesetting import typeset
from survey.organisation.letterhead import PLAIN, Letterhead

TEMPLATE: Final = Path(__file__).parent / "templates" / "report.typ"


def report(
    release: Release,
    path: Path,
    language: str,
    department: str | None = None,
    letterhead: Letterhead = PLAIN,
) -> None:
    """Write the report of a release to ``path``.

    Parameters
    ----------
    release
        The sealed release; every number of the report is one of its cells or estimates.
    path
        The PDF (PDF/UA-1 and PDF/A-2a). It appears whole or not at all.
    language
        A language that has a catalogue; any other gives English.
    department
        Restricts the rows to one department, beside the organisation's.
    letterhead
        Whose report it is; no number of it depends on that.

    Raises
    ------
    DepartmentUnknown
        The release has no such department; nothing is written.
    """
    scope = Scope.of(release, texts(language), department)
    blocks = list(_blocks(scope))
    pictures = _pictures(blocks)
    head = letterhead.content(scope.texts("common.product"))
    content = {**_frame(scope), **head, "blocks": list(_listed(blocks, pictures))}
    typeset(TEMPLATE, content, {**pictures, **letterhead.pictures()}, path)


def _blocks(scope: Scope) -> Iterator[Block]:
    for part in (opening, teams, links, rules):
        yield from part(scope)


def _frame(scope: Scope) -> dict[str, Any]:
    say, manifest = scope.texts, scope.release.manifest
    title = in_language(manifest.instrument_title, say.language)
    about = scope.department or say("charts.organisation")
    return {
        "language": say.language,
        "title": title,
        "about": say("report.about", about=about, wave=manifest.wave),
        "base": base_words(scope),
        "page": say("report.page", n="{n}", of="{of}"),
        "release": say("report.release", id=manifest.id[:12]),
    }


def _pictures(blocks: Sequence[Block]) -> dict[str, str]:
    figures = [block for block in blocks if isinstance(block, Figure)]
    return {
        f"figure-{at}.svg": svg(figure.picture, figure.width)
        for at, figure in enumerate(figures, start=1)
    }


def _listed(blocks: Sequence[Block], pictures: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Give each block as JSON with its kind; a figure is its file, its words and its caption."""
    names = iter(pictures)
    for block in blocks:
        kind = type(block).__name__.lower()
        if isinstance(block, Figure):
            words = {"caption": block.caption, "alt": block.picture.alt}
            yield {"kind": kind, "file": next(names), **words}
        else:
            yield {"kind": kind, **asdict(block)}

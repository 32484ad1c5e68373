"""A release as a PDF: tagged, archivable, with pictures as vectors, the same bytes on any day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from analytics.charts.drawing import svg
from analytics.release.content import Release
from analytics.reports.blocks import Block, Figure
from analytics.reports.contents import blocks, frame
from analytics.reports.scope import Scope
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
    write_pdf(Scope.of(release, texts(language), department), path, letterhead)


def write_pdf(scope: Scope, path: Path, letterhead: Letterhead) -> None:
    """Write the report of a scope to ``path``, whole or not at all."""
    said = list(blocks(scope))
    pictures = _pictures(said)
    head = letterhead.content(scope.texts("common.product"))
    content = {**frame(scope), **head, "blocks": list(_listed(said, pictures))}
    typeset(TEMPLATE, content, {**pictures, **letterhead.pictures()}, path)


def _pictures(said: Sequence[Block]) -> dict[str, str]:
    figures = [block for block in said if isinstance(block, Figure)]
    return {
        f"figure-{at}.svg": svg(figure.picture, figure.width)
        for at, figure in enumerate(figures, start=1)
    }


def _listed(said: Sequence[Block], pictures: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Give each block as JSON with its kind; a figure is its file, its words and its caption."""
    names = iter(pictures)
    for block in said:
        kind = type(block).__name__.lower()
        if isinstance(block, Figure):
            words = {"caption": block.caption, "alt": block.picture.alt}
            yield {"kind": kind, "file": next(names), **words}
        else:
            yield {"kind": kind, **asdict(block)}

"""A release as a PDF: tagged, archivable, with pictures as vectors, the same bytes on any day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from analytics.charts.drawing import png, svg
from analytics.charts.theme import SMALL
from analytics.release.content import Release
from analytics.reports.blocks import Block, Figure
from analytics.reports.contents import blocks, frame
from analytics.reports.scope import Scope
from survey.i18n.catalogue import texts
from survey.i18n.typesetting import Fit, typeset
from survey.organisation.letterhead import PLAIN, Letterhead

TEMPLATE: Final = Path(__file__).parent / "templates" / "report.typ"
SIZES: Final = (9.5, 9.25, 9.75, 10.25, 10.0, 9.0)
"""Points of the running text, the first best: see ``typeset``."""
MOST_PAGES: Final = 12
TEXT_WIDTH: Final = 481.0
"""Points between the margins of a page of A4."""
POINTS_A_PIXEL: Final = 8.5 / SMALL
"""So that the smallest letters of a picture are as large as those of a table."""
ARABIC: Final = re.compile("[\u0600-\u06ff]")
DRAWN_WIDTH: Final = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)')


@dataclass(frozen=True)
class Drawing:
    """A figure as it is set: its file, what that holds, and its width in points."""

    file: str
    content: str | bytes
    points: float


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
    drawings = _drawings(said)
    head = letterhead.content(scope.texts("common.product"))
    content = {**frame(scope), **head, "blocks": list(_listed(said, drawings))}
    files = {one.file: one.content for one in drawings}
    typeset(TEMPLATE, content, {**files, **letterhead.pictures()}, path, Fit(SIZES, MOST_PAGES))


def _drawings(said: Sequence[Block]) -> tuple[Drawing, ...]:
    figures = [block for block in said if isinstance(block, Figure)]
    return tuple(_drawing(at, figure) for at, figure in enumerate(figures, start=1))


def _drawing(at: int, figure: Figure) -> Drawing:
    """Return a figure as vectors, or as points where it has letters that join each other.

    PDF/A wants to know which letter each glyph of a drawing is, and for joined Arabic letters the
    typesetter cannot say. What the drawing says stands beside it in words.
    """
    lines = svg(figure.picture, figure.width)
    if ARABIC.search(lines):
        return Drawing(f"figure-{at}.png", png(figure.picture, figure.width), _points(lines))
    return Drawing(f"figure-{at}.svg", lines, _points(lines))


def _listed(said: Sequence[Block], drawings: Sequence[Drawing]) -> Iterator[dict[str, Any]]:
    """Give each block as JSON with its kind; a figure is its file, its words and its caption."""
    left = iter(drawings)
    for block in said:
        kind = type(block).__name__.lower()
        if isinstance(block, Figure):
            drawing = next(left)
            words = {"caption": block.caption, "alt": block.picture.alt}
            yield {"kind": kind, "file": drawing.file, "width": drawing.points, **words}
        else:
            yield {"kind": kind, **asdict(block)}


def _points(drawing: str) -> float:
    """Return how wide a drawing is set: in the size of all others, and never into the margins."""
    found = DRAWN_WIDTH.search(drawing)
    return min(float(found[1]) * POINTS_A_PIXEL, TEXT_WIDTH) if found else TEXT_WIDTH

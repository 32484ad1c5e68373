"""Groups by measures as a table that scrolls under its head; every cell leads to its group.

The same cells, colours and words as the picture that reports and downloads have, from one frame.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, Template, select_autoescape

from analytics.charts.grid import ORGANISATION, STEPS, Grid, described
from analytics.charts.theme import BANDS, Band
from analytics.charts.whereabouts import Row
from analytics.charts.words import shortened
from analytics.release.model import CellStatus
from pages.shell import chart
from pages.shell.address_of import address_of
from pages.shell.differences import group_token
from survey.i18n.catalogue import Texts

ARROWS: Final = {-1: "▼", 0: "", 1: "▲"}
TEMPLATE: Final = Path(__file__).with_name("heat_table.html")


def heat_table(
    grid: Grid,
    caption: str,
    good_ends: Mapping[str, str],
    text: Texts,
    along: Mapping[str, str],
) -> str:
    """Return the legend and under it the table of a grid, as HTML.

    Parameters
    ----------
    good_ends
        What stands under a measure's name, such as "low is good".
    along
        What the links to the groups take along.
    """
    bands = set(grid.frame.loc[grid.frame["compared"] != "", "band"].tolist())
    statuses = set(grid.frame["status"].tolist())
    return _template().render(
        language=text.language,
        caption=caption,
        legend=_legend(bands, statuses, text, reference=grid.of_others),
        described=described(grid, text),
        group=text("charts.group"),
        columns=[(name, good_ends.get(name, "")) for name in grid.columns],
        rows=list(_rows(grid, along)),
    )


def _legend(
    bands: set[Band], statuses: set[str], text: Texts, *, reference: bool
) -> list[tuple[list[str], str]]:
    """Return samples and words: what each colour on the page means, and nothing else."""
    sides = {
        "worse": [band for band in BANDS if band < 0 and band in bands],
        "same": [band for band in BANDS if band == 0],
        "better": [band for band in reversed(BANDS) if band > 0 and band in bands],
    }
    ending = {"worse": ".reference" if reference else ""}
    found = [
        (
            [_class(band) for band in present],
            text(f"charts.heat.legend.{side}{ending.get(side, '')}"),
        )
        for side, present in sides.items()
        if present
    ]
    if any(abs(band) > 1 for band in bands):
        steps = {"middle": round(STEPS[1]), "far": round(STEPS[2])}
        found.append(([], text("results.heat.stronger", **steps)))
    for status in (CellStatus.BOUNDED, CellStatus.WITHHELD):
        if status.value in statuses:
            found.append(([status.value], text(f"results.legend.{status}")))
    return found


def _rows(grid: Grid, along: Mapping[str, str]) -> Iterable[dict[str, object]]:
    by_place = {
        (str(cell["group"]), str(cell["measure"])): cell for cell in grid.frame.to_dict("records")
    }
    for unit, name, label in zip(grid.units, grid.rows, grid.labels, strict=True):
        cells = [_cell(by_place.get((name, measure))) for measure in grid.columns]
        yield {
            "address": _address(unit, along),
            "name": name,
            "label": label_words(label),
            "wide": name in grid.wider,
            "cells": cells,
            "together": _said_once(cells),
        }


def _said_once(cells: Sequence[Mapping[str, object]]) -> object:
    """Return what all cells of a row say instead of numbers, "" where they differ or have any."""
    said = {cell["words"] for cell in cells}
    withheld = all(cell["look"] == CellStatus.WITHHELD for cell in cells)
    return cells[0]["words"] if withheld and len(said) == 1 else ""


def label_words(label: str) -> str:
    """Return a row's name, short where teams are shown together: "Outbound + 2 (Warehouse)"."""
    name, bracket, department = label.partition(" (")
    return shortened(name) + bracket + department


def _address(unit: Row, along: Mapping[str, str]) -> str:
    """Return where a row leads; the organisation's has no page of one group."""
    return "" if unit == ORGANISATION else address_of("team", along, group=group_token(unit))


def _cell(cell: Mapping[object, object] | None) -> dict[str, object]:
    if cell is None:
        return {"look": "empty", "short": "", "words": "", "arrow": ""}
    band, status = int(str(cell["band"])), str(cell["status"])
    shown = status == CellStatus.SHOWN
    words = [str(cell[name]) for name in ("words", "compared") if cell[name]]
    return {
        "look": _class(band) if shown else status,
        "short": cell["short"] if shown or status == CellStatus.BOUNDED else cell["words"],
        "words": ", ".join(words),
        "arrow": ARROWS[(band > 0) - (band < 0)] if shown else "",
    }


def _class(band: Band) -> str:
    return f"band{band + len(BANDS) // 2}"


def heat_colours() -> str:
    """Return the style of the fills, each with the ink that reads on it."""
    palette = chart.palette()
    return "".join(
        f".bearing-heat .{_class(band)}, .bearing-legend .{_class(band)} "
        f"{{ background: {palette.fill(band)}; color: {palette.text_on(palette.fill(band))}; }}"
        for band in BANDS
    )


@cache
def _template() -> Template:
    environment = Environment(autoescape=select_autoescape(default=True))
    return environment.from_string(TEMPLATE.read_text("utf-8"))

"""A picture as vectors or as points, drawn without a browser and in the font that ships."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from analytics.charts.picture import Picture
from analytics.charts.theme import FONT
from survey.i18n.typesetting import FONTS


def svg(picture: Picture, width: int) -> str:
    """Return the picture as SVG, ``width`` pixels wide without its headings.

    Text stays text: it can be searched and is set by whoever shows the drawing.
    """
    return drawn_svg({**picture.chart.to_dict(), "width": width})


def drawn_svg(specification: Mapping[str, Any]) -> str:
    """Return a specification with a width in numbers as SVG."""
    import vl_convert

    _register_fonts()
    return str(vl_convert.vegalite_to_svg(dict(specification), vl_version="6.4"))


def drawn_png(specification: Mapping[str, Any]) -> bytes:
    """Return a specification with a width in numbers as PNG, sharp enough for print."""
    import vl_convert

    _register_fonts()
    return bytes(vl_convert.vegalite_to_png(dict(specification), vl_version="6.4", scale=2))


def on_paper(specification: Mapping[str, Any], width: int, paper: str) -> dict[str, Any]:
    """Return a page's picture with a ground, a width and the font that ships."""
    config = {**specification.get("config", {}), "font": FONT, "background": paper}
    return {**specification, "width": width, "config": config}


def png(picture: Picture, width: int) -> bytes:
    """Return the picture as PNG on white, ``width`` pixels wide before it is made sharp for print.

    For programs that do not set vectors: a text document, a letter.
    """
    return drawn_png({**picture.chart.to_dict(), "width": width, "background": "white"})


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))

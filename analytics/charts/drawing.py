"""A picture as vectors or as points, drawn without a browser and in the font that ships."""

from functools import cache

from analytics.charts.picture import Picture
from survey.i18n.typesetting import FONTS


def svg(picture: Picture, width: int) -> str:
    """Return the picture as SVG, ``width`` pixels wide without its headings.

    Text stays text: it can be searched and is set by whoever shows the drawing.
    """
    import vl_convert

    _register_fonts()
    specification = {**picture.chart.to_dict(), "width": width}
    return str(vl_convert.vegalite_to_svg(specification, vl_version="6.4"))


def png(picture: Picture, width: int, scale: float = 2.0) -> bytes:
    """Return the picture as PNG, ``width`` times ``scale`` pixels wide without its headings.

    For programs that do not set vectors: a text document, a letter.
    """
    import vl_convert

    _register_fonts()
    specification = {**picture.chart.to_dict(), "width": width, "background": "white"}
    return bytes(vl_convert.vegalite_to_png(specification, vl_version="6.4", scale=scale))


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))

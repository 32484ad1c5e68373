"""A picture as vectors, drawn without a browser and in the font that ships."""

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


@cache
def _register_fonts() -> None:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))

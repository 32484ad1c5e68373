"""Slides drawn as PPTX: editable text, charts of the program's own, words for who sees none."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from analytics.charts.theme import LIGHT
from analytics.reports.contents import frame
from analytics.reports.office import described, save
from analytics.reports.scope import Scope
from analytics.reports.slides import Bars, Slide, slides
from survey.organisation.letterhead import Letterhead

COVER, CONTENT, TITLE_ONLY = 0, 1, 5
"""The layouts of the plain template by their place."""
WIDE_CM: Final = (33.867, 19.05)
COLOURS: Final = (LIGHT.accent, "#b35806")
SIZES: Final = ((60, 44), (350, 22), (650, 18), (1000, 15))
"""Up to so many characters a slide is set in so many points; with more, in the last and small."""
SMALLEST: Final = 13


def write_slides(scope: Scope, path: Path, letterhead: Letterhead) -> None:
    """Write the slides of a scope to ``path`` as PPTX, whole or not at all."""
    import pptx
    from pptx.util import Cm

    show = pptx.Presentation()
    show.slide_width, show.slide_height = (Cm(side) for side in WIDE_CM)
    sender = letterhead.sender(scope.texts("common.product"))
    described(show, frame(scope), sender)
    for at, slide in enumerate(slides(scope)):
        _draw(show, slide, sender if at == 0 else "")
    save(show, path)


def _draw(show: Any, slide: Slide, sender: str) -> None:
    layout = COVER if sender else TITLE_ONLY if slide.bars else CONTENT
    drawn = show.slides.add_slide(show.slide_layouts[layout])
    drawn.shapes.title.text = slide.title
    drawn.notes_slide.notes_text_frame.text = slide.notes
    if sender:
        drawn.placeholders[1].text = "\n".join((sender, *slide.points))
        _spread(show, drawn.placeholders[1], top=0.55, height=0.35)
        _set(drawn.placeholders[1], slide.points)
        _spread(show, drawn.shapes.title, top=0.2, height=0.3)
        _set(drawn.shapes.title, (slide.title,), most=44)
        return
    _spread(show, drawn.shapes.title, top=0.05, height=0.14)
    _set(drawn.shapes.title, (slide.title,), most=30)
    drawn.shapes.title.text_frame.paragraphs[0].font.bold = True
    if slide.bars:
        top = 0.2
        if slide.points:
            box = drawn.shapes.add_textbox(0, 0, 1, 1)
            _spread(show, box, top=0.19, height=0.1)
            box.text_frame.text = "\n".join(slide.points)
            _set(box, slide.points, most=16)
            top = 0.3
        _chart(show, drawn, slide.bars, top)
    else:
        body = drawn.placeholders[1]
        _spread(show, body, top=0.22, height=0.7)
        body.text = "\n".join(slide.points)
        _set(body, slide.points)


def _spread(show: Any, shape: Any, top: float, height: float) -> None:
    """Place a shape across the slide; the template's own places are those of a narrow one."""
    shape.left, shape.width = int(show.slide_width * 0.05), int(show.slide_width * 0.9)
    shape.top, shape.height = int(show.slide_height * top), int(show.slide_height * height)


def _set(shape: Any, points: Sequence[str], most: int = 24) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    long = sum(map(len, points))
    size = min(most, next((points for limit, points in SIZES if long <= limit), SMALLEST))
    frame_ = shape.text_frame
    frame_.word_wrap = True
    for paragraph in frame_.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(size / 2)
        paragraph.font.size = Pt(size)


def _chart(show: Any, drawn: Any, bars: Bars, top: float) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Pt

    data = CategoryChartData()
    data.categories = bars.names
    for name, values in bars.series:
        data.add_series(name, values)
    shape = drawn.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, 1, 1, data)
    _spread(show, shape, top=top, height=0.96 - top)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", bars.alt)
    chart = shape.chart
    chart.font.size = Pt(13)
    chart.has_title = False
    chart.has_legend = len(bars.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.category_axis.reverse_order = True
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, bars.top
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 50, -10
    plot.has_data_labels = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0", False
    for series, colour in zip(plot.series, COLOURS, strict=False):
        _fill(series, colour)


def _fill(series: Any, colour: str) -> None:
    from pptx.dml.color import RGBColor

    series.format.fill.solid()
    series.format.fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())

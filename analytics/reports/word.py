"""A report as a document to be edited: its own text and tables, charts as pictures (DOCX)."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from analytics.charts.drawing import png
from analytics.release.model import CellStatus
from analytics.reports.blocks import Block, Bullets, Entry, Figure, Heading, Paragraph, Table
from analytics.reports.contents import Frame, blocks, frame
from analytics.reports.office import described, save
from analytics.reports.scope import Scope
from survey.organisation.letterhead import Letterhead

STYLES: Final = {"plain": "Normal", "intro": "Normal", "lead": "Quote", "aside": "Quote"}
FILLS: Final = {CellStatus.WITHHELD: "EEF1F4", CellStatus.BOUNDED: "CFE5E6"}
"""The grounds of what is no exact number, as in the PDF."""
TEXT_CM: Final = 17.0
SMALL_POINTS: Final = 8.5


def write_document(scope: Scope, path: Path, letterhead: Letterhead) -> None:
    """Write the report of a scope to ``path`` as DOCX, whole or not at all."""
    import docx

    head, sender = frame(scope), letterhead.sender(scope.texts("common.product"))
    document = docx.Document()
    described(document, head, sender)
    _set_page(document, head)
    _begin(document, head, sender, letterhead)
    for block in blocks(scope):
        WRITERS[type(block)](document, block)
    save(document, path)


def _set_page(document: Any, head: Frame) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    section.footer.paragraphs[0].text = head["release"]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Sans", Pt(10)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Caption", "Quote"):
        style = document.styles[name]
        style.font.name = "Noto Sans"
        style.element.rPr.rFonts.attrib.clear()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            style.element.rPr.rFonts.set(qn(script), "Noto Sans")
    document.styles["Caption"].font.size = Pt(SMALL_POINTS)
    spoken = document.styles.element.find(f".//{qn('w:lang')}")
    if spoken is not None:
        spoken.set(qn("w:val"), head["language"])


def _begin(document: Any, head: Frame, sender: str, letterhead: Letterhead) -> None:
    from docx.shared import Cm

    if letterhead.logo is not None and letterhead.logo.kind == "png":
        picture = document.add_picture(io.BytesIO(letterhead.logo.content), height=Cm(1.5))
        _described(picture, sender)
    document.add_paragraph(sender)
    document.add_heading(head["title"], 0)
    document.add_paragraph(head["about"], style="Subtitle")
    document.add_paragraph(head["base"])


def _heading(document: Any, block: Heading) -> None:
    document.add_heading(block.text, block.level)


def _paragraph(document: Any, block: Paragraph) -> None:
    written = document.add_paragraph(block.text, style=STYLES[block.style])
    written.paragraph_format.keep_with_next = block.style == "intro"


def _bullets(document: Any, block: Bullets) -> None:
    style = "List Number" if block.numbered else "List Bullet"
    for item in block.items:
        document.add_paragraph(item, style=style)


def _figure(document: Any, block: Figure) -> None:
    from docx.shared import Cm

    caption = document.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    picture = document.add_picture(io.BytesIO(png(block.picture, block.width)))
    if picture.width > Cm(TEXT_CM):
        picture.height = int(picture.height * Cm(TEXT_CM) / picture.width)
        picture.width = Cm(TEXT_CM)
    _described(picture, block.picture.alt)


def _described(picture: Any, words: str) -> None:
    """Give a picture its words for those who do not see it."""
    picture._inline.docPr.set("descr", words)


def _table(document: Any, block: Table) -> None:
    from docx.shared import Cm

    caption = document.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.columns))
    table.style, table.autofit = "Table Grid", False
    widths = [int(Cm(TEXT_CM) * width / sum(block.widths)) for width in block.widths]
    for drawn, width in zip(table.columns, widths, strict=True):
        drawn.width = width
    rows = [tuple(Entry(name) for name in block.columns), *block.rows]
    # python-docx looks every cell up anew, which in a long table takes minutes: once is enough.
    for at, (line, entries) in enumerate(zip(table.rows, rows, strict=True)):
        cells, column = line.cells, 0
        for cell, width in zip(cells, widths, strict=True):
            cell.width = width
        for entry in entries:
            cell = cells[column]
            if entry.span > 1:
                cell = cell.merge(cells[column + entry.span - 1])
            _entry(cell, entry, at == 0 or (at == 1 and block.first_row_bold))
            column += entry.span
    _repeats(table.rows[0])
    document.add_paragraph()


def _entry(cell: Any, entry: Entry, bold: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(entry.text)
    run.font.size, run.bold = Pt(SMALL_POINTS), bold
    if fill := FILLS.get(entry.status):
        ground = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            ground.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(ground)


def _repeats(row: Any) -> None:
    """Say that a row is the heading, which is printed again on every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    heading = OxmlElement("w:tblHeader")
    heading.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(heading)


WRITERS: Final[dict[type[Block], Callable[[Any, Any], None]]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Figure: _figure,
    Table: _table,
}

"""What a report is, whom it rests on, and the key figures."""

from collections.abc import Iterator

from analytics.charts.words import cell_words, group_name, in_language
from analytics.release.model import TOTAL, Cell, CellStatus
from analytics.reports.blocks import Block, Entry, Heading, Paragraph, Table
from analytics.reports.scope import Scope
from analytics.reports.tables import cell_entry, plain
from survey.vocabulary import MeasureRole


def opening(scope: Scope) -> Iterator[Block]:
    """Yield what the report is and is not, who took part, and the key figures."""
    texts, manifest = scope.texts, scope.release.manifest
    yield Heading(texts("report.what"))
    yield Paragraph(texts("report.what_it_is", answers=manifest.responses))
    if scope.release.scope.limited:
        seen = ", ".join(scope.release.scope.departments)
        yield Paragraph(texts("report.what_scope", departments=seen))
    if scope.department is not None:
        yield Paragraph(texts("report.what_department", department=scope.department))
    yield Paragraph(in_language(manifest.instrument_notice, texts.language), style="aside")
    yield from _participation(scope)
    yield Heading(texts("report.key"))
    yield Paragraph(texts("report.key_intro"))
    yield _key_figures(scope)


def base_words(scope: Scope) -> str:
    """Return the line under the title: answers and, where it is known, participation.

    Both are the organisation's, which the line says where the report is on a department.
    """
    texts = scope.texts
    words = "" if scope.department is None else texts("charts.organisation") + ": "
    words += texts.plural("common.answers", scope.release.manifest.responses)
    whole = [cell for cell in scope.participation if cell.department == TOTAL]
    if whole:
        key = "beyond" if whole[0].status is CellStatus.WITHHELD else "of"
        words += ", " + texts(f"report.participation_{key}", share=cell_words(whole[0], texts))
    return words


def _participation(scope: Scope) -> Iterator[Block]:
    texts = scope.texts
    if not scope.participation:
        yield Paragraph(texts("report.no_head_counts"))
        return
    rows = [
        [
            group_name(cell.department, cell.team, texts),
            "" if cell.n is None else str(cell.n),
            cell_words(cell, texts),
        ]
        for cell in scope.participation
    ]
    yield Table(
        caption=texts("report.participation", step=scope.release.manifest.policy.get(STEP, 5)),
        columns=tuple(texts(f"report.column.{key}") for key in ("group", "invited", "took_part")),
        rows=plain(rows),
        widths=(50, 25, 25),
        first_row_bold=True,
    )
    if any(cell.status is CellStatus.WITHHELD for cell in scope.participation):
        yield Paragraph(texts("report.more_than_people"))
        if although := scope.release.manifest.although:
            yield Paragraph(texts("report.although", reason=texts(f"trail.although.{although}")))


STEP = "participation_step"


def _key_figures(scope: Scope) -> Table:
    texts = scope.texts
    columns = ["measure", "good_end", "organisation"]
    own = _department_cells(scope)
    if own:
        columns.append("department")
    rows = []
    for role in MeasureRole:
        for entry in scope.measures(role):
            row = [
                Entry(in_language(entry.name, texts.language)),
                Entry(texts(f"charts.good.{entry.good_end}")),
                cell_entry(scope.organisation_cell(entry.key), scope),
            ]
            rows.append((*row, cell_entry(own.get(entry.key), scope)) if own else tuple(row))
    names = {"department": scope.department or ""}
    return Table(
        caption=texts("report.key_caption"),
        columns=tuple(texts(f"report.column.{key}", **names) for key in columns),
        rows=tuple(rows),
        widths=(27, 15, 29, 29) if own else (54, 14, 32),
    )


def _department_cells(scope: Scope) -> dict[str, Cell]:
    """The department's own row of each measure, or the pooled row that it is shown in."""
    if scope.department is None:
        return {}
    rows = [cell for cell in scope.cells if cell.team == TOTAL and cell.department != TOTAL]
    rows.sort(key=lambda cell: cell.department == scope.department)
    return {cell.measure: cell for cell in rows}

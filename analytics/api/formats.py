"""A table in the form that a program asked for: JSON, CSV or an Arrow stream."""

import csv
import io
import json
from enum import StrEnum
from typing import Final

from analytics.api.tables import Table, rows, schema
from analytics.release.content import Release


class Form(StrEnum):
    """How a table is written; also what a query names."""

    JSON = "json"
    CSV = "csv"
    ARROW = "arrow"


MEDIA_TYPES: Final = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv; charset=utf-8",
    Form.ARROW: "application/vnd.apache.arrow.stream",
}


def asked_form(query: str | None, accept: str) -> Form | None:
    """Return the form that a query names, else what ``Accept`` does; None for one there is not."""
    if query is not None:
        return Form(query) if query in set(Form) else None
    for form in (Form.ARROW, Form.CSV):
        if MEDIA_TYPES[form].partition(";")[0] in accept:
            return form
    return Form.JSON


def written_as(release: Release, table: Table, form: Form) -> bytes:
    """Return a table of what a reader sees of a release.

    CSV is that of the exports, so that a name is no formula there either; JSON has the words as
    they are, and null where there is no number.
    """
    columns = schema(table).names
    dumped = [one.model_dump(mode="json") for one in rows(release, table)]
    if form is Form.JSON:
        head = {"release": release.manifest.id, "wave": release.manifest.wave}
        listed = [{name: row[name] for name in columns} for row in dumped]
        return json.dumps({**head, table.value: listed}, ensure_ascii=False).encode()
    if form is Form.CSV:
        from analytics.reports.exports.text_tables import written

        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow(columns)
        lines.writerows([written(row[name]) for name in columns] for row in dumped)
        return text.getvalue().encode()
    return _arrow(dumped, table)


def _arrow(dumped: list[dict[str, object]], table: Table) -> bytes:
    import pyarrow as pa

    sink = io.BytesIO()
    listed = [{name: row[name] for name in schema(table).names} for row in dumped]
    with pa.ipc.new_stream(sink, schema(table)) as stream:
        stream.write_table(pa.Table.from_pylist(listed, schema=schema(table)))
    return sink.getvalue()

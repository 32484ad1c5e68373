"""The description of the addresses for programs, as OpenAPI 3.1: made of the tables themselves."""

from typing import Any, Final

from analytics.api.formats import MEDIA_TYPES, Form
from analytics.api.tables import Table, schema
from survey import __version__

ROOT: Final = "/api/v1"
ID_PATTERN: Final = "^[0-9a-f]{64}$"
NUMBERS: Final = {"int64": "integer", "double": "number"}


def document() -> dict[str, Any]:
    """Return the document; it says nothing that depends on a workspace."""
    tables = {f"{ROOT}/releases/{{id}}/{one.value}": _table_path(one) for one in Table}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Bearing, released results",
            "version": __version__,
            "description": "Read-only. Cells and words are those of cells.csv and estimates.csv"
            " (docs/contracts.md). Without a token nothing is answered.",
        },
        "paths": {
            f"{ROOT}/releases": {"get": _releases()},
            **tables,
        },
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Refused": _object({"error": {"type": "string"}, "message": {"type": "string"}}),
                **{one.value.capitalize(): _rows(one) for one in Table},
            },
        },
    }


def _releases() -> dict[str, Any]:
    release = _object(
        {
            "id": {"type": "string", "pattern": ID_PATTERN},
            "wave": {"type": "string"},
            "instrument": {"type": "string"},
            "instrument_version": {"type": "string"},
            "responses": {"type": "integer", "minimum": 0},
            "policy": {"type": "object", "additionalProperties": {"type": "integer"}},
        }
    )
    listed = _object({"releases": {"type": "array", "items": release}})
    return {
        "operationId": "releases",
        "summary": "All releases, the oldest first",
        "responses": {
            "200": {"description": "The releases", "content": _json(listed)},
            **_refusals("401", "429"),
        },
    }


def _table_path(table: Table) -> dict[str, Any]:
    whole = _object(
        {
            "release": {"type": "string", "pattern": ID_PATTERN},
            "wave": {"type": "string"},
            table.value: {
                "type": "array",
                "items": {"$ref": f"#/components/schemas/{table.value.capitalize()}"},
            },
        }
    )
    other = {
        MEDIA_TYPES[form].partition(";")[0]: {"schema": {"type": "string"}}
        for form in (Form.CSV, Form.ARROW)
    }
    return {
        "get": {
            "operationId": table.value,
            "summary": f"The {table.value} of a release, as far as the token may read",
            "parameters": [
                {
                    "name": "id", "in": "path", "required": True,
                    "schema": {"type": "string", "pattern": ID_PATTERN},
                },
                {
                    "name": "format", "in": "query", "required": False,
                    "schema": {"type": "string", "enum": [one.value for one in Form]},
                },
            ],
            "responses": {
                "200": {
                    "description": "The rows",
                    "headers": {"ETag": {"schema": {"type": "string"}}},
                    "content": {**_json(whole), **other},
                },
                "304": {"description": "As it was: If-None-Match named its ETag"},
                **_refusals("400", "401", "404", "429"),
            },
        }
    }  # fmt: skip


def _rows(table: Table) -> dict[str, Any]:
    return _object({field.name: _column(str(field.type)) for field in schema(table)})


def _column(kind: str) -> dict[str, Any]:
    named = NUMBERS.get(kind)
    return {"type": "string"} if named is None else {"type": [named, "null"]}


def _refusals(*codes: str) -> dict[str, Any]:
    said = {
        "400": "There is no such format",
        "401": "No token, or one that was struck off",
        "404": "There is no such release",
        "429": "Too many requests: see Retry-After",
    }
    refused = _json({"$ref": "#/components/schemas/Refused"})
    return {code: {"description": said[code], "content": refused} for code in codes}


def _json(described: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": described}}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }

"""The tables that programs read: which rows, in which columns, out of what a token may see."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel

from analytics.release.content import Release

if TYPE_CHECKING:
    import pyarrow as pa


class Table(StrEnum):
    """What of a release can be read; columns as in docs/contracts.md."""

    CELLS = "cells"
    ESTIMATES = "estimates"
    GROUPS = "groups"


def rows(release: Release, table: Table) -> Iterable[BaseModel]:
    """Return the rows of a table, in the release's order."""
    if table is Table.CELLS:
        return release.cells
    if table is Table.ESTIMATES:
        return release.estimates
    return release.groups


def schema(table: Table) -> "pa.Schema":
    """Return the columns of a table in order, as Arrow types."""
    from analytics.release.schema import TABLES

    return TABLES[table.value]

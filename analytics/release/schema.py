"""The columns of a release's tables, in order, as Arrow types."""

from typing import Final

import pyarrow as pa

CELLS: Final = pa.schema(
    [
        ("wave", pa.string()),
        ("department", pa.string()),
        ("team", pa.string()),
        ("breakdown", pa.string()),
        ("category", pa.string()),
        ("measure", pa.string()),
        ("statistic", pa.string()),
        ("n", pa.int64()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("status", pa.string()),
        ("reason", pa.string()),
    ]
)

ESTIMATES: Final = pa.schema(
    [
        ("wave", pa.string()),
        ("population", pa.string()),
        ("outcome", pa.string()),
        ("model", pa.string()),
        ("factor", pa.string()),
        ("contrast", pa.string()),
        ("measure", pa.string()),
        ("estimate", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("p", pa.float64()),
        ("p_adjusted", pa.float64()),
        ("n", pa.int64()),
        ("events", pa.int64()),
        ("clusters", pa.int64()),
        ("method", pa.string()),
    ]
)

ANALYSES: Final = pa.schema(
    [
        ("wave", pa.string()),
        ("analysis", pa.string()),
        ("department", pa.string()),
        ("team", pa.string()),
        ("outcome", pa.string()),
        ("factor", pa.string()),
        ("category", pa.string()),
        ("statistic", pa.string()),
        ("n", pa.int64()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("method", pa.string()),
        ("reason", pa.string()),
    ]
)

GROUPS: Final = pa.schema(
    [
        ("sensitivity", pa.string()),
        ("department", pa.string()),
        ("team", pa.string()),
        ("group_department", pa.string()),
        ("group_team", pa.string()),
    ]
)

DISTRIBUTIONS: Final = pa.schema(
    [
        ("measure", pa.string()),
        ("item", pa.string()),
        ("department", pa.string()),
        ("n", pa.int64()),
        ("low_step", pa.int64()),
        ("high_step", pa.int64()),
        ("count", pa.int64()),
        ("turned", pa.bool_()),
    ]
)

MEASURES: Final = pa.schema([("key", pa.string()), ("document", pa.string())])
"""One measure a row; ``document`` is its entry as canonical JSON, for its texts by language."""

BREAKDOWNS: Final = MEASURES
"""One breakdown a row, in the same form."""

RECEIPTS: Final = pa.schema([("hash", pa.string())])
"""The hash of a receipt a row, sorted; with no team and in no other order."""

PROOFS: Final = pa.schema(
    [
        ("measure", pa.string()),
        ("groups", pa.int64()),
        ("worlds", pa.int64()),
        ("document", pa.string()),
    ]
)

TABLES: Final = {
    "cells": CELLS,
    "participation": CELLS,
    "estimates": ESTIMATES,
    "analyses": ANALYSES,
    "distributions": DISTRIBUTIONS,
    "groups": GROUPS,
    "measures": MEASURES,
    "breakdowns": BREAKDOWNS,
    "receipts": RECEIPTS,
    "proofs": PROOFS,
}

"""The cells as Parquet, with the types of the release: texts, whole numbers, numbers."""

from pathlib import Path

from analytics.release.content import Release
from analytics.release.schema import CELLS


def write_parquet(path: Path, release: Release) -> None:
    """Write cells.parquet; nothing about the writing person or time goes in."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [cell.model_dump(mode="json") for cell in release.cells]
    pq.write_table(pa.Table.from_pylist(rows, schema=CELLS), path, compression="zstd")

"""What a function writes into a file, as bytes for the browser; the file itself is gone again."""

import tempfile
from collections.abc import Callable
from pathlib import Path


def written(write: Callable[[Path], object]) -> bytes:
    """Return what ``write`` puts into the file that it is given, in a folder of our own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "written"
        write(path)
        return path.read_bytes()

"""Sample files to fill in: what a staff list, a list of addresses and a list of moves look like."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "samples"
NAMES: Final = ("staff-list.csv", "personalliste.csv", "addresses.csv", "moves.csv")


def sample(name: str) -> bytes:
    """Return a sample file, made up, ready for a spreadsheet (UTF-8 with a byte-order mark)."""
    return (FOLDER / name).read_bytes()

"""The staff list that is kept for the next wave: teams and head-counts, as they were confirmed.

No name of a person is in it, and nothing but what opening a wave would store as well.
"""

import csv
import io
from collections.abc import Sequence
from typing import Final

from survey.fieldwork.units import COLUMNS, read_units
from survey.settings import Workspace
from survey.store.protocol import Unit
from survey.whole_file import write_whole

FILE: Final = "staff-list.csv"


def keep_staff_list(workspace: Workspace, units: Sequence[Unit]) -> None:
    """Keep a staff list in the place of any other, whole or not at all."""
    written = io.StringIO(newline="")
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows((unit.department, unit.team, unit.headcount) for unit in units)
    write_whole(workspace.root / FILE, written.getvalue())


def kept_staff_list(workspace: Workspace) -> tuple[Unit, ...]:
    """Return the staff list that is kept; none where none is. Raises ``UnitsInvalid``."""
    path = workspace.root / FILE
    return read_units(path.read_bytes(), FILE) if path.is_file() else ()

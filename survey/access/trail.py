"""The trail: the ledger as staff read it, by kinds of entries, and as a file to take along."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from survey.access.ledger import Action, Entry, entries, record
from survey.settings import Workspace
from survey.spreadsheet_text import without_formula
from survey.vocabulary import Role


class Kind(StrEnum):
    """What a reader may look for."""

    EVERYTHING = "everything"
    SIGN_INS = "sign_ins"
    STAFF = "staff"
    WAVES = "waves"
    RESULTS = "results"
    ACTIONS = "actions"


class TrailFile(StrEnum):
    """In which form the trail is taken along."""

    TABLE = "csv"
    LINES = "jsonl"


KINDS: Final = {
    Kind.SIGN_INS: {Action.SIGNED_IN, Action.SIGN_INS_FAILED},
    Kind.STAFF: {
        Action.STAFF_ADDED,
        Action.STAFF_REMOVED,
        Action.STAFF_ROLE_CHANGED,
        Action.STAFF_SCOPE_CHANGED,
        Action.STAFF_PASSWORD_SET,
        Action.PASSWORD_LINK_MADE,
        Action.TOKEN_MADE,
        Action.TOKEN_STRUCK_OFF,
    },
    Kind.RESULTS: {
        Action.RELEASE_EXPORTED,
        Action.RELEASE_READ,
        Action.REPORT_WRITTEN,
        Action.TRAIL_EXPORTED,
    },
    Kind.ACTIONS: {Action.ACTION_ADDED, Action.ACTION_CHANGED, Action.ACTION_ENDED},
}
"""The actions of each kind; ``WAVES`` are all others."""

COLUMNS: Final = ("number", "day", "action", "wave", "details", "previous", "sha256")


def of_kind(found: Sequence[Entry], kind: Kind) -> tuple[Entry, ...]:
    """Return the entries of a kind, in their order."""
    if kind is Kind.EVERYTHING:
        return tuple(found)
    if kind is Kind.WAVES:
        others = set[Action]().union(*KINDS.values())
        return tuple(entry for entry in found if entry.action not in others)
    return tuple(entry for entry in found if entry.action in KINDS[kind])


def taken_along(workspace: Workspace, form: TrailFile, role: Role) -> bytes:
    """Return the trail as a file, and enter that it was taken; that entry is not in the file.

    Raises ``LedgerBroken`` where an entry is not what was written.
    """
    found = entries(workspace)
    if form is TrailFile.TABLE:
        content = table(found)
    else:
        content = "".join(f"{entry.model_dump_json()}\n" for entry in found).encode()
    record(
        workspace, Action.TRAIL_EXPORTED, "",
        role=role.value, entries=len(found), sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    return content


def table(found: Sequence[Entry]) -> bytes:
    """Return entries as CSV in UTF-8 with a byte-order mark, safe to open in a spreadsheet."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for entry in found:
        fields = entry.model_dump(mode="json")
        fields["details"] = json.dumps(entry.details, ensure_ascii=False, sort_keys=True)
        rows.writerow([without_formula(str(fields[name])) for name in COLUMNS])
    return text.getvalue().encode("utf-8-sig")

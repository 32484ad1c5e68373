"""The policy of new waves: the product's own, or the workspace's where that is stricter."""

import tomllib
from pathlib import Path
from typing import ClassVar

from pydantic import ValidationError

from survey.access.ledger import Action, record
from survey.errors import BearingError, Said
from survey.fieldwork.policy import Policy
from survey.file_faults import entry_fault, toml_fault
from survey.settings import Workspace
from survey.store.protocol import Wave

DEFAULT_FILE = Path(__file__).parent / "policy.toml"
WORKSPACE_FILE = "policy.toml"


class PolicyRefused(BearingError):
    """A policy file promises less than the product's own, or cannot be read."""

    code: ClassVar[str] = "POLICY-REFUSED"


def default_policy() -> Policy:
    """Return the policy that the product ships with."""
    return read_policy(DEFAULT_FILE)


def policy_for(workspace: Workspace) -> Policy:
    """Return the policy of the workspace's next wave.

    Raises ``PolicyRefused`` where the workspace's own file lowers a threshold.
    """
    own_file = workspace.root / WORKSPACE_FILE
    if not own_file.exists():
        return default_policy()
    own, default = read_policy(own_file), default_policy()
    lowered = _lowered(own, default)
    if lowered:
        raise PolicyRefused(
            "{own_file}: {field} = {own} is less than"
            " {default}. Thresholds may be raised, never lowered.",
            own_file=own_file,
            field=lowered,
            own=getattr(own, lowered),
            default=getattr(default, lowered),
        )
    return own


def record_lowering(workspace: Workspace, wave: Wave) -> None:
    """Record in the ledger where the workspace's file now promises less than the wave did.

    It changes nothing for the wave: the policy that it opened with stays in force.
    """
    try:
        lowered = _lowered(wave.ways.promised(policy_for(workspace)), wave.policy)
    except PolicyRefused:
        lowered = "refused"
    if lowered:
        record(workspace, Action.POLICY_REFUSED, wave.name, field=lowered)


def _lowered(policy: Policy, than: Policy) -> str | None:
    """Return the first threshold that a policy lowers, if any."""
    for field in ("conditions", "health", "participation_step"):
        if getattr(policy, field) < getattr(than, field):
            return field
    return "horizon" if policy.horizon_days < than.horizon_days else None


def read_policy(path: Path) -> Policy:
    """Return the policy in a TOML file; raises ``PolicyRefused`` with the line that is wrong."""
    try:
        return Policy.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as unreadable:
        raise PolicyRefused(
            "{file} is not valid TOML: {unreadable}.", file=path, unreadable=toml_fault(unreadable)
        ) from unreadable
    except ValidationError as invalid:
        first = invalid.errors()[0]
        field = ".".join(map(str, first["loc"])) or Said("the file")
        raise PolicyRefused(
            "{file}: {field}: {reason}.", file=path, field=field, reason=entry_fault(first)
        ) from invalid

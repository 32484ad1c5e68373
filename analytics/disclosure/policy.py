"""The policy of new waves: the product's own, or the workspace's where that is stricter."""

import tomllib
from pathlib import Path
from typing import ClassVar

from pydantic import ValidationError

from survey.errors import BearingError
from survey.fieldwork.policy import Policy
from survey.settings import Workspace

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
    for field in ("conditions", "health", "participation_step"):
        if getattr(own, field) < getattr(default, field):
            raise PolicyRefused(
                f"{own_file}: {field} = {getattr(own, field)} is less than"
                f" {getattr(default, field)}. Thresholds may be raised, never lowered."
            )
    return own


def read_policy(path: Path) -> Policy:
    """Return the policy in a TOML file; raises ``PolicyRefused`` with the line that is wrong."""
    try:
        return Policy.model_validate(tomllib.loads(path.read_text("utf-8")))
    except tomllib.TOMLDecodeError as unreadable:
        raise PolicyRefused(f"{path} is not valid TOML: {unreadable}.") from unreadable
    except ValidationError as invalid:
        first = invalid.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the file"
        raise PolicyRefused(f"{path}: {field}: {first['msg']}.") from invalid

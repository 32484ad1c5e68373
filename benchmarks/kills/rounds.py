"""One round: kill a step, look at what is left as at the next start, and take it again."""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.kills.child import Kill, in_child
from benchmarks.kills.ground import Ground
from benchmarks.kills.steps import STEPS, whole
from survey.settings import Workspace
from survey.store.opening import close_store


def kill_round(ground: Ground, name: str, chance: random.Random, *, by_call: bool) -> bool:
    """Kill one step, look at what is left, and take it again; return whether it was killed.

    Raises ``AssertionError``, or what the product raises, where something is wrong.
    """
    step = STEPS[name]
    with tempfile.TemporaryDirectory(prefix="round-", dir=ground.folder) as folder:
        workspace = ground.copy(step.starts_from, Path(folder) / "workspace")
        at = 1 + chance.randrange(ground.calls[name]) if by_call else 0
        after = 0.0 if by_call else chance.uniform(0, 1.1) * ground.seconds[name]
        status, said = in_child(lambda out: step.act(ground, workspace, out), at, after)
        assert status in (0, -signal.SIGKILL), f"{name} ended with status {status}"
        whole(workspace)
        try:
            step.holds(ground, workspace, said)
            step.again(ground, workspace)
            step.holds(ground, workspace, b"")
        finally:
            close_store(workspace)
        whole(workspace)
    return status != 0


def measure(ground: Ground, name: str) -> None:
    """Count the calls and the seconds that a step takes when nobody kills it."""
    step = STEPS[name]
    for counted in (True, False):
        with tempfile.TemporaryDirectory(prefix="round-", dir=ground.folder) as folder:
            workspace = ground.copy(step.starts_from, Path(folder) / "workspace")

            def act(out: int, workspace: Workspace = workspace, counted: bool = counted) -> None:
                counter = Kill(0)
                begun = time.monotonic()
                if counted:
                    sys.setprofile(counter)
                step.act(ground, workspace, os.open(os.devnull, os.O_WRONLY))
                sys.setprofile(None)
                found = counter.calls if counted else time.monotonic() - begun
                os.write(out, str(found).encode())

            status, said = in_child(act)
            assert status == 0, f"{name} cannot be measured: status {status}"
        if counted:
            ground.calls[name] = int(said)
        else:
            ground.seconds[name] = float(said)

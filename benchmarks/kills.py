"""Kill -9 at random points of what changes a workspace, and look at what is left.

    python -m benchmarks.kills [--rounds 200] [--seed 1]

Each round copies a small workspace, lets a child of this process submit, close, publish, export,
back up or restore, and kills it: every other round at a random call of the program, else after a
random part of the step's time. What is left is then opened as at the next start, held against
what must be true, and the step is taken again, which must succeed. A line a step, and the failures.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from analytics.publish import publish
from analytics.release.reader import open_release
from analytics.reports.exports import WRITERS, export_release
from survey.access import intents, ledger
from survey.access.ledger import Action
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.keeping.backup import back_up, destroy_left, restore
from survey.settings import Workspace, WorkspaceKind
from survey.store.bulk import open_answers
from survey.store.opening import close_store, open_store, verify_pieces
from survey.store.protocol import CodeStanding, Submission, Unit
from survey.vocabulary import WaveState

WAVE: Final = "spring"
UNITS: Final = (Unit(1, "Works", "Night shift", 30), Unit(2, "Office", "Accounts", 20))
BEFORE: Final = 36
"""Answers that are there before the step."""
SENT: Final = 8
"""Forms that a round sends, two at once."""
OURS: Final = ("survey", "analytics")
CORE: Final = load("core")
OPTIONS: Final = tuple(CORE.options_of(item.key).values for item in CORE.items)


@dataclass
class Ground:
    """A workspace to be copied, its codes that open a form, and the folder that all lies in."""

    folder: Path
    codes: list[str]
    calls: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def copy(self, kind: str, to: Path) -> Workspace:
        """Return a copy of the workspace in the state that a step needs."""
        shutil.copytree(self.folder / kind, to)
        return Workspace(to)


@dataclass(frozen=True)
class Step:
    """A step: the state that it starts from, what it does, and what must be true after a kill."""

    starts_from: str
    act: Callable[[Ground, Workspace, int], None]
    holds: Callable[[Ground, Workspace, bytes], None]
    again: Callable[[Ground, Workspace], None]


def make_ground(folder: Path) -> Ground:
    """Make workspaces with an open, a closed and a released wave, and a backup."""
    workspace = Workspace(folder / "open")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    open_wave(workspace, store, WAVE, instrument=CORE, policy=Policy(), units=UNITS)
    issued = store.issue_codes(WAVE, {1: 30, 2: 20})
    codes = [code for unit in issued.values() for code in unit]
    random.Random(0).shuffle(codes)  # noqa: S311 - drawn again in every run
    store.redeem([Submission(WAVE, code, _answers(at)) for at, code in enumerate(codes[:BEFORE])])
    close_store(workspace)
    ground = Ground(folder, codes[BEFORE:])
    for before, kind in (("open", "closed"), ("closed", "released")):
        made = ground.copy(before, folder / kind)
        store = open_store(made)
        if kind == "closed":
            close_wave(made, store, WAVE)
        else:
            publish(made, store, WAVE)
        close_store(made)
    back_up(Workspace(folder / "released"), folder / "backup")
    return ground


def _answers(at: int) -> tuple[int | None, ...]:
    chance = random.Random(at)  # noqa: S311 - drawn again in every run
    return tuple(chance.choice(values) for values in OPTIONS)


# What a step does, and what must be true after it was killed -------------------------------------


def _submit(ground: Ground, workspace: Workspace, said: int) -> None:
    store = open_store(workspace)
    for at in range(0, SENT, 2):
        pair = [Submission(WAVE, ground.codes[one], _answers(100 + one)) for one in (at, at + 1)]
        assert store.redeem(pair) == [CodeStanding.FRESH] * 2
        os.write(said, bytes([at, at + 1]))


def _submitted(ground: Ground, workspace: Workspace, said: bytes) -> None:
    store = open_store(workspace)
    spent = {
        at
        for at in range(SENT)
        if store.check_code(ground.codes[at]).standing is CodeStanding.SPENT
    }
    assert set(said) <= spent, "an answer that was acknowledged is lost"
    assert sum(store.response_counts(WAVE).values()) == BEFORE + len(spent), "not once each"


def _submit_again(ground: Ground, workspace: Workspace) -> None:
    store = open_store(workspace)
    store.redeem([Submission(WAVE, one, _answers(1)) for one in ground.codes[:SENT]])
    assert sum(store.response_counts(WAVE).values()) == BEFORE + SENT


def _close(_ground: Ground, workspace: Workspace, said: int) -> None:
    close_wave(workspace, open_store(workspace), WAVE)
    os.write(said, b"x")


def _closed(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    store = open_store(workspace)
    wave = store.wave(WAVE)
    assert _entered(workspace, Action.WAVE_CLOSED) == (wave.state is WaveState.CLOSED)
    assert wave.state is WaveState.CLOSED or not said
    if wave.state is WaveState.OPEN:
        assert sum(store.response_counts(WAVE).values()) == BEFORE
    else:
        with open_answers(workspace, wave) as answers:
            rows = answers.execute("SELECT count(*) FROM answer").fetchone()
        assert rows == (BEFORE,), "answers are lost or doubled by closing"


def _close_again(_ground: Ground, workspace: Workspace) -> None:
    store = open_store(workspace)
    if store.wave(WAVE).state is WaveState.OPEN:
        close_wave(workspace, store, WAVE)


def _publish(_ground: Ground, workspace: Workspace, said: int) -> None:
    publish(workspace, open_store(workspace), WAVE)
    os.write(said, b"x")


def _published(ground: Ground, workspace: Workspace, said: bytes) -> None:
    wave = open_store(workspace).wave(WAVE)
    assert _entered(workspace, Action.WAVE_RELEASED) == (wave.state is WaveState.RELEASED)
    assert wave.state is WaveState.RELEASED or not said
    assert (workspace.releases / WAVE).exists() == (wave.state is WaveState.RELEASED)
    if wave.state is WaveState.RELEASED:
        whole = open_release(ground.folder / "released" / "releases" / WAVE).manifest
        assert open_release(workspace.releases / WAVE).manifest.id == whole.id


def _publish_again(_ground: Ground, workspace: Workspace) -> None:
    store = open_store(workspace)
    if store.wave(WAVE).state is not WaveState.RELEASED:
        publish(workspace, store, WAVE)


def _exports(workspace: Workspace) -> None:
    def entered(files: Any) -> None:
        ledger.record(workspace, Action.RELEASE_EXPORTED, WAVE, files=len(files))

    export_release(open_release(workspace.releases / WAVE), _beside(workspace), entered)


def _export(_ground: Ground, workspace: Workspace, said: int) -> None:
    _exports(workspace)
    os.write(said, b"x")


def _exported(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    there = {path.name for path in _beside(workspace).glob("*")}
    assert not there or _entered(workspace, Action.RELEASE_EXPORTED), "files without an entry"
    assert not said or there == set(WRITERS)


def _export_again(_ground: Ground, workspace: Workspace) -> None:
    _exports(workspace)
    assert {path.name for path in _beside(workspace).iterdir()} == set(WRITERS)


def _back_up(_ground: Ground, workspace: Workspace, said: int) -> None:
    back_up(workspace, _beside(workspace))
    os.write(said, b"x")


def _backed_up(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    target = _beside(workspace)
    assert target.exists() or not said
    if target.exists():
        assert _entered(workspace, Action.BACKUP_MADE), "a backup without an entry"
        shutil.rmtree(tried := workspace.root.with_name("tried"), ignore_errors=True)
        restore(target, Workspace(tried), close_waves=True)


def _back_up_again(_ground: Ground, workspace: Workspace) -> None:
    back_up(workspace, _beside(workspace).with_name("second"))
    destroy_left(workspace.root)
    left = [*workspace.root.glob(".copying-*"), *workspace.root.parent.glob(".bearing-*.part")]
    assert not left, "a copy of answers is left"


def _restore(ground: Ground, workspace: Workspace, said: int) -> None:
    restore(ground.folder / "backup", Workspace(_beside(workspace)))
    os.write(said, b"x")


def _restored(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    made = Workspace(_beside(workspace))
    assert made.root.exists() or not said
    if made.root.exists():
        _whole(made)


def _restore_again(ground: Ground, workspace: Workspace) -> None:
    made = Workspace(_beside(workspace))
    if not made.root.exists():
        restore(ground.folder / "backup", made)
    else:
        restore(ground.folder / "backup", Workspace(made.root.with_name("third")))
    assert not list(made.root.parent.glob(".restoring-*")), "a copy of answers is left"


STEPS: Final = {
    "submit": Step("open", _submit, _submitted, _submit_again),
    "close": Step("open", _close, _closed, _close_again),
    "publish": Step("closed", _publish, _published, _publish_again),
    "export": Step("released", _export, _exported, _export_again),
    "backup": Step("open", _back_up, _backed_up, _back_up_again),
    "restore": Step("released", _restore, _restored, _restore_again),
}


TURNS: Final = (
    "submit", "close", "backup", "restore", "submit", "publish", "close", "submit", "export",
    "backup", "restore", "submit", "close", "submit", "publish", "backup", "restore", "close",
    "submit", "export", "submit",
)  # fmt: skip
"""In this order, so that each step is killed at a call and after a time: their number is odd."""


def _beside(workspace: Workspace) -> Path:
    return workspace.root.with_name("made")


def _entered(workspace: Workspace, action: Action) -> bool:
    return any(entry.action is action for entry in ledger.entries(workspace))


def _whole(workspace: Workspace) -> None:
    """Open a workspace as at the next start, and look through all of it."""
    try:
        verify_pieces(workspace)
        ledger.verify(workspace)
        assert not intents.left(workspace), "an intent is left after the start"
    finally:
        close_store(workspace)


# A round -----------------------------------------------------------------------------------------


def kill_round(ground: Ground, name: str, chance: random.Random, *, by_call: bool) -> bool:
    """Kill one step, look at what is left, and take it again; return whether it was killed.

    Raises ``AssertionError``, or what the product raises, where something is wrong.
    """
    step = STEPS[name]
    with tempfile.TemporaryDirectory(prefix="round-", dir=ground.folder) as folder:
        workspace = ground.copy(step.starts_from, Path(folder) / "workspace")
        at = 1 + chance.randrange(ground.calls[name]) if by_call else 0
        after = 0.0 if by_call else chance.uniform(0, 1.1) * ground.seconds[name]
        status, said = _in_child(lambda out: step.act(ground, workspace, out), at, after)
        assert status in (0, -signal.SIGKILL), f"{name} ended with status {status}"
        _whole(workspace)
        try:
            step.holds(ground, workspace, said)
            step.again(ground, workspace)
            step.holds(ground, workspace, b"")
        finally:
            close_store(workspace)
        _whole(workspace)
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

            status, said = _in_child(act)
            assert status == 0, f"{name} cannot be measured: status {status}"
        if counted:
            ground.calls[name] = int(said)
        else:
            ground.seconds[name] = float(said)


class Kill:
    """Kills its process at a call of the program's own code, or of what that calls; 0 never."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.calls = 0

    def __call__(self, frame: FrameType, _event: str, _what: Any) -> None:
        """Count a call or a return, and die at the one that was drawn."""
        if frame.f_globals.get("__name__", "").partition(".")[0] in OURS:
            self.calls += 1
            if self.calls == self._at:
                os.kill(os.getpid(), signal.SIGKILL)


def _in_child(act: Callable[[int], None], at: int = 0, after: float = 0.0) -> tuple[int, bytes]:
    """Run ``act`` in a child; return its status and what it wrote before it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reading)
            if at:
                sys.setprofile(Kill(at))
            act(writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, ended = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(ended), said


def main() -> int:
    """Run the rounds and print what they found; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311 - drawn again in every run
    killed, rounds = Counter[str](), Counter[str]()
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bearing-kills-") as folder:
        ground = make_ground(Path(folder))
        for name in STEPS:
            measure(ground, name)
        for number in range(asked.rounds):
            name = TURNS[number % len(TURNS)]
            rounds[name] += 1
            try:
                killed[name] += kill_round(ground, name, chance, by_call=number % 2 == 0)
            except Exception as wrong:  # noqa: BLE001 - every failure is printed, whatever it is
                failed.append(f"round {number}, {name}: {type(wrong).__name__}: {wrong}")
        for name in STEPS:
            print(
                f"{name:8} {rounds[name]:4} rounds, {killed[name]:4} killed before their end"
                f" ({ground.calls[name]} calls, {ground.seconds[name]:.2f} s)"
            )
    print(*failed, sep="\n")
    print(f"survived {asked.rounds - len(failed)} of {asked.rounds} rounds, seed {asked.seed}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

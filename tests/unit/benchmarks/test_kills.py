"""Kill -9 at seeded points of every step, and what must be true after it."""

import random

import pytest

from benchmarks.kills.ground import Ground, make_ground
from benchmarks.kills.rounds import kill_round, measure
from benchmarks.kills.steps import STEPS


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    made = make_ground(tmp_path_factory.mktemp("kills"))
    for name in STEPS:
        measure(made, name)
    return made


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - drawn again in every run


@pytest.mark.parametrize(
    ("number", "name"),
    list(enumerate([*STEPS, "submit", "close", "backup", "restore"])),
)
def test_a_step_that_is_killed_leaves_nothing_lost_and_nothing_half(
    ground: Ground, number: int, name: str
) -> None:
    kill_round(ground, name, seeded(number), by_call=number % 2 == 0)


def test_a_step_that_is_killed_is_killed(ground: Ground) -> None:
    """Without this the test above could pass because every kill comes too late."""
    ground.calls["close"] = 50
    assert kill_round(ground, "close", seeded(1), by_call=True)

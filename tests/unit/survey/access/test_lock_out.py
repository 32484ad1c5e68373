"""Wrong passwords are slowed down, and nobody is locked out by somebody else, or for long."""

from survey.access.lock_out import ATTACKED, FORGOTTEN, FREE, FREE_ON_CONNECTION, LONGEST, LockOut


class Clock:
    """Seconds that stand until they are moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def guessed(times: int, name: str = "Ada", connection: str = "here") -> tuple[LockOut, Clock]:
    """Return a lock-out that has seen wrong tries, and its clock."""
    clock = Clock()
    lock_out = LockOut(clock)
    for _ in range(times):
        lock_out.wrong(name, connection)
    return lock_out, clock


def test_a_few_mistypes_cost_nothing() -> None:
    assert guessed(FREE - 1)[0].wait("Ada", "here") == 0


def test_each_further_try_doubles_the_wait_up_to_a_minute() -> None:
    waits = [guessed(FREE + more)[0].wait("Ada", "here") for more in range(9)]
    assert waits == [1, 2, 4, 8, 16, 32, LONGEST, LONGEST, LONGEST]


def test_the_wait_passes_and_wrong_tries_are_forgotten() -> None:
    lock_out, clock = guessed(100)
    clock.now = LONGEST
    assert lock_out.wait("Ada", "here") == 0
    clock.now = FORGOTTEN + 1
    lock_out.wrong("Ada", "here")
    assert lock_out.wait("Ada", "here") == 0


def test_nobody_is_locked_out_from_elsewhere() -> None:
    assert guessed(1000)[0].wait("Ada", "elsewhere") == 0


def test_many_names_on_one_connection_slow_that_connection() -> None:
    clock = Clock()
    lock_out = LockOut(clock)
    for at in range(FREE_ON_CONNECTION):
        lock_out.wrong(f"name {at}", "here")
    assert lock_out.wait("Ada", "here") > 0
    assert lock_out.wait("Ada", "elsewhere") == 0


def test_a_name_under_attack_gives_each_connection_one_free_try() -> None:
    clock = Clock()
    lock_out = LockOut(clock)
    for at in range(ATTACKED):
        lock_out.wrong("Ada", f"connection {at}")
    assert lock_out.wait("Ada", "connection 0") > 0
    assert lock_out.wait("Ada", "her own") == 0


def test_a_right_password_forgets_what_was_mistyped_before() -> None:
    lock_out, _ = guessed(FREE)
    lock_out.right("Ada", "here")
    assert lock_out.wait("Ada", "here") == 0

"""Places of a team whose codes were given out again: never more answers than people."""

import pytest

from survey.fieldwork.rounds import Round, places_left


@pytest.mark.parametrize(
    ("rounds", "places", "why"),
    [
        ([Round(10, 0, 4)], (6,), "one round: whoever has not answered"),
        ([Round(10, 0, 0), Round(0, 3, 0)], (7, 10), "three lost theirs: seven old ones serve"),
        ([Round(10, 0, 6), Round(0, 3, 0)], (1, 4), "six answered: one old one serves"),
        ([Round(10, 0, 9), Round(0, 3, 0)], (0, 1), "nine answered: one place"),
        ([Round(10, 0, 4), Round(0, 10, 0)], (0, 6), "all anew: no old one serves"),
        ([Round(10, 0, 10), Round(0, 10, 0)], (0, 0), "all have answered"),
        ([Round(10, 0, 0), Round(0, 3, 3), Round(0, 2, 0)], (5, 5, 7), "those of two rounds share"),
        ([Round(10, 0, 0), Round(0, 10, 0), Round(1, 3, 0)], (0, 7, 11), "a new person's place"),
        ([Round(6, 0, 0), Round(4, 2, 0)], (4, 10), "first codes of others came later"),
    ],
)  # fmt: skip
def test_places(rounds: list[Round], places: tuple[int, ...], why: str) -> None:
    assert places_left(rounds) == places, why

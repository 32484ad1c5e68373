"""Teams and numbers as they are typed in a command."""

import pytest

from survey.fieldwork.team_counts import TeamCountInvalid, team_counts
from survey.store.protocol import Unit

UNITS = (
    Unit(0, "Küche", "Früh", 9),
    Unit(1, "Lager", "Früh", 9),
    Unit(2, "Lager", "Nacht=2/3", 9),
    Unit(3, "A/B", "Spät", 9),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["Küche/Früh=3"], {0: 3}),
        (["KÜCHE/früh=3", "lager/FRÜH=12"], {0: 3, 1: 12}),
        (["Nacht=2/3=1"], {2: 1}),
        (["A/B/Spät=2"], {3: 2}),
        (["Spät=2"], {3: 2}),
        ([], {}),
    ],
)
def test_a_team_and_a_number(typed: list[str], found: dict[int, int]) -> None:
    assert team_counts(typed, UNITS, "--more") == found


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["Früh=3"], "Küche/Früh or Lager/Früh"),
        (["Noon=3"], "no team 'Noon'"),
        (["Spät"], "a team and a number"),
        (["Spät=0"], "a team and a number"),
        (["Spät=-1"], "a team and a number"),
        (["Spät=²"], "a team and a number"),
        (["=3"], "a team and a number"),
        (["Spät=1", "A/B/Spät=1"], "twice"),
    ],
)
def test_what_names_no_team_or_no_number_is_refused(typed: list[str], said: str) -> None:
    with pytest.raises(TeamCountInvalid) as refused:
        team_counts(typed, UNITS, "--more")
    assert said in refused.value.message
    assert refused.value.message.startswith("--more")

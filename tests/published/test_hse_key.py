"""The key of the HSE Management Standards Indicator Tool: 35 items, 1 to 5, seven scales.

Item numbers, the items that are turned and the scoring are facts of the tool's public manual; no
wording of it stands here. An organisation that may use the wording writes a definition like this.
"""

import random

import pytest

from analytics.composing.scoring import points, score
from survey.instruments.checks import findings
from survey.instruments.model import Instrument

KEY = {
    "demands": ((3, 6, 9, 12, 16, 18, 20, 22), True),
    "control": ((2, 10, 15, 19, 25, 30), False),
    "support_manager": ((8, 23, 29, 33, 35), False),
    "support_colleagues": ((7, 24, 27, 31), False),
    "relationships": ((5, 14, 21, 34), True),
    "role": ((1, 4, 11, 13, 17), False),
    "change": ((26, 28, 32), False),
}
"""Scale: its items, and whether all of them are turned (6 - x)."""
FREQUENCY = range(1, 24)
"""Items 1 to 23 ask how often, 24 to 35 how far somebody agrees."""

BY_HAND = [
    # answers to items 1 to 35, then the seven means (1 to 5) as worked out by hand
    ([1] * 35, (5.0, 1.0, 1.0, 1.0, 5.0, 1.0, 1.0)),
    ([5] * 35, (1.0, 5.0, 5.0, 5.0, 1.0, 5.0, 5.0)),
    ([3] * 35, (3.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0)),
    (
        [4, 3, 2, 5, 1, 3, 4, 2, 4, 3, 5, 2, 4, 2, 4, 3, 4, 2, 5, 3, 1, 4, 3, 4, 2, 3, 5, 2, 4, 1,
         3, 4, 5, 2, 1],
        # demands: items 3 6 9 12 16 18 20 22 = 2 3 4 2 3 2 3 4, turned 4 3 2 4 3 4 3 2 = 25 / 8
        # control: 2 10 15 19 25 30 = 3 3 4 5 2 1 = 18 / 6
        # manager: 8 23 29 33 35 = 2 3 4 5 1 = 15 / 5
        # colleagues: 7 24 27 31 = 4 4 5 3 = 16 / 4
        # relationships: 5 14 21 34 = 1 2 1 2, turned 5 4 5 4 = 18 / 4
        # role: 1 4 11 13 17 = 4 5 5 4 4 = 22 / 5
        # change: 26 28 32 = 3 2 4 = 9 / 3
        (3.125, 3.0, 3.0, 4.0, 4.5, 4.4, 3.0),
    ),
]  # fmt: skip


def both(text: str) -> dict[str, str]:
    return {"en": text, "de": text}


def options(key: str) -> dict[str, object]:
    return {"key": key, "steps": [{"value": v, "text": both(f"{key} {v}")} for v in range(1, 6)]}


@pytest.fixture(scope="module")
def tool() -> Instrument:
    """The key with neutral placeholders for wording; every scale is coded high = good."""
    return Instrument.model_validate({
        "key": "hse_key", "version": "1.0.0", "title": both("Key of the indicator tool"),
        "licence": "key only", "source": "HSE Management Standards Indicator Tool: user manual",
        "validated": False, "notice": both("Placeholders, no wording."), "minutes": 10,
        "languages": ["en", "de"], "sections": [{"key": "all", "title": both("All")}],
        "option_sets": [options("frequency"), options("agreement")],
        "items": [
            {"key": f"item_{number}", "section": "all", "text": both(f"Item {number}"),
             "options": "frequency" if number in FREQUENCY else "agreement"}
            for number in range(1, 36)
        ],
        "scales": [
            {"key": scale, "name": both(scale), "role": "factor", "sensitivity": "conditions",
             "good_end": "high", "low_end": both("poor"), "high_end": both("good"),
             "items": [{"item": f"item_{number}", "turned": turned} for number in numbers]}
            for scale, (numbers, turned) in KEY.items()
        ],
        "outcomes": [{"key": "seldom", "name": both("Item 1 at its lowest"),
                      "all_of": [{"item": "item_1", "values": [1]}]}],
        "model": {"factors": list(KEY), "outcomes": ["seldom"]},
    })  # fmt: skip


def means(tool: Instrument, answers: dict[str, int | None]) -> list[float | None]:
    """Return the seven means on the tool's own 1 to 5, from our 0 to 100."""
    found = []
    for scale in KEY:
        measure = tool.measures[scale]
        ticks = score(measure, answers, tool)
        full = score(measure, best(tool, scale), tool)
        found.append(None if ticks is None or not full else 1 + points(ticks, full) / 25)
    return found


def best(tool: Instrument, scale: str) -> dict[str, int | None]:
    numbers, turned = KEY[scale]
    return {f"item_{number}": 1 if turned else 5 for number in numbers}


def test_each_of_the_35_items_is_on_one_scale_and_two_scales_are_turned() -> None:
    numbers = [number for items, _ in KEY.values() for number in items]
    assert sorted(numbers) == list(range(1, 36))
    assert [scale for scale, (_, turned) in KEY.items() if turned] == ["demands", "relationships"]


def test_the_key_is_an_instrument_that_breaks_no_rule(tool: Instrument) -> None:
    assert findings(tool) == []


@pytest.mark.parametrize(("given", "expected"), BY_HAND)
def test_scores_equal_the_table_by_hand(
    tool: Instrument, given: list[int], expected: tuple[float, ...]
) -> None:
    answers: dict[str, int | None] = {f"item_{at}": x for at, x in enumerate(given, start=1)}
    assert means(tool, answers) == pytest.approx(list(expected))


def test_random_answers_equal_the_mean_of_items_with_turned_ones_taken_from_six(
    tool: Instrument,
) -> None:
    draw = random.Random(35)  # noqa: S311 - made-up answers, no secret
    for _ in range(50):
        answers: dict[str, int | None] = {f"item_{n}": draw.randint(1, 5) for n in range(1, 36)}
        plain = [
            sum(6 - answers[f"item_{n}"] if turned else answers[f"item_{n}"] for n in numbers)
            / len(numbers)
            for numbers, turned in KEY.values()
        ]
        assert means(tool, answers) == pytest.approx(plain)


def test_much_demand_gives_a_low_score_so_that_it_must_be_turned_for_a_workload_odds_ratio(
    tool: Instrument,
) -> None:
    """High is good on this tool: it stands for no high workload, and gets no published figure."""
    from analytics.statistics.constructs import roles
    from analytics.statistics.evidence import sources

    assert roles(tool).demands is None
    assert roles(tool).control == "control"
    assert all(not one.figures("demands", tool.measures["demands"].good_end) for one in sources())

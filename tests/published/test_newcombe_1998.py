"""Newcombe 1998, Stat Med 17:873, table II: the difference of 56 of 70 and 48 of 80."""

from analytics.statistics.two_by_two import TwoByTwo, risk_difference


def test_method_ten() -> None:
    effect = risk_difference(TwoByTwo(56, 14, 48, 32))
    assert round(effect.estimate, 4) == 0.2
    assert round(effect.interval.low, 4) == 0.0524
    assert round(effect.interval.high, 4) == 0.3339

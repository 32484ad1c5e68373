"""The rule of scoring under the name that publishing has always known it by.

It stands beside the instrument, because the form too scores one response: the sender's own.
"""

from survey.instruments.scoring import (
    Answers,
    Place,
    ScaleRule,
    full_ticks,
    points,
    scale_rule,
    score,
    ticks,
    yes_no,
)

__all__ = [
    "Answers",
    "Place",
    "ScaleRule",
    "full_ticks",
    "points",
    "scale_rule",
    "score",
    "ticks",
    "yes_no",
]

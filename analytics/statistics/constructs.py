"""Which of an instrument's factors stand for demands, control and support.

The job-strain picture and the published figures are about constructs; an instrument has keys.
"""

from dataclasses import dataclass
from typing import Final

from survey.instruments.model import Instrument
from survey.vocabulary import GoodEnd

DEMANDS: Final = ("workload", "demands", "job_demands")
CONTROL: Final = ("control", "decision_authority", "job_control")
SUPPORT: Final = ("support", "support_colleagues", "peer_support", "support_manager")
"""Colleagues before the manager: Johnson & Hall 1988 asked about co-workers."""


@dataclass(frozen=True)
class Roles:
    """Keys of the factors of the model plan that stand for the three; None where there is none."""

    demands: str | None
    control: str | None
    support: str | None


def roles(instrument: Instrument) -> Roles:
    """Return who stands for what, on the usual coding: much demand is bad, much control good.

    A scale coded the other way round stands for none of them.
    """
    return Roles(
        _first(instrument, DEMANDS, GoodEnd.LOW),
        _first(instrument, CONTROL, GoodEnd.HIGH),
        _first(instrument, SUPPORT, GoodEnd.HIGH),
    )


def _first(instrument: Instrument, names: tuple[str, ...], good_end: GoodEnd) -> str | None:
    for name in names:
        if name in instrument.model.factors and instrument.measures[name].good_end is good_end:
            return name
    return None

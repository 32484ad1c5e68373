"""The odds ratios, and everything beside them: the rows of a release's table ``analyses``.

Each kind has a module under ``rows``; what may be shown is decided there (rule 6 of anonymity).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from threadpoolctl import threadpool_limits

from analytics.release.model import Analysis, Estimate
from analytics.statistics.association import estimates
from analytics.statistics.rows.ground import Ground
from analytics.statistics.rows.groups import group_rows, published_levels
from analytics.statistics.rows.imputation import imputation_rows
from analytics.statistics.rows.link_checks import (
    department_rows,
    interaction_rows,
    level_rows,
    published_rows,
)
from analytics.statistics.rows.scales import agreement_rows, reliability_rows
from analytics.statistics.rows.silence import silence_rows
from analytics.statistics.rows.strain import strain_rows
from analytics.statistics.rows.what_if import what_if_rows

Kind = Callable[[Ground], Iterator[Analysis]]

KINDS: Final[tuple[Kind, ...]] = (
    interaction_rows,
    level_rows,
    strain_rows,
    group_rows,
    reliability_rows,
    agreement_rows,
    department_rows,
    published_rows,
    imputation_rows,
    what_if_rows,
    silence_rows,
)


OF_MODELS: Final = frozenset(
    {interaction_rows, level_rows, department_rows, imputation_rows, what_if_rows}
)
"""Kinds that fit models anew, or stand on one: of one outcome at a time."""


def estimates_and_analyses(
    ground: Ground,
) -> tuple[tuple[Estimate, ...], tuple[Analysis, ...]]:
    """Return the rows of a wave's tables ``estimates`` and ``analyses``, each in a fixed order.

    Outcome by outcome: what is fitted of one is let go before the next, so that memory holds the
    models of one. ``ground`` needs no estimates yet. The same counts give the same rows.
    """
    shares = published_levels(ground.cells)
    found: list[Estimate] = []
    rows: dict[Kind, list[Analysis]] = {kind: [] for kind in KINDS}
    # Products of so few columns keep a second thread waiting more than working.
    with threadpool_limits(1, "blas"):
        for outcome in ground.outcomes:
            own = ground.of(outcome)
            found += estimates(ground.models, ground.instrument, ground.wave, shares, (outcome,))
            for kind in KINDS:
                rows[kind] += kind(own) if kind in OF_MODELS else ()
            ground.models.forget(outcome)
        whole = replace(ground, estimates=tuple(found))
        for kind in KINDS:
            rows[kind] += () if kind in OF_MODELS else kind(whole)
    return whole.estimates, tuple(row for own in rows.values() for row in own)

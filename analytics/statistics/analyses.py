"""Everything beside the odds ratios: the rows of a release's table ``analyses``.

Each kind has a module under ``rows``; what may be shown is decided there (rule 6 of anonymity).
"""

from collections.abc import Callable, Iterator

from analytics.release.model import Analysis
from analytics.statistics.rows.ground import Ground
from analytics.statistics.rows.groups import group_rows
from analytics.statistics.rows.imputation import imputation_rows
from analytics.statistics.rows.links import (
    department_rows,
    interaction_rows,
    level_rows,
    published_rows,
)
from analytics.statistics.rows.scales import agreement_rows, reliability_rows
from analytics.statistics.rows.silence import silence_rows
from analytics.statistics.rows.strain import strain_rows
from analytics.statistics.rows.what_if import what_if_rows

KINDS: tuple[Callable[[Ground], Iterator[Analysis]], ...] = (
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


def analyses(ground: Ground) -> tuple[Analysis, ...]:
    """Return all rows of a wave, in a fixed order; the same counts give the same rows."""
    return tuple(row for rows in KINDS for row in rows(ground))

"""The proof: which departments of an insider's table are safe, by one world for all of them."""

import numpy as np

from analytics.disclosure.audit.prover.insider.layout import layout_of
from analytics.disclosure.audit.prover.insider.middles import middle_of
from analytics.disclosure.audit.prover.insider.reach import settled
from analytics.disclosure.audit.reading.table import Table


def departments_left(table: Table) -> frozenset[str]:
    """Return the departments that are to be attacked block by block still: all, or some, or none.

    Of a table that is no insider's these are all.
    """
    everywhere = frozenset(department for department, _ in table.answers)
    layout = layout_of(table)
    if layout is None:
        return everywhere
    areas, units = layout.areas, layout.areas.units
    colleague = table.colleague
    _, roomy = middle_of(layout, 2 if colleague else table.full)
    many = np.bincount(units.area, units.people < table.threshold, len(roomy)) == 0
    starts = np.searchsorted(units.area, np.arange(len(roomy) + 1))
    done = [
        bool(good)
        and settled(units, np.arange(*starts[at : at + 2]), table.full, table.grain,
                    colleague=colleague)
        for at, good in enumerate(areas.plain & roomy & many)
    ]  # fmt: skip
    left = (own for own, safe in zip(areas.departments, done, strict=True) if not safe)
    return frozenset[str]().union(*left)

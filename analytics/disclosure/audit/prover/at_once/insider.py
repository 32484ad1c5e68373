"""An insider's view: which areas are safe, by one world for all of them."""

import numpy as np

from analytics.disclosure.audit.prover.at_once.layout import layout_of
from analytics.disclosure.audit.prover.at_once.middles import middle_of
from analytics.disclosure.audit.prover.at_once.proof import Area, Proven
from analytics.disclosure.audit.prover.at_once.reach import settled
from analytics.disclosure.audit.reading.table import Table


def insiders_view(table: Table) -> Proven:
    """Return what is proven of an insider's table. Its worlds are shown to nobody."""
    layout = layout_of(table)
    if layout is None:
        return Proven.nothing(table)
    areas, units, colleague = layout.areas, layout.areas.units, table.colleague
    _, roomy = middle_of(layout, 2 if colleague else table.full)
    many = np.bincount(units.area, units.people < table.threshold, len(roomy)) == 0
    starts = np.searchsorted(units.area, np.arange(len(roomy) + 1))
    safe = [
        bool(good)
        and settled(areas, np.arange(*starts[at : at + 2]), table.full, table.grain,
                    colleague=colleague)
        for at, good in enumerate(areas.plain & roomy & many)
    ]  # fmt: skip
    own = list(zip(areas.departments, safe, strict=True))
    left = (departments for departments, good in own if not good)
    return Proven(
        frozenset[str]().union(*left), [Area(departments) for departments, good in own if good]
    )

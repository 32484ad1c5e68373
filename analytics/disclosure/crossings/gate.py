"""The gate: may these partitions be published side by side? By head-counts, never by answers.

Every published total belongs to a partition of the people: the rows of teams, and the rows of
each breakdown. The gate finds the smallest group of people that sums and differences of these
totals can isolate, whatever anybody answered. A breakdown that is asked for later is one more
partition, offered together with all earlier ones. As only head-counts count, even a refusal
says nothing of the answers.
"""

from dataclasses import dataclass
from itertools import combinations

from analytics.disclosure.crossings.cut import cut_below, edges_of
from analytics.disclosure.crossings.headcounts import Cells, Sized, columns, fewest, projected
from analytics.disclosure.crossings.hypergraph import smallest_group
from analytics.disclosure.crossings.ties import contracted


@dataclass(frozen=True)
class Decision:
    """What the gate says.

    Attributes
    ----------
    passes
        Whether arithmetic on the totals concerns k people or more, or nobody.
    smallest
        Where not, the size of a group that it isolates (0 if the search had to give up).
    """

    passes: bool
    smallest: int | None = None


def gate(cells: Sized, threshold: int) -> Decision:
    """Decide whether all partitions of a crossing may be published.

    Parameters
    ----------
    cells
        By place, one row number for each partition, the answers to each measure there. The
        first partition is that of the teams.
    threshold
        Fewest people that any combination of published totals may concern.
    """
    if isolated(fewest(cells), threshold) is None:
        return Decision(passes=True)
    for column in columns(cells):
        found = isolated(column, threshold)
        if found is not None:
            return Decision(passes=False, smallest=found)
    return Decision(passes=True)


def isolated(cells: Cells, threshold: int) -> int | None:
    """Return the size of a group below ``threshold`` that arithmetic isolates; None if none is."""
    partitions = range(len(next(iter(cells), ())))
    for partition in partitions:
        rows = projected(cells, [partition]).values()
        if rows and min(rows) < threshold:
            return min(rows)
    cells = contracted(cells, threshold)
    for one, other in combinations(partitions, 2):
        cut = cut_below(edges_of(projected(cells, [one, other])), threshold)
        if cut is not None:
            return cut.people
    return smallest_group(cells, threshold) if len(partitions) > 2 else None

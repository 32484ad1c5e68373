"""Construction: worlds made by moving answers within units, and what they prove without search.

A row of a breakdown is published within a draw; so it has room. Where a world leaves every such
row as much room as one person's answer needs, answers may be moved between any people of a unit,
up to that much, and nothing published changes: what follows from that needs no solver.
"""

"""A whole table at once: what most areas are proven safe by, without search.

Area by area (``block_by_block``), an attack is milliseconds of small matrices each. Here all areas
are arrays: ``published`` rows, the ``areas`` that they count together and their units, an
insider's ``layout`` of atoms with a world in the ``middles`` of all rows, and the changes in
``reach`` of it. ``insider`` and ``reader`` say what is left to the attack block by block.
"""

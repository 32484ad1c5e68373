"""An insider's view of a whole table at once: what most areas are proven safe by, without search.

Who knows who answered what is attacked area by area otherwise (``block_by_block``), which takes
milliseconds of small matrices for each. Here all areas are arrays, and one world in the middle is
made for all of them together. What it does not settle is left to the attack block by block.
"""

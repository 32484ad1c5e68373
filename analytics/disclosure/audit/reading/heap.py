"""The heap: what was there before an attack or a check is kept to its end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Have the collector look only at what is made from now on.

    A release is millions of objects; looking through them again and again while tables are read
    takes two fifths of the time.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()

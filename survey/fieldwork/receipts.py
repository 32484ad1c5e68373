"""Receipts: a random word for each stored form, shown once, that stands for no answer.

What is kept is its hash, in a table of its own without team, clock or order. When a wave closes
the hashes are published, sorted, with the root of a tree over them. So whoever kept a receipt can
see that the form is among those that were counted, and nobody can see which.
"""

import hashlib
import re
import secrets
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.codes import ALPHABET, GROUP, LOOK_ALIKES, SEPARATORS

LENGTH: Final = 20
"""100 random bits; four more characters than a code, so that nobody takes one for the other."""

DOMAIN: Final = b"bearing receipt:"
GROUPS: Final = re.compile(f".{{{GROUP}}}")


class ReceiptMalformed(BearingError):
    """What was typed cannot be a receipt."""

    code: ClassVar[str] = "RECEIPT-MALFORMED"


def new_receipt() -> str:
    """Return a new receipt in normal form, from the system's source of randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normal_receipt(typed: str) -> str:
    """Return the receipt that was meant; raises ``ReceiptMalformed``, quoting nothing."""
    receipt = SEPARATORS.sub("", typed).upper().translate(LOOK_ALIKES)
    if len(receipt) != LENGTH or not set(receipt) <= set(ALPHABET):
        raise ReceiptMalformed(
            "A receipt has {length} letters and digits in groups of {group}."
            " Check it and type it again.",
            length=LENGTH,
            group=GROUP,
        )
    return receipt


def shown_receipt(receipt: str) -> str:
    """Return a receipt in groups of four."""
    return "-".join(GROUPS.findall(receipt))


def receipt_hash(receipt: str) -> bytes:
    """Return what is kept and published of a receipt in normal form: SHA-256, without a key.

    Without one, so that anybody can repeat it. Nobody finds 100 random bits from their hash.
    """
    return hashlib.sha256(DOMAIN + receipt.encode()).digest()


def no_ones_hash() -> bytes:
    """Return a hash that nobody has the receipt of, for a form without one, such as on paper."""
    return receipt_hash(new_receipt())

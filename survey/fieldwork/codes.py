"""Invitation codes: 80 random bits, forgiving to type, kept only as keyed hashes."""

import hashlib
import hmac
import re
import secrets
from typing import ClassVar, Final

from survey.errors import BearingError

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that no two characters look alike."""

LENGTH: Final = 16
GROUP: Final = 4
LOOK_ALIKES: Final = str.maketrans("OIL", "011")
SEPARATORS: Final = re.compile(r"[\s\-‐‑–—_.,;:()\[\]<>\"'„“”]+")
LINK: Final = re.compile(r"\s*https?://[^\s?#]*/s/([^\s/?#]+)(?:[/?#]\S*)?\s*", re.IGNORECASE)
"""The whole link of a letter, pasted where its code belongs."""


class CodeMalformed(BearingError):
    """What was typed cannot be an invitation code."""

    code: ClassVar[str] = "CODE-MALFORMED"


def new_code() -> str:
    """Return a new code in normal form, from the system's source of randomness."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normal_form(typed: str) -> str:
    """Return the code that was meant: capitals, no separators, look-alikes read as digits.

    Raises ``CodeMalformed`` for anything that no code looks like; its message holds no part of it.
    """
    pasted = LINK.fullmatch(typed)
    code = SEPARATORS.sub("", pasted[1] if pasted else typed).upper().translate(LOOK_ALIKES)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise CodeMalformed(
            "An invitation code has {length} letters and digits in groups of {group}."
            " Check the code on your letter and type it again.",
            length=LENGTH,
            group=GROUP,
        )
    return code


def display(code: str) -> str:
    """Return a code in groups of four: ABCD-EFGH-JKMN-PQRS."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def derived_code(key: bytes, wave: str, message: bytes) -> str:
    """Return the code that follows from a message under a key, in normal form.

    80 bits of HMAC-SHA-256: without the key it is as random as any other.
    """
    seed = hmac.new(key, b"ticket\0" + wave.encode() + b"\0" + message, hashlib.sha256).digest()
    number = int.from_bytes(seed[: LENGTH * 5 // 8])
    return "".join(ALPHABET[number >> 5 * at & 31] for at in range(LENGTH))


def code_hash(code: str, key: bytes) -> bytes:
    """Return the keyed hash (HMAC-SHA-256) under which a code in normal form is kept."""
    return hmac.new(key, code.encode(), hashlib.sha256).digest()

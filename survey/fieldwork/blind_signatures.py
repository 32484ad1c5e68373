"""RSA blind signatures after RFC 9474, the variant RSABSSA-SHA384-PSS-Randomized, server's side.

The device prepares a random message, blinds it and has it signed; unblinding gives an ordinary
RSA-PSS signature of the message. Whoever signed sees a number that is equally likely for every
message, so nothing that the signer keeps can tell which message it was.

``cryptography`` makes the keys and verifies. It offers no raw private operation, so that one line
of arithmetic is here: blinded against timing, and checked before its result leaves.
"""

import math
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from survey.errors import BearingError

BITS: Final = 2048
EXPONENT: Final = 65537
SALT: Final = 48
"""Bytes of salt, which name the variant; SHA-384 has as many."""

PREFIX: Final = 32
"""Random bytes with which a prepared message begins."""


class BlindedInvalid(BearingError):
    """What was sent to be signed is no blinded message for this key."""

    code: ClassVar[str] = "BLINDED-INVALID"


@dataclass(frozen=True)
class SigningKey:
    """A private key for blind signatures and nothing else: a key for two uses is safe in neither.

    ``private`` is an RSA key whose size is a whole number of bytes.
    """

    private: rsa.RSAPrivateKey

    @classmethod
    def new(cls) -> "SigningKey":
        """Return a new key of 2048 bits."""
        return cls(rsa.generate_private_key(EXPONENT, BITS))

    @classmethod
    def read(cls, pem: bytes) -> "SigningKey":
        """Return the key that ``pem`` gave."""
        key = serialization.load_pem_private_key(pem, None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("A ticket key is an RSA key.")
        return cls(key)

    @cached_property
    def pem(self) -> bytes:
        """The key as it is kept: PKCS 8, not encrypted."""
        return self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @cached_property
    def public(self) -> rsa.RSAPublicKey:
        """The key that verifies."""
        return self.private.public_key()

    @cached_property
    def _numbers(self) -> rsa.RSAPrivateNumbers:
        return self.private.private_numbers()

    @cached_property
    def size(self) -> int:
        """Bytes of a blinded message and of a signature."""
        return self.private.key_size // 8

    def blind_sign(self, blinded: bytes) -> bytes:
        """Return the signature of a blinded message (RFC 9474, section 4.3, BlindSign).

        The same message always gives the same signature, so that a request can be repeated.

        Raises
        ------
        BlindedInvalid
            It has another size than the key, or stands for a number that is not below its modulus.
        """
        n, e = self._numbers.public_numbers.n, self._numbers.public_numbers.e
        message = int.from_bytes(blinded)
        if len(blinded) != self.size or not 0 < message < n:
            raise BlindedInvalid("What was sent is no blinded message for this team's key.")
        # Python's arithmetic takes longer for some numbers; a random factor hides for which.
        factor = _unit(n)
        signed = self._power(message * pow(factor, e, n) % n) * pow(factor, -1, n) % n
        if pow(signed, e, n) != message:
            raise BlindedInvalid("The signature came out wrong, and was not handed out.")
        return signed.to_bytes(self.size)

    def _power(self, number: int) -> int:
        """Return a number to the private exponent, by its remainders: four times as fast."""
        key = self._numbers
        by_p, by_q = pow(number, key.dmp1, key.p), pow(number, key.dmq1, key.q)
        return by_q + key.iqmp * (by_p - by_q) % key.p * key.q


def verify(public: rsa.RSAPublicKey, message: bytes, signature: bytes) -> bool:
    """Whether a signature is one of a prepared message: RSASSA-PSS, SHA-384, 48 bytes of salt."""
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), SALT)
    try:
        public.verify(signature, message, pss, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def fingerprint(public: rsa.RSAPublicKey) -> str:
    """Return the SHA-256 of a public key (SubjectPublicKeyInfo, DER) in hexadecimal digits."""
    der = public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    digest = hashes.Hash(hashes.SHA256())
    digest.update(der)
    return digest.finalize().hex()


def _unit(modulus: int) -> int:
    """Return a random number that has an inverse."""
    while True:
        number = secrets.randbelow(modulus - 2) + 2
        if math.gcd(number, modulus) == 1:
            return number

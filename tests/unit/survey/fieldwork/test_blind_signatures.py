"""RFC 9474: its own test vectors, and why a record of everything signed tells nothing."""

import json
import secrets
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from survey.fieldwork.blind_signatures import (
    PREFIX,
    BlindedInvalid,
    SigningKey,
    fingerprint,
    verify,
)

VECTORS = {
    one["name"]: one
    for one in json.loads((Path(__file__).parents[2] / "rfc9474_vectors.json").read_text("utf-8"))
}
"""Appendix A of RFC 9474: the two variants with 48 bytes of salt. They share one key."""

RANDOMIZED = "RSABSSA-SHA384-PSS-Randomized"


def number(text: str) -> int:
    return int(text, 16)


def key_of(vector: dict[str, Any]) -> SigningKey:
    p, q, n, e, d = (number(vector[name]) for name in "pqned")
    private = rsa.RSAPrivateNumbers(
        p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(e, n)
    )
    return SigningKey(private.private_key())


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.new()


# The RFC's vectors -----------------------------------------------------------------------------


def test_both_vectors_with_this_salt_are_there() -> None:
    assert set(VECTORS) == {RANDOMIZED, "RSABSSA-SHA384-PSS-Deterministic"}
    randomized = VECTORS[RANDOMIZED]
    assert len(bytes.fromhex(randomized["msg_prefix"])) == PREFIX
    assert randomized["input_msg"] == randomized["msg_prefix"] + randomized["msg"]


@pytest.mark.parametrize("name", VECTORS)
def test_a_blinded_message_is_signed_as_in_the_rfc(name: str) -> None:
    vector = VECTORS[name]
    signed = key_of(vector).blind_sign(bytes.fromhex(vector["blinded_msg"]))
    assert signed.hex() == vector["blind_sig"]


@pytest.mark.parametrize("name", VECTORS)
def test_unblinding_gives_the_signature_of_the_rfc(name: str) -> None:
    vector = VECTORS[name]
    n = number(vector["n"])
    signed = int.from_bytes(key_of(vector).blind_sign(bytes.fromhex(vector["blinded_msg"])))
    assert signed * number(vector["inv"]) % n == number(vector["sig"])


@pytest.mark.parametrize("name", VECTORS)
def test_the_signature_of_the_rfc_is_verified_and_no_other(name: str) -> None:
    vector = VECTORS[name]
    public = key_of(vector).public
    message, signature = bytes.fromhex(vector["input_msg"]), bytes.fromhex(vector["sig"])
    assert verify(public, message, signature)
    assert not verify(public, message + b"x", signature)
    assert not verify(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not verify(public, message, signature[:-1])
    assert not verify(public, message, b"")
    assert not verify(SigningKey.new().public, message, signature)


def test_another_length_of_salt_is_refused(key: SigningKey) -> None:
    for salt in (0, 32):
        pss = padding.PSS(padding.MGF1(hashes.SHA384()), salt)
        assert not verify(key.public, b"m", key.private.sign(b"m", pss, hashes.SHA384()))


# What is signed --------------------------------------------------------------------------------


def test_a_request_can_be_repeated(key: SigningKey) -> None:
    blinded = (12345).to_bytes(key.size)
    assert key.blind_sign(blinded) == key.blind_sign(blinded)


def test_what_cannot_be_a_blinded_message_is_not_signed(key: SigningKey) -> None:
    n = key.public.public_numbers().n
    for raw in (b"", b"1", bytes(key.size), n.to_bytes(key.size), b"\1" * (key.size + 1)):
        with pytest.raises(BlindedInvalid):
            key.blind_sign(raw)


def test_a_key_is_the_same_after_it_was_kept(key: SigningKey) -> None:
    again = SigningKey.read(key.pem)
    assert fingerprint(again.public) == fingerprint(key.public)
    assert again.private.key_size == 2048


# Blindness -------------------------------------------------------------------------------------


class Device:
    """What an employee's device does, with an encoded message in place of one that PSS gives."""

    def __init__(self, n: int, e: int) -> None:
        self.encoded = secrets.randbelow(n - 2) + 2
        self._factor = secrets.randbelow(n - 2) + 2
        self._n = n
        self.blinded = self.encoded * pow(self._factor, e, n) % n

    def unblind(self, signed: int) -> int:
        return signed * pow(self._factor, -1, self._n) % self._n


def test_every_ticket_could_have_come_of_every_request(key: SigningKey) -> None:
    """The strongest observer: has the private key and a record of every request and every ticket.

    For each pair of a request and a ticket there is exactly one factor that makes the one of the
    other, and a device draws every factor with the same chance. So all ways to pair them are
    equally likely, whatever was recorded.
    """
    numbers = key.private.private_numbers()
    n, e, d = numbers.public_numbers.n, numbers.public_numbers.e, numbers.d
    devices = [Device(n, e) for _ in range(4)]
    requests = [device.blinded for device in devices]
    answers = [int.from_bytes(key.blind_sign(one.to_bytes(key.size))) for one in requests]
    tickets = [device.unblind(signed) for device, signed in zip(devices, answers, strict=True)]
    factors = {}
    for (at, request), (of, ticket) in product(enumerate(requests), enumerate(tickets)):
        encoded = pow(ticket, e, n)
        factor = pow(request * pow(encoded, -1, n), d, n)
        assert encoded * pow(factor, e, n) % n == request
        assert answers[at] * pow(factor, -1, n) % n == ticket
        factors[at, of] = factor
    assert len(set(factors.values())) == len(factors) == 16

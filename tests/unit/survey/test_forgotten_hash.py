"""A hash that tells texts apart and that nobody can read back."""

import hashlib

from survey.access.lock_out import LockOut
from survey.forgotten_hash import ForgottenHash
from survey.form.tries import Tries


def test_the_same_text_gives_the_same_hash_and_another_text_another() -> None:
    keyed = ForgottenHash()
    assert keyed("192.0.2.1") == keyed("192.0.2.1")
    assert keyed("192.0.2.1") != keyed("192.0.2.2")


def test_two_counts_share_no_key_and_none_is_a_plain_hash() -> None:
    address = "192.0.2.1"
    first, second = ForgottenHash(), ForgottenHash()
    assert first(address) != second(address)
    assert not hashlib.sha256(address.encode()).digest().startswith(first(address))


def test_both_counts_of_wrong_tries_use_it() -> None:
    assert isinstance(vars(LockOut())["_hash"], ForgottenHash)
    assert isinstance(vars(Tries())["_keyed"], ForgottenHash)

"""The hash tree of RFC 6962: the values of Certificate Transparency's own tests, and all paths."""

import hashlib

import pytest

from survey.fieldwork.merkle import path, root, root_by_path

ENTRIES = [
    bytes.fromhex(one)
    for one in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("size", ROOTS)
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root(ENTRIES[:size]).hex() == ROOTS[size]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", [*range(1, 20), 64, 65])
def test_every_path_leads_to_the_root_and_no_other_entry_or_place_does(size: int) -> None:
    entries = [str(number).encode() for number in range(size)]
    wanted = root(entries)
    for index, entry in enumerate(entries):
        hashes = path(entries, index)
        assert root_by_path(entry, index, size, hashes) == wanted
        assert root_by_path(b"another", index, size, hashes) != wanted
        if size > 1:
            assert root_by_path(entry, (index + 1) % size, size, hashes) != wanted
            assert root_by_path(entry, index, size, hashes[:-1]) != wanted


def test_a_place_outside_the_list_has_no_root() -> None:
    assert root_by_path(b"", 3, 3, ()) is None
    assert root_by_path(b"", -1, 3, ()) is None
    assert root_by_path(b"", 0, 1, (b"x",)) is None

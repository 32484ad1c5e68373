"""New codes for people of several teams, and the hashes by which a store keeps them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from survey.fieldwork.codes import new_code


@dataclass(frozen=True)
class NewCodes:
    """Codes by unit id, to be shown once, and the unit id of each hash, to be kept."""

    codes: dict[int, tuple[str, ...]]
    units: dict[bytes, int]

    @classmethod
    def made(cls, per_unit: Mapping[int, int], hashed: Callable[[str], bytes]) -> Self:
        """Make so many codes a unit."""
        codes = {unit: tuple(new_code() for _ in range(n)) for unit, n in per_unit.items()}
        return cls(codes, {hashed(code): unit for unit, own in codes.items() for code in own})

"""The forms of one wave in a batch: of each code the first counts, whatever engine spends it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from survey.fieldwork.receipts import no_ones_hash
from survey.store.collecting import Answers
from survey.store.protocol import CodeStanding, Submission


@dataclass(frozen=True)
class FormsOfWave:
    """What a batch holds of one wave.

    Attributes
    ----------
    codes
        Of its forms, in the order of the batch.
    hashes
        Of the same codes.
    answers, slips
        What is kept of the first form with each code, and the hash of its receipt or of nobody's.
    """

    codes: tuple[str, ...]
    hashes: tuple[bytes, ...]
    answers: Mapping[bytes, Answers]
    slips: Mapping[bytes, bytes]

    @classmethod
    def of(cls, forms: Sequence[Submission], hash_of: Callable[[str], bytes]) -> Self:
        """Return the forms of a wave, each code by its hash."""
        hashes = tuple(hash_of(form.code) for form in forms)
        first: dict[bytes, Submission] = {}
        for wanted, form in zip(hashes, forms, strict=True):
            first.setdefault(wanted, form)
        return cls(
            tuple(form.code for form in forms),
            hashes,
            {wanted: form.answers for wanted, form in first.items()},
            {wanted: form.receipt or no_ones_hash() for wanted, form in first.items()},
        )

    def standings(
        self, fresh: set[bytes], standing_of: Callable[[str], CodeStanding]
    ) -> list[CodeStanding]:
        """Return what each form's code was worth; ``fresh`` are those that were spent just now.

        Of a code that came twice the first was fresh; of the others it is asked anew.
        """
        left = set(fresh)
        found = []
        for code, wanted in zip(self.codes, self.hashes, strict=True):
            found.append(CodeStanding.FRESH if wanted in left else standing_of(code))
            left.discard(wanted)
        return found


def redeemed(
    batch: Sequence[Submission],
    redeem_wave: Callable[[str, Sequence[Submission]], Sequence[CodeStanding]],
) -> list[CodeStanding]:
    """Return what each form of a batch was worth, after ``redeem_wave`` took those of each wave."""
    results: dict[int, CodeStanding] = {}
    for name in sorted({form.wave for form in batch}):
        mine = [at for at, form in enumerate(batch) if form.wave == name]
        standings = redeem_wave(name, [batch[at] for at in mine])
        results |= zip(mine, standings, strict=True)
    return [results[at] for at in range(len(batch))]

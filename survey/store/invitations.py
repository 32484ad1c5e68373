"""Who may answer: the codes of an open wave, the open links of its teams, and its tickets.

Part of the store on DuckDB; ``survey.store.protocol.Store`` says what each method promises.
"""

import hashlib
from collections.abc import Mapping, Sequence

from survey.fieldwork.codes import derived_code, new_code
from survey.fieldwork.rounds import Kind
from survey.fieldwork.ways import WayNotAllowed
from survey.store import collecting, places, tickets, ways_in
from survey.store.clocked import OUTSIDE
from survey.store.ground import Ground
from survey.store.new_codes import NewCodes
from survey.store.protocol import CodeCheck, CodeStanding, TeamLink
from survey.vocabulary import WaveState


class Invitations(Ground):
    """The part of the store that lets people in."""

    def issue_codes(self, wave: str, per_unit: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
        with self._lock:
            issued = self.reserve_codes(wave, per_unit)
            self.confirm_codes(wave, [code for codes in issued.values() for code in codes])
        return issued

    def reserve_codes(
        self, wave: str, per_unit: Mapping[int, int], kind: Kind = Kind.FIRST
    ) -> dict[int, tuple[str, ...]]:
        new = NewCodes.made(per_unit, self._hash)
        with self._changing_codes(wave) as connection:
            ways_in.reserve(connection, new.units, kind)
        return new.codes

    def confirm_codes(self, wave: str, codes: Sequence[str]) -> None:
        with self._changing_codes(wave) as connection:
            ways_in.confirm(connection, [self._hash(code) for code in codes])

    def codes_issued(self, wave: str) -> int:
        return sum(self.codes_by_unit(wave).values())

    def codes_by_unit(self, wave: str) -> dict[int, int]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return ways_in.handed_out(self._files.collecting(wave))

    def people_joined(self, wave: str) -> dict[int, int]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return ways_in.joined(self._files.collecting(wave))

    def invitations(self, wave: str) -> int:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return ways_in.invitations(self._files.collecting(wave))

    def take_back_codes(self, wave: str, codes: Sequence[str]) -> int:
        with self._changing_codes(wave) as connection:
            return ways_in.take_back(connection, [self._hash(code) for code in codes])

    def extra_code(self, wave: str, unit: int) -> str:
        code = new_code()
        with self._lock:
            self._require_running(wave)
            collecting.insert_codes(self._files.collecting(wave), {self._hash(code): unit})
            self._take_in(wave, self._hash(code), unit)
        return code

    def team_links(self, wave: str) -> dict[int, str]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            found = self._registry.wave(wave)
            if not found.ways.open_links:
                raise WayNotAllowed.open_links(wave)
            connection = self._files.collecting(wave)
            have = ways_in.links(connection)
            new = {unit.id: new_code() for unit in found.units if unit.id not in have}
            ways_in.add_links(connection, new)
            return have | new

    def team_of_link(self, token: str) -> TeamLink | None:
        with self._lock:
            for wave in self._registry.waves():
                if wave.state is WaveState.OPEN and wave.ways.open_links:
                    unit = ways_in.unit_of_link(self._files.collecting(wave.name), token)
                    if unit is not None:
                        (team,) = [one for one in wave.units if one.id == unit]
                        standing = OUTSIDE.get(self._phase(wave.name), CodeStanding.FRESH)
                        return TeamLink(wave.name, team, standing)
        return None

    def replace_unused_code(self, wave: str) -> str | None:
        code = new_code()
        with self._changing_codes(wave) as connection:
            swapped = collecting.swap_unused(connection, self._hash(code))
        return code if swapped else None

    def check_code(self, code: str) -> CodeCheck:
        wanted = self._hash(code)
        for wave in self._registry.waves():
            codes = self._codes(wave.name)
            found = codes.look_up(wanted) if codes else None
            if codes and found is not None:
                used, unit = found
                outside = OUTSIDE.get(self._phase(wave.name))
                if outside is not None:
                    return CodeCheck(outside, wave.name, unit)
                standing = CodeStanding.SPENT if used else CodeStanding.FRESH
                if unit in codes.shared:
                    standing = self._standing(wave.name, wanted, used=used, unit=unit)
                return CodeCheck(standing, wave.name, unit)
        closed = self._closed_codes().wave_of(wanted)
        return CodeCheck(CodeStanding.CLOSED if closed else CodeStanding.UNKNOWN, closed)

    def spend_for_signature(self, wave: str, code: str, blinded: bytes) -> int | None:
        with self._lock:
            self._require_running(wave)
            wanted = self._hash(code)
            unit = tickets.spend_for_signature(
                self._files.collecting(wave), wanted, hashlib.sha256(blinded).digest()
            )
            if unit is not None:
                self._take_as_spent(wave, [wanted])
        return unit

    def code_of_ticket(self, wave: str, unit: int, message: bytes) -> str:
        code = derived_code(self._key, wave, message)
        with self._lock:
            self._require_running(wave)
            tickets.insert_ticket(self._files.collecting(wave), self._hash(code), unit)
            self._take_in(wave, self._hash(code), unit)
        return code

    def _standing(self, wave: str, code_hash: bytes, *, used: bool, unit: int) -> CodeStanding:
        """Say whether a code opens, and no more where new ones were given out: not why it does not.

        Which codes have a place changes with every answer of the team, so that the file is asked.
        """
        with self._lock:
            if not self._is_open(wave):
                return CodeStanding.CLOSED
            connection = self._files.collecting(wave)
            if not used and not places.without_place(connection, [code_hash]):
                return CodeStanding.FRESH
            replaced = unit in places.teams(connection) and places.invited(connection, code_hash)
        return CodeStanding.REPLACED if replaced else CodeStanding.SPENT

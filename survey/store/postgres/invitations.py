"""Who may answer: the codes of an open wave, the open links of its teams, and its tickets.

Part of the store on PostgreSQL; ``survey.store.protocol.Store`` says what each method promises.
"""

import hashlib
from collections.abc import Mapping, Sequence

from psycopg.errors import UndefinedTable

from survey.fieldwork.codes import derived_code, new_code
from survey.fieldwork.rounds import Kind
from survey.fieldwork.ways import WayNotAllowed
from survey.store.clocked import OUTSIDE
from survey.store.new_codes import NewCodes
from survey.store.postgres import ways_in
from survey.store.postgres.ground import Ground
from survey.store.postgres.looking_up import Found, look_up
from survey.store.postgres.places import without_place
from survey.store.protocol import CodeCheck, CodeStanding, TeamLink, Wave
from survey.vocabulary import WaveState


class Invitations(Ground):
    """The part of the store that lets people in."""

    def issue_codes(self, wave: str, per_unit: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
        issued = self.reserve_codes(wave, per_unit)
        self.confirm_codes(wave, [code for codes in issued.values() for code in codes])
        return issued

    def reserve_codes(
        self, wave: str, per_unit: Mapping[int, int], kind: Kind = Kind.FIRST
    ) -> dict[int, tuple[str, ...]]:
        new = NewCodes.made(per_unit, self._hash)
        with self._turn(wave, WaveState.OPEN) as turn:
            ways_in.reserve(turn, new.units, kind, self._process.id)
        return new.codes

    def confirm_codes(self, wave: str, codes: Sequence[str]) -> None:
        with self._turn(wave, WaveState.OPEN) as turn:
            ways_in.confirm(turn, [self._hash(code) for code in codes])

    def codes_issued(self, wave: str) -> int:
        return sum(self.codes_by_unit(wave).values())

    def codes_by_unit(self, wave: str) -> dict[int, int]:
        return {unit: codes for unit, codes in self._read(wave, ways_in.HANDED_OUT) if codes}

    def people_joined(self, wave: str) -> dict[int, int]:
        return dict(self._read(wave, ways_in.JOINED))

    def invitations(self, wave: str) -> int:
        ((found,),) = self._read(wave, ways_in.INVITATIONS)
        return int(found)

    def take_back_codes(self, wave: str, codes: Sequence[str]) -> int:
        with self._turn(wave, WaveState.OPEN) as turn:
            return ways_in.take_back(turn, [self._hash(code) for code in codes])

    def extra_code(self, wave: str, unit: int) -> str:
        code = new_code()
        with self._running_turn(wave) as turn:
            ways_in.insert_extra(turn, self._hash(code), unit)
        return code

    def team_links(self, wave: str) -> dict[int, str]:
        found = self._registry.wave(wave)
        with self._turn(wave, WaveState.OPEN) as turn:
            if not found.ways.open_links:
                raise WayNotAllowed.open_links(wave)
            have = dict(turn.run(ways_in.LINKS))
            new = {unit.id: new_code() for unit in found.units if unit.id not in have}
            ways_in.add_links(turn, new)
        return have | new

    def team_of_link(self, token: str) -> TeamLink | None:
        for wave in self._registry.waves().values():
            if wave.state is WaveState.OPEN and wave.ways.open_links:
                rows = self._read(wave.name, ways_in.FIND_LINK, [token])
                if rows:
                    (team,) = [one for one in wave.units if one.id == rows[0][0]]
                    standing = OUTSIDE.get(
                        self._phase_by(wave.name, wave.dates), CodeStanding.FRESH
                    )
                    return TeamLink(wave.name, team, standing)
        return None

    def replace_unused_code(self, wave: str) -> str | None:
        code = new_code()
        with self._turn(wave, WaveState.OPEN) as turn:
            swapped = ways_in.swap_unused(turn, self._hash(code))
        return code if swapped else None

    def check_code(self, code: str) -> CodeCheck:
        wanted = self._hash(code)
        while True:
            known, waves = self._registry.changes, self._registry.known()
            open_waves = [wave for wave in waves.values() if wave.state is WaveState.OPEN]
            try:
                found, changes = look_up(self._database, open_waves, wanted)
                if changes == known:
                    return self._checked(waves, found, wanted)
            except UndefinedTable:
                if self._registry.waves() is waves:
                    raise
            self._registry.waves()

    def spend_for_signature(self, wave: str, code: str, blinded: bytes) -> int | None:
        with self._running_turn(wave) as turn:
            return ways_in.spend_for_signature(
                turn, self._hash(code), hashlib.sha256(blinded).digest()
            )

    def code_of_ticket(self, wave: str, unit: int, message: bytes) -> str:
        code = derived_code(self._key, wave, message)
        with self._running_turn(wave) as turn:
            ways_in.insert_extra(turn, self._hash(code), unit)
        return code

    def _checked(
        self, waves: Mapping[str, Wave], found: Found | None, code_hash: bytes
    ) -> CodeCheck:
        if found is None:
            return CodeCheck(CodeStanding.UNKNOWN)
        if found.unit is None:
            return CodeCheck(CodeStanding.CLOSED, found.wave)
        wave = waves[found.wave]
        standing = OUTSIDE.get(self._phase_by(wave.name, wave.dates))
        if standing is None:
            standing = self._standing(wave, found, code_hash)
        return CodeCheck(standing, found.wave, found.unit)

    def _standing(self, wave: Wave, found: Found, code_hash: bytes) -> CodeStanding:
        """Say whether a code opens, and no more where new ones were given out: not why it does not.

        Which codes have a place changes with every answer of the team.
        """
        opens = found.unspent
        if opens and found.shared:
            with self._database.transaction() as connection:
                opens = not without_place(connection, wave.position, [code_hash])
        if opens:
            return CodeStanding.FRESH
        return CodeStanding.REPLACED if found.shared and found.invited else CodeStanding.SPENT

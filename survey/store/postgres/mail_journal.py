"""How far a mailing has come: part of the store on PostgreSQL (``survey.store.protocol.Store``)."""

from typing import Final, LiteralString

from survey.store.keys import list_hash
from survey.store.postgres import ways_in
from survey.store.postgres.ground import Ground
from survey.vocabulary import WaveState

BEGIN_LINE: Final[LiteralString] = (
    "INSERT INTO {w}.mailed VALUES (%s, %s, FALSE) ON CONFLICT DO NOTHING"
)
END_LINE: Final[LiteralString] = "UPDATE {w}.mailed SET sure = TRUE WHERE list = %s AND line = %s"
DROP_LINE: Final[LiteralString] = "DELETE FROM {w}.mailed WHERE list = %s AND line = %s"
DROP_LIST: Final[LiteralString] = "DELETE FROM {w}.mailed WHERE list = %s"
LINES: Final[LiteralString] = "SELECT line, sure FROM {w}.mailed WHERE list = %s ORDER BY line"


class MailJournal(Ground):
    """The part of the store that knows which lines of a list were sent a code."""

    def mailed_lines(self, wave: str, listed: bytes) -> dict[int, bool]:
        return dict(self._read(wave, LINES, [list_hash(listed, self._key)]))

    def begin_mail(self, wave: str, listed: bytes, line: int, code: str) -> None:
        """In two transactions: one would tell which code went with which line."""
        with self._turn(wave, WaveState.OPEN) as turn:
            turn.run(BEGIN_LINE, [list_hash(listed, self._key), line])
        with self._turn(wave, WaveState.OPEN) as turn:
            ways_in.confirm(turn, [self._hash(code)])

    def end_mail(self, wave: str, listed: bytes, line: int, *, accepted: bool) -> None:
        with self._turn(wave, WaveState.OPEN) as turn:
            turn.run(END_LINE if accepted else DROP_LINE, [list_hash(listed, self._key), line])

    def finish_mail(self, wave: str, listed: bytes) -> None:
        with self._turn(wave, WaveState.OPEN) as turn:
            turn.run(DROP_LIST, [list_hash(listed, self._key)])

"""How far a mailing has come: part of the store on DuckDB (``survey.store.protocol.Store``)."""

import hashlib
import hmac

from survey.store import mailings
from survey.store.ground import Ground
from survey.vocabulary import WaveState


class MailJournal(Ground):
    """The part of the store that knows which lines of a list were sent a code."""

    def mailed_lines(self, wave: str, listed: bytes) -> dict[int, bool]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return mailings.lines(self._files.collecting(wave), self._list_hash(listed))

    def begin_mail(self, wave: str, listed: bytes, line: int, code: str) -> None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            connection = self._files.collecting(wave)
            mailings.begin(connection, self._list_hash(listed), line, self._hash(code))

    def end_mail(self, wave: str, listed: bytes, line: int, *, accepted: bool) -> None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            connection = self._files.collecting(wave)
            mailings.end(connection, self._list_hash(listed), line, accepted=accepted)

    def finish_mail(self, wave: str, listed: bytes) -> None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            mailings.finish(self._files.collecting(wave), self._list_hash(listed))

    def _list_hash(self, listed: bytes) -> bytes:
        return hmac.new(self._key, b"list\0" + listed, hashlib.sha256).digest()

"""How far a mailing has come: part of the store on DuckDB (``survey.store.protocol.Store``)."""

from survey.store import mailings
from survey.store.ground import Ground
from survey.store.keys import list_hash
from survey.vocabulary import WaveState


class MailJournal(Ground):
    """The part of the store that knows which lines of a list were sent a code."""

    def mailed_lines(self, wave: str, listed: bytes) -> dict[int, bool]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return mailings.lines(self._files.collecting(wave), list_hash(listed, self._key))

    def begin_mail(self, wave: str, listed: bytes, line: int, code: str) -> None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            connection = self._files.collecting(wave)
            mailings.begin(connection, list_hash(listed, self._key), line, self._hash(code))

    def end_mail(self, wave: str, listed: bytes, line: int, *, accepted: bool) -> None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            connection = self._files.collecting(wave)
            mailings.end(connection, list_hash(listed, self._key), line, accepted=accepted)

    def finish_mail(self, wave: str, listed: bytes) -> None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            mailings.finish(self._files.collecting(wave), list_hash(listed, self._key))

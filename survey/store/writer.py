"""The one thread that writes answers: what is waiting goes to disk in one commit.

A commit costs about 4 ms, mostly waiting for the disk, so a commit for each form would stop at 250
forms a second and make many threads queue for one lock. Here everybody who waits shares a commit.
A future is set only after the store says that its answers are on disk.
"""

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from typing import ClassVar, Final, Protocol

from survey.errors import BearingError
from survey.store.protocol import CodeStanding, Submission

BATCH: Final = 200
"""Most forms in one commit, so that nobody waits long behind a crowd."""

WAITING: Final = 2_000
"""Most forms in the queue; more than that and an answer in time can no longer be promised."""


class WriterBusy(BearingError):
    """Too many forms are waiting to be written."""

    code: ClassVar[str] = "WRITER-BUSY"


class WriterClosed(BearingError):
    """The writer was closed; the server is going down."""

    code: ClassVar[str] = "WRITER-CLOSED"


class Redeeming(Protocol):
    """The one thing that a writer asks of a store."""

    def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
        """Spend each code and store its answers; see ``survey.store.protocol.Store``."""


Waiting = tuple[Submission, "Future[CodeStanding]"]


class ResponseWriter:
    """Takes submissions from any thread and redeems them in batches on a thread of its own.

    Parameters
    ----------
    store
        Where the answers go.
    batch
        Most submissions in one commit.
    waiting
        Most submissions in the queue.
    """

    def __init__(self, store: Redeeming, batch: int = BATCH, waiting: int = WAITING) -> None:
        self._store = store
        self._batch = batch
        self._queue: queue.Queue[Waiting | None] = queue.Queue(maxsize=waiting + 1)
        self._closing = threading.Lock()
        self._closed = False
        self._waiting = waiting
        self._thread = threading.Thread(target=self._run, name="response-writer", daemon=True)
        self._thread.start()

    def submit(self, submission: Submission) -> Future[CodeStanding]:
        """Queue one answered form and return at once.

        Returns
        -------
        Future[CodeStanding]
            FRESH once the answers are on disk, else what stood in the way; the store's exception
            where it could not write. A future that is cancelled before its turn is never written.

        Raises
        ------
        WriterBusy
            Too many forms wait already; nothing was queued.
        WriterClosed
            ``close`` was called; nothing was queued.
        """
        future: Future[CodeStanding] = Future()
        with self._closing:
            if self._closed:
                raise WriterClosed("The server is going down: send your answers again in a minute.")
            if self._queue.qsize() >= self._waiting:
                raise WriterBusy("Too many forms are arriving at once: try again in a minute.")
            self._queue.put_nowait((submission, future))
        return future

    @property
    def working(self) -> bool:
        """Whether what is submitted will be written."""
        return self._thread.is_alive() and not self._closed

    def close(self) -> None:
        """Write all that waits, then stop. Calling it again does nothing."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put_nowait(None)
        self._thread.join()

    def _run(self) -> None:
        going_on = True
        while going_on:
            batch, going_on = self._collect()
            if batch:
                self._redeem(batch)

    def _collect(self) -> tuple[list[Waiting], bool]:
        """Wait for one submission, take what else is there, and say whether to go on."""
        batch: list[Waiting] = []
        try:
            while len(batch) < self._batch:
                entry = self._queue.get(block=not batch)
                if entry is None:
                    return batch, False
                if entry[1].set_running_or_notify_cancel():
                    batch.append(entry)
        except queue.Empty:
            return batch, True
        return batch, True

    def _redeem(self, batch: list[Waiting]) -> None:
        """Write a batch, each code once, and tell everybody who waits what became of it."""
        first: dict[str, Submission] = {}
        for submission, _ in batch:
            first.setdefault(submission.code, submission)
        try:
            standings = self._store.redeem(list(first.values()))
            outcome = dict(zip(first, standings, strict=True))
        except Exception as failure:  # noqa: BLE001 - whatever it is, its senders must hear of it
            for _, future in batch:
                future.set_exception(failure)
            return
        for submission, future in batch:
            standing = outcome[submission.code]
            lost_to_a_twin = (
                standing is CodeStanding.FRESH and submission is not first[submission.code]
            )
            future.set_result(CodeStanding.SPENT if lost_to_a_twin else standing)

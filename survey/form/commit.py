"""Waiting for the commit, and what may have become of a form by then."""

import asyncio
import logging
from enum import StrEnum
from typing import Final

from survey.store.errors import CommitUnknown
from survey.store.protocol import CodeStanding, Submission
from survey.store.writer import ResponseWriter, WriterBusy, WriterClosed

LOG: Final = logging.getLogger("bearing.form")


class Trouble(StrEnum):
    """Why nobody is thanked: certainly not on disk, or not known."""

    UNSAVED = "unsaved"
    UNCONFIRMED = "unconfirmed"


async def commit(
    writer: ResponseWriter, submission: Submission, patience: float
) -> CodeStanding | Trouble:
    """Hand a form to the writer and wait until its answers are on disk.

    Parameters
    ----------
    writer
        Commits in batches on its own thread.
    submission
        The form.
    patience
        Seconds to wait. A form that is still in the queue then is taken back.

    Returns
    -------
    CodeStanding or Trouble
        FRESH if, and only if, the store has said that the answers are on disk.
    """
    try:
        future = writer.submit(submission)
    except (WriterBusy, WriterClosed) as refusal:
        LOG.warning("A form was not taken: %s", refusal.code)
        return Trouble.UNSAVED
    waiting = asyncio.wrap_future(future)
    done, _ = await asyncio.wait({waiting}, timeout=patience)
    if not done:
        taken_back = future.cancel()
        waiting.cancel()
        LOG.warning("A form waited for its commit for more than %.0f s.", patience)
        return Trouble.UNSAVED if taken_back else Trouble.UNCONFIRMED
    failure = waiting.exception()
    if failure is not None:
        # The kind of failure only: a message of the engine might hold what it was writing.
        LOG.error("Answers could not be written: %s", type(failure).__name__)
        unknown = isinstance(failure, CommitUnknown)
        return Trouble.UNCONFIRMED if unknown else Trouble.UNSAVED
    return waiting.result()

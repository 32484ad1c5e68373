"""What the first page would wait for, done while the server waits for its first reader."""

import logging
import threading

from survey.errors import BearingError

LOG = logging.getLogger(__name__)


def warm() -> None:
    """Load what draws charts and open the releases; what fails here fails again on its page."""
    from pages.shell import chart, release_choice

    try:
        opened = release_choice.whole()
    except BearingError as refusal:
        LOG.warning("A release cannot be opened: %s", refusal.code)
    else:
        LOG.info("%d releases are open; charts are drawn by %s", len(opened), chart.__name__)


def warm_behind() -> None:
    """Do so in a thread of its own, which ends with the server."""
    threading.Thread(target=warm, name="warm", daemon=True).start()

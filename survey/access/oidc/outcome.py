"""Where the sign-in by the organisation's own service stands, and how it may go wrong.

Apart from the rest, so that a page can say it without loading what asks a provider.
"""

from enum import StrEnum
from typing import Final

START: Final = "account/oidc"
BACK: Final = "account/oidc-back"
OUTCOME: Final = "oidc"
"""The question in the address that says how it went, where it went wrong."""


class Outcome(StrEnum):
    """Why nobody is let in: the words of it stand in the catalogue under these names."""

    UNKNOWN = "unknown"
    """The provider knows this person, the staff list does not."""
    REFUSED = "refused"
    """The provider sent the browser back without a code: it was called off there, or denied."""
    AGAIN = "again"
    """The answer fits no sign-in that this browser began, or came too late."""
    PROVIDER = "provider"
    UNRECORDED = "unrecorded"

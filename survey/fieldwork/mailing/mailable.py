"""An address as mail servers take it, or why there is none: asked before any code is made."""

from email.errors import MessageError
from email.headerregistry import Address

from survey.errors import Said


class Unmailable(Exception):
    """No mail can go to an address; says why, and nothing of the address."""

    def __init__(self, why: Said) -> None:
        super().__init__(str(why))
        self.why = why


def mailable(address: str) -> str:
    """Return an address with its domain in ASCII (IDNA), as a message and a server take it.

    Raises ``Unmailable`` for what ``email.headerregistry`` or IDNA refuse, and for letters beyond
    ASCII before the @, which many servers do not take.
    """
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        raise Unmailable(Said("has a letter beyond a to z before the @, which mail servers refuse"))
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise Unmailable(
            Said("has a full stop before the @ that does not stand between two letters")
        )
    try:
        written = f"{local}@{domain.encode('idna').decode('ascii')}"
        return Address(addr_spec=written).addr_spec
    except UnicodeError:
        raise Unmailable(Said("has no domain behind the @ that mail can go to")) from None
    except (ValueError, IndexError, MessageError):
        raise Unmailable(Said("is not one that mail can go to")) from None

"""Headers and refusals that hold for the whole server, and a log without codes."""

import base64
import hashlib
import logging
import re
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SURVEY: Final = "/s"
METRICS: Final = "/_stcore/metrics"
IN_ADDRESS: Final = (
    re.compile(r"(/s/)[^\s\"?#]+(?:\?[^\s\"]*)?"),
    re.compile(r"([?&]link=)[^\s\"&#]+"),
    re.compile(r"(/account/oidc-back\?)[^\s\"#]+"),
)
"""What opens something and may stand in an address: a code, a link to set a password, and what a
sign-in service answers."""

EVERYWHERE: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}

ON_STAFF_PAGES: Final = "same-origin"
"""Their forms have to say which site they come from, which browsers keep back under ``no-referrer``
where there is no TLS. The form's own pages say nothing: a code may stand in their address."""

STREAMLIT_SCRIPT: Final = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="
"""Of ``window.prerenderReady = false`` in its page. Where it no longer fits, nothing breaks."""

STAFF_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        # Streamlit 1.67 has one inline script, known by its hash; its charts need no eval.
        f"script-src 'self' '{STREAMLIT_SCRIPT}'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        # What matters here: whatever runs in the page can send nothing to anybody else.
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "base-uri 'self'",
        "object-src 'none'",
    )
)


def form_policy(style: str, script: str) -> str:
    """Return the content policy of the form's pages: one known style sheet and one known script,
    which may talk to this server alone."""
    return (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}';"
        " connect-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    )


def digest(text: str) -> str:
    """Return the hash by which a content policy knows a script or a style sheet."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class SecurityHeaders:
    """Middleware that adds the headers above to each answer and refuses the server's metrics.

    A header that a route has set itself stays as it is.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it where it asks for metrics (they need no sign-in)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Referrer-Policy", ON_STAFF_PAGES)
                for name, value in EVERYWHERE.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", STAFF_POLICY)
            await send(message)

        if scope["path"].rstrip("/").endswith(METRICS):
            await PlainTextResponse("Not found", 404)(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)


class WithoutCodes(logging.Filter):
    """Takes codes and one-time links out of every line of a log, whoever switched that log on."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace what stands in such an address in the message and its arguments."""
        record.msg = without_codes(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_codes(value) if isinstance(value, str) else value for value in record.args
            )
        return True


def without_codes(line: str) -> str:
    """Return a line without what opens something in the addresses that it names."""
    for pattern in IN_ADDRESS:
        line = pattern.sub(r"\1…", line)
    return line

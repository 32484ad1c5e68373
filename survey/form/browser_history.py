"""The browser's own back, where there is no script: which pages it may show again, until when.

Every page of the form but the first answers a form that was sent, and a browser shows such a page
again only from its own memory. So it may keep them while the form is being filled in, and is told
to clear them when the answers are stored. With script nothing of this is needed or done: pages are
then fetched, and the script keeps the answers. On a kiosk nothing may be kept at all.

Browsers say how a page is asked for (``Sec-Fetch-Mode``) on exactly those connections on which
they obey ``Clear-Site-Data``: encrypted ones, and this machine itself. On others nothing is kept.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

FOR_BACK_ONLY: Final = "private, no-cache"
"""In this browser, and to be shown by its back and forward alone."""

ENDED: Final = frozenset({200, 410})
"""The status of a page after which nothing is left to fill in: thanks, or a code already spent."""


def can_go_back(request: Request, page: Response, *, kiosk: bool) -> Response:
    """Return a page of the form as the browser's back can show it again, where that is safe."""
    if request.method == "POST" and _navigates(request) and not kiosk:
        page.headers["Cache-Control"] = FOR_BACK_ONLY
    return page


def clear_behind(request: Request, page: Response) -> Response:
    """Return the last page of a form; with it the browser drops all that it kept for back."""
    if page.status_code in ENDED and _navigates(request):
        page.headers["Clear-Site-Data"] = '"cache"'
    return page


def _navigates(request: Request) -> bool:
    return request.headers.get("sec-fetch-mode") == "navigate"

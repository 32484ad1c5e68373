"""One address for each page, whether or not a proxy takes the server's sub-path away.

Below a sub-path such as ``/bearing`` all routes, links and cookies carry it. A proxy may pass a
request on as it came, or without the sub-path; both lead to the same page.
"""

from starlette.types import ASGIApp, Receive, Scope, Send


class BelowRoot:
    """Middleware that gives a request without the sub-path the one that it had at the proxy.

    Parameters
    ----------
    root
        The sub-path, such as ``/bearing``; nothing where the server answers at its root.
    """

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app, self._root = app, root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, below the sub-path."""
        if scope["type"] in ("http", "websocket") and not self._has_root(scope["path"]):
            raw = scope.get("raw_path")
            scope = {
                **scope,
                "path": self._root + scope["path"],
                "raw_path": None if raw is None else self._root.encode() + raw,
            }
        await self._app(scope, receive, send)

    def _has_root(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root}/")

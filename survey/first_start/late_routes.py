"""Late routes: a place among a server's routes that is filled when there is a workspace."""

from collections.abc import Sequence
from typing import Any, Final

from starlette.datastructures import URLPath
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

CHOSEN: Final = "bearing.late_route"


class LateRoutes(BaseRoute):
    """Stands for routes that are made after the server has begun; until then it matches nothing.

    ``root`` is the path below which they are found, such as ``/bearing``.
    """

    def __init__(self, root: str = "") -> None:
        self._root = root
        self._routes: tuple[BaseRoute, ...] = ()

    def fill(self, routes: Sequence[BaseRoute]) -> None:
        """Take the routes from here on."""
        self._routes = tuple(routes)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return the first full match, else the first partial one, as a router does."""
        partial: tuple[Match, Scope] = (Match.NONE, {})
        root = scope.get("root_path", "") + self._root
        below = {**scope, "root_path": root}
        for route in self._routes:
            match, child = route.matches(below)
            found = (match, {"root_path": root, **child, CHOSEN: route})
            if match is Match.FULL:
                return found
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                partial = found
        return partial

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Return the address of a route by its name."""
        for route in self._routes:
            try:
                return route.url_path_for(name, **path_params)
            except NoMatchFound:
                continue
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to the route that matched."""
        await scope[CHOSEN].handle(scope, receive, send)

"""The addresses of the sign-in by the organisation's own service: away to it, and back.

What comes back proposes a name. Who may come in, and as what, says the staff list alone; the
session that begins is the same as after a password, with the same ends.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from survey.access import staff
from survey.access.gate import Gate
from survey.access.oidc.begun import VALID, Begun, BegunSignIns
from survey.access.oidc.outcome import BACK, OUTCOME, START, Outcome
from survey.access.oidc.provider import NotNamed, Provider, ProviderFailed
from survey.access.routes import begin_session, landing, lead_to, over_tls
from survey.settings import Workspace

COOKIE: Final = "bearing_oidc"
AT_ONCE: Final = 2
"""Requests to the provider at once: one that answers late must not hold what the form needs."""
LONGEST: Final = 4096
"""Signs of a code or a state; what is longer is nobody's."""

log = logging.getLogger(__name__)


def oidc_routes(
    workspace: Workspace, screens: Collection[str], gate: Gate, provider: Provider
) -> list[BaseRoute]:
    """Return the routes; ``gate`` is the one of the passwords, which writes the trail."""
    entrance = OidcEntrance(workspace, frozenset(screens), gate, provider)
    return [
        Route(f"/{START}", entrance.start, methods=["GET"]),
        Route(f"/{BACK}", entrance.back, methods=["GET"]),
    ]


class OidcEntrance:
    """The endpoints, with what their requests share."""

    def __init__(
        self, workspace: Workspace, screens: frozenset[str], gate: Gate, provider: Provider
    ) -> None:
        self._workspace = workspace
        self._screens = screens
        self._gate = gate
        self._provider = provider
        self._begun = BegunSignIns()
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def start(self, request: Request) -> Response:
        """Send the browser to the provider, with what makes its answer fit this browser alone."""
        asked_for = landing(request.query_params.get("to", ""), self._screens)
        browser, asked = self._begun.begin(redirect_address(request), asked_for)
        try:
            async with self._turns:
                there = await run_in_threadpool(self._provider.address, asked)
        except ProviderFailed as failed:
            log.warning("%s", failed.message)
            return _refused(Outcome.PROVIDER, asked_for)
        answer = RedirectResponse(there, 303, headers={"Cache-Control": "no-store"})
        # Lax: the provider leads back from another site, and the answer is worthless without it.
        answer.set_cookie(
            COOKIE, browser, max_age=int(VALID), path=_path(request),
            httponly=True, samesite="lax", secure=over_tls(request),
        )  # fmt: skip
        return answer

    async def back(self, request: Request) -> Response:
        """Take the provider's answer, ask it who that is, and begin a session for a member."""
        given = {
            name: request.query_params.get(name, "")[: LONGEST + 1] for name in ("code", "state")
        }
        browser = request.cookies.get(COOKIE, "")
        if not given["code"]:  # with an error, and from some services without the state
            called_off = self._begun.forget(browser)
            answer = _refused(Outcome.REFUSED, called_off.landing if called_off else "")
        elif (begun := self._fitting(browser, given)) is None:
            answer = _refused(Outcome.AGAIN)
        else:
            answer = await self._answered(given["code"], begun, request)
        answer.delete_cookie(COOKIE, path=_path(request))
        return answer

    def _fitting(self, browser: str, given: Mapping[str, str]) -> Begun | None:
        begun = self._begun.end(browser, given["state"])
        return begun if max(map(len, given.values())) <= LONGEST else None

    async def _answered(self, code: str, begun: Begun, request: Request) -> Response:
        try:
            async with self._turns:
                name = await run_in_threadpool(self._provider.name, code, begun.asked)
        except ProviderFailed as failed:
            log.warning("%s", failed.message)
            return _refused(Outcome.PROVIDER, begun.landing)
        except NotNamed as unnamed:
            log.warning("%s", unnamed.message)
            name = ""
        role = await run_in_threadpool(staff.role_of, self._workspace, name)
        if role is None:
            unrecorded = await self._gate.count_failed()
            return _refused(Outcome.UNRECORDED if unrecorded else Outcome.UNKNOWN, begun.landing)
        if await self._gate.enter(role, by_provider=True):
            return _refused(Outcome.UNRECORDED, begun.landing)
        answer = lead_to(begun.landing)
        await begin_session(self._workspace, name, request, answer)
        return answer


def redirect_address(request: Request) -> str:
    """Return the address to which the provider leads back: registered there, so none other."""
    scheme = "https" if over_tls(request) else "http"
    root = request.scope.get("root_path", "")
    return f"{scheme}://{request.headers.get('host', '')}{root}/{BACK}"


def _path(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}/{BACK}"


def _refused(outcome: Outcome, asked_for: str = "") -> Response:
    return lead_to(asked_for or "sign_in", **{OUTCOME: outcome.value})

"""The addresses at which staff set a password: their own, or their first one by a one-time link.

The forms are posted here and never pass through Streamlit. Both refuse another site's form, and
both end every session of that name but the one that begins.
"""

from enum import StrEnum
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from survey.access import password_links, sessions, staff
from survey.access.gate import Gate, Refusal
from survey.access.routes import COOKIE, begin_session, form_from_here, lead_to
from survey.form.sent import Sent
from survey.form.tries import connection
from survey.settings import Workspace

OWN: Final = "account/password"
BY_LINK: Final = "account/new-password"
ACCOUNT: Final = "account"
"""The path of the screen on which one's own password is changed."""
OUTCOME: Final = "password"
"""The question in the address that says how it went."""


class Outcome(StrEnum):
    """How setting a password went: the words of it stand in the catalogue under these names."""

    SET = "set"
    SHORT = "short"
    DIFFERENT = "different"
    VOID = "void"
    WRONG = Refusal.WRONG.value
    WAIT = Refusal.WAIT.value
    UNRECORDED = Refusal.UNRECORDED.value


def password_routes(workspace: Workspace, gate: Gate) -> list[BaseRoute]:
    """Return the routes; ``gate`` is the one of the sign-in, so that tries are counted together."""
    desk = PasswordDesk(workspace, gate)
    return [
        Route(f"/{OWN}", desk.change_own, methods=["POST"]),
        Route(f"/{BY_LINK}", desk.set_by_link, methods=["POST"]),
    ]


class PasswordDesk:
    """The endpoints, with what their requests share."""

    def __init__(self, workspace: Workspace, gate: Gate) -> None:
        self._workspace = workspace
        self._gate = gate

    async def change_own(self, request: Request) -> Response:
        """Change the password of whoever is signed in and types the one of before."""
        sent = await form_from_here(request)
        if isinstance(sent, Response):
            return sent
        session = request.cookies.get(COOKIE, "")
        name = await run_in_threadpool(sessions.name_of, self._workspace, session)
        if name is None:
            return lead_to(ACCOUNT)
        unfit = _unfit(sent)
        if unfit is not None:
            return lead_to(ACCOUNT, **{OUTCOME: unfit})
        checked = await self._gate.check(name, sent.one("password"), connection(request))
        if isinstance(checked, Refusal):
            return lead_to(ACCOUNT, **{OUTCOME: checked.value})
        await self._gate.in_turn(staff.change_password, self._workspace, name, sent.one("new"))
        return await self._signed_in(name, request)

    async def set_by_link(self, request: Request) -> Response:
        """Set the password of the member that a one-time link was made for, and sign in."""
        sent = await form_from_here(request)
        if isinstance(sent, Response):
            return sent
        bits = sent.one(password_links.QUESTION)
        unfit = _unfit(sent)
        if unfit is not None and password_links.name_of(self._workspace, bits):
            again = {password_links.QUESTION: bits, OUTCOME: unfit.value}
            return lead_to(password_links.SCREEN, **again)
        try:
            name = await self._gate.in_turn(
                password_links.use, self._workspace, bits, sent.one("new")
            )
        except (password_links.LinkVoid, staff.StaffRefused):
            return lead_to(password_links.SCREEN, **{OUTCOME: Outcome.VOID})
        role, _ = staff.standing(self._workspace, name)
        refused = await self._gate.enter(role)
        if refused is not None:
            return lead_to("sign_in", sign_in=refused.value)
        return await self._signed_in(name, request)

    async def _signed_in(self, name: str, request: Request) -> Response:
        answer = lead_to(ACCOUNT, **{OUTCOME: Outcome.SET})
        await begin_session(self._workspace, name, request, answer)
        return answer


def _unfit(sent: Sent) -> Outcome | None:
    """Return why the new password will not do, as far as it shows without the staff list."""
    if len(sent.one("new")) < staff.SHORTEST_PASSWORD:
        return Outcome.SHORT
    return None if sent.one("new") == sent.one("again") else Outcome.DIFFERENT

"""The gate: a name and a password are checked here and nowhere else, a few at once, and slowed."""

import asyncio
import logging
from collections.abc import Callable
from enum import StrEnum
from typing import Final, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

from survey.access import sign_in_trail, staff
from survey.access.ledger import LedgerBroken
from survey.access.lock_out import LockOut
from survey.access.sign_in_trail import BY_PROVIDER
from survey.settings import Workspace
from survey.vocabulary import Role

AT_ONCE: Final = 2
"""Passwords checked at once: each takes 64 MiB, and a crowd must not fill the memory."""

log = logging.getLogger(__name__)
Given = ParamSpec("Given")
Result = TypeVar("Result")


class Refusal(StrEnum):
    """Why nobody is let in: the words of it stand in the catalogue under these names."""

    WRONG = "wrong"
    WAIT = "wait"
    UNRECORDED = "unrecorded"
    """The ledger or the disk takes no entry, and nobody comes in unseen."""


class Gate:
    """Lets those in whose password is right."""

    def __init__(self, workspace: Workspace, lock_out: LockOut | None = None) -> None:
        self._workspace = workspace
        self._lock_out = lock_out or LockOut()
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def check(self, name: str, password: str, connection: str) -> Role | Refusal:
        """Return the role of whoever has this name and password, or why nobody is let in.

        A known and an unknown name get the same answer after the same work.
        """
        async with self._turns:
            # Asked within the turn: many tries sent at once wait like those sent one by one.
            if self._lock_out.wait(name, connection):
                return Refusal.WAIT
            role = await run_in_threadpool(staff.check, self._workspace, name, password)
            if role is None:
                self._lock_out.wrong(name, connection)
                return await self._entered(sign_in_trail.failed) or Refusal.WRONG
        self._lock_out.right(name, connection)
        return role

    async def enter(self, role: Role, *, by_provider: bool = False) -> Refusal | None:
        """Write a sign-in into the ledger; returns why nobody is let in where it cannot be.

        ``by_provider`` says that no password was asked here (``oidc``).
        """
        return await self._entered(
            sign_in_trail.signed_in, role=role, way=BY_PROVIDER if by_provider else ""
        )

    async def count_failed(self) -> Refusal | None:
        """Count a try of somebody who is not on the staff list; returns where it cannot be."""
        return await self._entered(sign_in_trail.failed)

    async def _entered(self, enter: Callable[..., None], **what: str) -> Refusal | None:
        try:
            await run_in_threadpool(enter, self._workspace, **what)
        except (LedgerBroken, OSError):
            log.exception("A sign-in could not be written into the ledger.")
            return Refusal.UNRECORDED
        return None

    async def in_turn(
        self, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
    ) -> Result:
        """Return what other work with passwords comes to; it waits for its turn as tries do."""
        async with self._turns:
            return await run_in_threadpool(work, *given, **named)

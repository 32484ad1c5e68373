"""Health: whether the process answers, and whether it can keep an answer. For whoever watches it.

Says nothing of waves, answers or places; the second is asked of disk and database each time.
"""

import os
import shutil
from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from survey.settings import Workspace
from survey.store.protocol import Store
from survey.store.writer import ResponseWriter

ROOM: Final = 200 * 1024 * 1024
"""Bytes that must be free: closing a wave writes its answers a second time."""

NEVER_KEPT: Final = {"Cache-Control": "no-store"}


def health_routes(
    workspace: Workspace, store: Store, writer: ResponseWriter, room: int = ROOM
) -> list[BaseRoute]:
    """Return ``/healthz`` (the process answers) and ``/readyz`` (200 where an answer can be kept).

    The store was opened before these are there, and with that every schema brought up to date.
    ``room`` is the free bytes that are asked for.
    """
    checks: dict[str, Callable[[], bool]] = {
        "store": lambda: _answers(store),
        "writer": lambda: writer.working,
        "disk space": lambda: _has_room(workspace, room),
        "disk writable": lambda: _writable(workspace),
    }

    async def health(_request: Request) -> Response:
        return JSONResponse({"healthy": True}, headers=NEVER_KEPT)

    async def ready(_request: Request) -> Response:
        failing = await run_in_threadpool(_failing, checks)
        status = 503 if failing else 200
        return JSONResponse(
            {"ready": not failing, "failing": failing}, status_code=status, headers=NEVER_KEPT
        )

    return [
        Route("/healthz", health, methods=["GET"]),
        Route("/readyz", ready, methods=["GET"]),
    ]


def _failing(checks: dict[str, Callable[[], bool]]) -> list[str]:
    return [name for name, check in checks.items() if not check()]


def _answers(store: Store) -> bool:
    """Whether the database answers; whatever it raises instead, it does not."""
    try:
        store.participation_shown("")
    except Exception:  # noqa: BLE001 - reported as not ready, by name
        return False
    return True


def _has_room(workspace: Workspace, room: int) -> bool:
    return workspace.root.is_dir() and shutil.disk_usage(workspace.root).free >= room


def _writable(workspace: Workspace) -> bool:
    return workspace.root.is_dir() and os.access(workspace.root, os.W_OK)

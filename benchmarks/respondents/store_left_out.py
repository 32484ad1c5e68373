"""The form's own routes over a store that keeps nothing: the most that any store could reach.

Run as ``streamlit run``; ``/constant`` gives back a few bytes, to see what the client can do.
"""

import os
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from datetime import date
from typing import Any, cast

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from survey.fieldwork.policy import Policy
from survey.form.headers import SecurityHeaders
from survey.form.routes import survey_routes
from survey.instruments.catalogue import load
from survey.no_delay import send_at_once
from survey.store.protocol import CodeCheck, CodeStanding, Store, Submission, Unit, Wave
from survey.store.writer import ResponseWriter
from survey.vocabulary import WaveState

UNITS = (Unit(1, "Works", "Night shift", 40),)
WAVE = Wave(
    "spring", WaveState.OPEN, load("core"), Policy(), UNITS, date.today(), None, None
)  # fmt: skip


class NothingKept:
    """Every code is fresh, every form is taken and forgotten."""

    def waves(self) -> tuple[Wave, ...]:
        return (WAVE,)

    def wave(self, _name: str) -> Wave:
        return WAVE

    def check_code(self, _code: str) -> CodeCheck:
        return CodeCheck(CodeStanding.FRESH, WAVE.name, 1)


class NothingWritten:
    """Takes each form at once."""

    def submit(self, _submission: Submission) -> "Future[CodeStanding]":
        taken: Future[CodeStanding] = Future()
        taken.set_result(CodeStanding.FRESH)
        return taken


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Send at once, as the real server does."""
    send_at_once()
    yield


async def constant(_request: Request) -> Response:
    """Answer at once."""
    return PlainTextResponse("Thank you")


routes: list[Any] = [
    Route("/constant", constant, methods=["GET", "POST"]),
    *survey_routes(cast(Store, NothingKept()), cast(ResponseWriter, NothingWritten()), False),
]
app = st.App(
    os.path.join(os.path.dirname(__file__), "nothing_else.py"),  # noqa: PTH118, PTH120
    routes=routes,
    middleware=[Middleware(SecurityHeaders)],
    lifespan=lifespan,
)

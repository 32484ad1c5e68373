"""The addresses for programs: released results to read, by token, as far as its scope reaches.

Where no token was ever made, none of them exists.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from analytics.api.allowance import Allowance
from analytics.api.formats import MEDIA_TYPES, Form, asked_form, written_as
from analytics.api.openapi import ROOT, document
from analytics.api.tables import Table
from survey.access.ledger import Action, record
from survey.access.scope import Scope
from survey.access.secret_file import digest
from survey.access.tokens import Token, token_of, tokens
from survey.form.tries import Tries
from survey.settings import Workspace

SCHEME: Final = "bearer "
PRIVATE: Final = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Accept"}


@dataclass(frozen=True)
class Asking:
    """Who asks: the hash of a token, and what it may."""

    key: str
    token: Token


def api_routes(
    workspace: Workspace, allowance: Allowance | None = None, wrong: Tries | None = None
) -> list[BaseRoute]:
    """Return the addresses below ``/api/v1``.

    ``allowance`` says how often a token may ask, ``wrong`` how often a connection may be wrong.
    """
    reading = Reading(workspace, allowance or Allowance(), wrong or Tries())
    return [
        Route(f"{ROOT}/openapi.json", reading.described, methods=["GET"]),
        Route(f"{ROOT}/releases", reading.releases, methods=["GET"]),
        Route(f"{ROOT}/releases/{{id}}/{{table}}", reading.table, methods=["GET"]),
    ]


class Reading:
    """The endpoints, with what their requests share."""

    def __init__(self, workspace: Workspace, allowance: Allowance, wrong: Tries) -> None:
        self._workspace = workspace
        self._allowance = allowance
        self._wrong = wrong
        self._entered: set[tuple[str, str, date]] = set()

    async def described(self, _request: Request) -> Response:
        """Answer what can be asked; it is the same for everybody."""
        if not await run_in_threadpool(tokens, self._workspace):
            return _nothing_here()
        return JSONResponse(await run_in_threadpool(document))

    async def releases(self, request: Request) -> Response:
        """Answer which releases there are."""
        return await run_in_threadpool(self._answered, request, self._releases)

    async def table(self, request: Request) -> Response:
        """Answer with a table of one release, or that it is as it was."""
        return await run_in_threadpool(self._answered, request, self._table)

    def _answered(
        self, request: Request, answer: Callable[[Request, Asking], Response]
    ) -> Response:
        if not tokens(self._workspace):
            return _nothing_here()
        if self._wrong.too_many(request):
            return _refused(429, "TOO-MANY", "Too many wrong tokens. Wait ten minutes.", wait=600)
        asking = self._asking(request)
        if asking is None:
            self._wrong.add(request)
            refusal = _refused(401, "TOKEN-UNKNOWN", "Name a token: Authorization: Bearer TOKEN.")
            refusal.headers["WWW-Authenticate"] = "Bearer"
            return refusal
        if wait := self._allowance.take(asking.key):
            return _refused(429, "TOO-MANY", "Too many requests with this token.", wait=wait)
        return answer(request, asking)

    def _asking(self, request: Request) -> Asking | None:
        named = request.headers.get("authorization", "")
        if not named.lower().startswith(SCHEME):
            return None
        bits = named[len(SCHEME) :].strip()
        found = token_of(self._workspace, bits)
        return None if found is None else Asking(digest(bits), found)

    def _releases(self, _request: Request, _asking: Asking) -> Response:
        from analytics.release.reader import read_manifest, released

        found = [read_manifest(self._workspace.releases / one) for one in released(self._workspace)]
        listed = [
            one.model_dump(
                mode="json",
                include={"id", "wave", "instrument", "instrument_version", "responses", "policy"},
            )
            for one in found
        ]
        return JSONResponse({"releases": listed}, headers=PRIVATE)

    def _table(self, request: Request, asking: Asking) -> Response:
        from analytics.release.reader import read_manifest, released

        named, table = request.path_params["id"], request.path_params["table"]
        manifests = {
            one.id: one
            for one in (
                read_manifest(self._workspace.releases / wave) for wave in released(self._workspace)
            )
        }
        manifest = manifests.get(named)
        if manifest is None or table not in set(Table):
            return _refused(404, "NOT-FOUND", "There is no such release or table.")
        form = asked_form(request.query_params.get("format"), request.headers.get("accept", ""))
        if form is None:
            return _refused(400, "FORMAT-UNKNOWN", "The format is one of: json, csv, arrow.")
        scope = asking.token.scope
        tag = _tag(manifest.id, table, form, scope)
        headers = {**PRIVATE, "ETag": tag}
        if tag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        folder = self._workspace.releases / manifest.wave
        content = _content(manifest.id, folder, Table(table), form, scope)
        self._enter(asking, manifest.id, manifest.wave)
        return Response(content, headers=headers, media_type=MEDIA_TYPES[form])

    def _enter(self, asking: Asking, release: str, wave: str) -> None:
        """Write down once a day that a token took a release along."""
        once = (asking.key, release, date.today())
        if once in self._entered:
            return
        self._entered = {one for one in self._entered if one[2] == once[2]} | {once}
        token = asking.token
        record(
            self._workspace, Action.RELEASE_READ, wave, role=token.role.value, sha256=release,
            **token.scope.entered,
        )  # fmt: skip


@lru_cache(maxsize=8)
def _content(
    release_id: str,  # noqa: ARG001  - with the folder, the cache's key: a release never changes
    folder: Path,
    table: Table,
    form: Form,
    scope: Scope,
) -> bytes:
    from analytics.release.reader import open_release
    from analytics.release.sight import seen

    return written_as(seen(open_release(folder), scope), table, form)


def _tag(release: str, table: str, form: Form, scope: Scope) -> str:
    """Return what names these very bytes: the release, and what of it is asked for."""
    told = "\0".join((release, table, form.value, *scope.departments))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def _nothing_here() -> Response:
    return _refused(404, "NOT-FOUND", "There is nothing here.")


def _refused(status: int, code: str, message: str, wait: int = 0) -> Response:
    headers = {"Retry-After": str(wait)} if wait else {}
    return JSONResponse({"error": code, "message": message}, status, {**PRIVATE, **headers})

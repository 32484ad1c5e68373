"""The whole server: staff screens, the employee's form, one writer of answers, the headers.

Start it with ``streamlit run app.py``. It serves the workspace that ``BEARING_WORKSPACE`` names,
else ``./workspace``; where there is none, a demonstration. At the first start a process of its own
builds that, and until it is done every address shows how far it is.
"""

import logging
import os
import sys
from collections.abc import AsyncIterator, Container
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import streamlit as st
import typer
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit import config as st_config
from streamlit.net_util import get_internal_ip

from analytics.api.routes import api_routes
from pages.shell.screens import BY_PATH
from pages.shell.warm import warm_behind
from pages.shell.widget_words import widget_routes
from survey.access import sessions
from survey.access.gate import Gate
from survey.access.password_routes import password_routes
from survey.access.permissions import Doing, may
from survey.access.routes import COOKIE, sign_in_routes
from survey.access.staff import role_of
from survey.below_root import BelowRoot
from survey.configuration import LogFormat, read_settings
from survey.errors import BearingError
from survey.fieldwork.dates.carrying_out import Outcome, carry_out
from survey.fieldwork.dates.dates import utc_now
from survey.fieldwork.dates.regularly import Regularly
from survey.fieldwork.form_address import keep_root
from survey.fieldwork.mailing.later import send_due
from survey.fieldwork.ticket_keys import signing_key
from survey.fieldwork.turnover.page import turnover_routes
from survey.fieldwork.workspaces import kind, require_free
from survey.first_start.first_start import FirstStart
from survey.first_start.late_routes import LateRoutes
from survey.first_start.until_built import UntilBuilt
from survey.form.contacts import KeptContacts
from survey.form.headers import SecurityHeaders, WithoutCodes
from survey.form.routes import survey_routes
from survey.form.screens import Around
from survey.keeping.backup import destroy_left
from survey.keeping.completeness import require_marker
from survey.keeping.health import health_routes
from survey.limits import Limits
from survey.no_delay import send_at_once
from survey.organisation.letterhead import KeptLetterhead
from survey.patience import cut_off_slow
from survey.server_log import as_lines, keep_log_clean
from survey.settings import (
    DEMONSTRATION_WORKSPACE,
    WORKSPACE_VARIABLE,
    Workspace,
    WorkspaceKind,
)
from survey.store.opening import close_store, renew_marks, serve_store
from survey.store.protocol import Store
from survey.store.writer import ResponseWriter


def served_workspace() -> Workspace:
    """Return the workspace to serve; where there is none, the place of the demonstration."""
    found = Workspace.resolve()
    require_marker(found)
    if not found.exists:
        typer.echo(f"No workspace at {found.root}: this is the demonstration.")
        found = Workspace(DEMONSTRATION_WORKSPACE.resolve())
    if not found.exists:
        require_free(found)
    os.environ[WORKSPACE_VARIABLE] = str(found.root)
    return found


def sub_path() -> str:
    """Return the path below which Streamlit serves pages, such as ``/bearing``, or nothing."""
    named = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{named}" if named else ""


class Serving:
    """The open workspace: one store, one writer of answers, and the routes of the form."""

    def __init__(self, served: Workspace) -> None:
        self._workspace = served
        self._writer: ResponseWriter | None = None
        self._dates: Regularly | None = None
        self.routes = LateRoutes(sub_path())

    def open(self) -> None:
        """Open it for form and staff; raises ``BearingError`` where it cannot be opened."""
        contacts = KeptContacts(self._workspace.contacts)
        store = serve_store(self._workspace)
        keep_root(self._workspace, sub_path())
        destroy_left(self._workspace)
        self._writer = ResponseWriter(store)
        demonstration = kind(self._workspace) is WorkspaceKind.DEMONSTRATION
        ticket_key = partial(signing_key, self._workspace)
        gate = Gate(self._workspace)
        passwords = [
            *sign_in_routes(self._workspace, BY_PATH, gate),
            *password_routes(self._workspace, gate),
        ]
        self.routes.fill(
            [
                *health_routes(self._workspace, store, self._writer),
                *([] if settings.oidc_only else passwords),
                *provider_routes(self._workspace, gate),
                *turnover_routes(),
                *widget_routes(),
                *api_routes(self._workspace),
                *survey_routes(
                    store,
                    self._writer,
                    demonstration,
                    contacts=contacts,
                    ticket_key=ticket_key,
                    around=Around(letterhead=KeptLetterhead(self._workspace), root=sub_path()),
                ),
            ]
        )
        self._dates = Regularly(partial(do_what_is_due, self._workspace, store))

    def may_upload(self, session: str) -> bool:
        """Whether a session may send files; in a demonstration whoever looks at it may."""
        if kind(self._workspace) is WorkspaceKind.DEMONSTRATION:
            return True
        name = sessions.name_of(self._workspace, session) if session else None
        role = role_of(self._workspace, name) if name is not None else None
        return may(role, Doing.RUN_WAVES)

    def open_built(self) -> None:
        """Open the demonstration that was just built, and say so."""
        self.open()
        say_ready()

    def close(self) -> None:
        """Write what waits and close the files."""
        if self._dates is not None:
            self._dates.stop()
        if self._writer is not None:
            self._writer.close()
            renew_marks(self._workspace)
        close_store(self._workspace)


def provider_routes(served: Workspace, gate: Gate) -> list[BaseRoute]:
    """Return the routes of the organisation's own sign-in service.

    None where none is set: then nothing that could ask one is loaded.
    """
    if not settings.oidc:
        return []
    from survey.access.oidc.provider import Provider
    from survey.access.oidc.routes import oidc_routes

    return oidc_routes(served, BY_PATH, gate, Provider(settings))


def do_what_is_due(served: Workspace, store: Store, given_up: Container[str] = ()) -> list[Outcome]:
    """Do what the dates of waves bring, and send the reminders that were planned for now."""
    outcomes = carry_out(served, store, publish_wave, utc_now(), given_up)
    send_due(served, store, utc_now())
    return outcomes


def publish_wave(served: Workspace, store: Store, name: str) -> None:
    """Publish a wave; what that needs is loaded when it is needed."""
    from analytics.publish import publish

    publish(served, store, name)


def say_where(news: str) -> None:
    """Print news and the addresses; Streamlit's greeting comes early and asks the internet."""
    if Path(sys.argv[0]).resolve() != Path(__file__).resolve():
        return  # Started by another server, which has its own port and its own greeting.
    port = st.get_option("server.port")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    if settings.log_format is LogFormat.JSON:
        logging.getLogger("bearing.server").warning(news)
        return
    typer.echo(news)
    for place, host in (("this computer", "localhost"), ("your network", get_internal_ip())):
        typer.echo(f"  On {place}:".ljust(22) + f"{scheme}://{host}:{port}{sub_path() or '/'}")


def say_ready() -> None:
    """Say where the server is, and open its releases beside what it does."""
    say_where("Bearing is ready. Stop it with Ctrl+C.")
    warm_behind()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Say where the server is and open its releases; at its end, write what waits and close."""
    send_at_once()
    if first_start is None:
        say_ready()
    else:
        say_where("It is being made. Open the page, which says how far it is:")
        first_start.begin()
    try:
        yield
    finally:
        if first_start is not None:
            first_start.end()
        serving.close()


for log in ("uvicorn.access", "uvicorn.error"):
    logging.getLogger(log).addFilter(WithoutCodes())

first_start: FirstStart | None = None
middleware: list[Middleware] = []
try:
    settings = read_settings()
    keep_log_clean(settings.log_format)
    if settings.log_format is LogFormat.JSON:
        st_config.set_option("logger.messageFormat", "%(message)s")
        as_lines()
    cut_off_slow(settings.request_seconds)
    workspace = served_workspace()
    serving = Serving(workspace)
    middleware += [
        Middleware(BelowRoot, sub_path()),
        Middleware(SecurityHeaders),
        Middleware(Limits, settings.hosts, COOKIE, serving.may_upload),
    ]
    if workspace.exists:
        serving.open()
    else:
        command = (sys.executable, "-m", "sample_data.first_start", str(workspace.root))
        first_start = FirstStart(command, Path(__file__).parent, serving.open_built, typer.echo)
        middleware.append(Middleware(UntilBuilt, first_start))
except BearingError as refusal:
    raise SystemExit(refusal.message) from refusal

app = st.App(
    "pages/navigation.py",
    routes=[serving.routes],
    middleware=middleware,
    lifespan=lifespan,
)
